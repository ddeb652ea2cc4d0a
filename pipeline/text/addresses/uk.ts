import type { AddressParts } from '../../model/listing.ts'

type StreetParts = Pick<AddressParts, 'street' | 'number' | 'unit' | 'building'>

/** `12`, `12A`, `12-14`, `12/14`, `2B-4C`, before a street; a street may be the `2nd Avenue`. */
const NUMBER =
  /^(?:no\.?\s*)?(\d{1,5}\s?[A-Z]?(?:(?:\s?[-–/&]\s?|\s)\d{1,5}[A-Z]?)?)(?=\s+(?:\p{L}|\d+(?:st|nd|rd|th)\s)|$)/iu
const UNIT =
  /^((?:unit|units|flat|apartment|apt|suite|room|shop|office|studio|kiosk|stall|bay|plot|arch|maisonette)s?\.?\s*(?:no\.?\s*)?(?:[A-Z]?\d+[A-Z]?(?:\s?[-–&/]\s?[A-Z]?\d+[A-Z]?)?|[A-Z]\d*))(?=\s|$)/iu
const FLOOR =
  /^((?:(?:lower|upper)\s+)?(?:ground|first|second|third|fourth|fifth|top|\d+(?:st|nd|rd|th))\s+floor)(?=\s|$)/iu
const PO_BOX = /^p\.?\s?o\.?\s?box\s*(\w+)$/iu
/** Words that end the name of a street. */
const THOROUGHFARE =
  /\b(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|way|close|court|ct|crescent|cres|place|pl|square|sq|terrace|terr|row|hill|gardens|grove|parade|mews|walk|yard|broadway|highway|promenade|quay|wharf|green|rise|view|gate|wynd|vennel|brae|approach|boulevard|embankment|esplanade|arcade|market|mount|bank|bridge|cross|circus|mall|parkway|bypass|strand|high street)\.?$/iu
const ESTATE =
  /\b(?:park|estate|centre|center|house|building|buildings|mill|mills|works|business|industrial|complex|chambers|tower|hall|farm|barn|lodge|cottage|villa|hotel|shopping|retail|trading|court|cottages|studios|workshops|depot|warehouse)\b/iu

const tidyNumber = (text: string) =>
  text
    .replace(/\s*[-–&/]\s*|(?<=\d)\s+(?=\d)/g, '-')
    .replace(/\s+/g, '')
    .toUpperCase()

interface Found {
  unit: string[]
  building: string[]
  number?: string
  street?: string
  rest: string[]
}

const take = (piece: string, found: Found): void => {
  let left = piece
  for (const shape of [UNIT, FLOOR]) {
    const hit = shape.exec(left)?.[1]
    if (hit === undefined) continue
    found.unit.push(hit)
    left = left.slice(hit.length).trim()
  }
  if (left === '') return
  const box = PO_BOX.exec(left)?.[1]
  if (box !== undefined) {
    found.street ??= `PO Box ${box.toUpperCase()}`
    return
  }
  const number = NUMBER.exec(left)
  const behind = number === null ? '' : left.slice(number[0].length).trim()
  if (number !== null && found.number === undefined && found.street === undefined) {
    found.number = tidyNumber(number[1] ?? '')
    if (behind !== '') found.street = behind
  } else if (found.number !== undefined && found.street === undefined) found.street = left
  else if (found.street === undefined && ESTATE.test(left) && !THOROUGHFARE.test(left))
    found.building.push(left)
  else found.rest.push(left)
}

/** The first piece left that reads like a thoroughfare is the street; pieces before it are the building, those behind it the locality. */
const settle = (found: Found): void => {
  if (found.street !== undefined || found.rest.length === 0) return
  const at = Math.max(
    found.rest.findIndex((piece) => THOROUGHFARE.test(piece)),
    0,
  )
  found.building.push(...found.rest.slice(0, at))
  found.street = found.rest[at] ?? ''
  found.rest = found.rest.slice(at + 1)
}

/** Whether a piece reads like a street: it starts with a number or ends in a thoroughfare. */
export const streetLike = (piece: string): boolean => NUMBER.test(piece) || THOROUGHFARE.test(piece)

/** Parts of a British street address: the number stands before the street, units and named buildings before that. */
export const britishStreet = (pieces: readonly string[]): StreetParts => {
  const found: Found = { unit: [], building: [], rest: [] }
  for (const piece of pieces) take(piece, found)
  settle(found)
  const building = found.building.join(', ')
  const unit = found.unit.join(', ')
  return {
    ...(found.street && { street: found.street }),
    ...(found.number && { number: found.number }),
    ...(unit && { unit }),
    ...(building && { building }),
  }
}
