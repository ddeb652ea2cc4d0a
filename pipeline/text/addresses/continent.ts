import type { AddressParts } from '../../model/listing.ts'

type StreetParts = Pick<AddressParts, 'street' | 'number' | 'unit' | 'building'>

/** Box, floor or unit behind a house number, in Dutch and French. */
const BOX =
  /[\s,/(-]*\b(bus|bte|boîte|boite|box|b\.?p\.?|unit|app\.?|apt\.?|appartement|verdieping|verd\.?|étage|etage|kamer|lokaal|hal|loods)\s*\.?\s*((?:\d+[a-z]?|[a-z]\d*)(?:[./-]\w+)?)\)?$/iu
/** The house number at the end: `12`, `12A`, `12-A`, `12 bis`, `12-14`, `12/3`, `12 hs`, `12 II`. */
const NUMBER_LAST =
  /^(.*?[\p{L}.'’)\d])[\s,]+(?:nr?\.?°?\s*|n°\s*)?(\d{1,5})((?:\s?[-–/+]\s?\d{1,5})?(?:[\s/-]{0,3}(?:bis|ter|hs|huis|rood|zw|[IVX]{1,4}|[A-Z])(?:\s?[-–/]?\s?(?:\d{1,3}|[A-Z](?![\p{L}])))?)?)$/iu
/** The house number first, as French writes it: `17, rue de la Loi`. */
const NUMBER_FIRST =
  /^(\d{1,5}(?:\s?(?:bis|ter|[A-Z])(?=[\s,]))?(?:\s?[-–/]\s?\d{1,5})?)[\s,]+(\p{L}.*)$/iu
const POST_BOX = /^(postbus|boîte postale|boite postale|bp|b\.p\.)\s*(\d+)$/iu

/** How each country joins a letter to its number (Dutch `12-A`, Belgian `12A`); a range keeps its hyphen in both. */
const tidyNumber = (digits: string, suffix: string, region: 'nl' | 'be'): string => {
  const rest = suffix.replace(/^[\s–+/-]+/, '').replace(/\s*[–/+-]\s*|\s+/g, '-')
  if (rest === '') return digits
  const word = rest
    .toUpperCase()
    .replace(/BIS|TER|HS|HUIS|ROOD|ZW/g, (suffixed) => suffixed.toLowerCase())
  return region === 'be' && /^[A-Z]$/.test(word) ? digits + word : `${digits}-${word}`
}

const BOX_WORD: Readonly<Record<string, string>> = {
  boîte: 'bte',
  boite: 'bte',
  box: 'bus',
}

const boxOf = (text: string): { readonly left: string; readonly unit?: string } => {
  const hit = BOX.exec(text)
  if (hit === null) return { left: text }
  const word = (hit[1] ?? '').toLowerCase()
  return {
    left: text.slice(0, hit.index),
    unit: `${BOX_WORD[word] ?? word} ${(hit[2] ?? '').toUpperCase()}`,
  }
}

/** A Belgian slash parts house number and box (`16/3` is number 16, box 3). */
const slashed = (number: string, region: 'nl' | 'be') =>
  region === 'be' ? /^(.*?\d[A-Z]?)\s?\/\s?(\w{1,5})$/iu.exec(number) : null

/** `18 20` after a street is the range 18-20 where both are of one side and near; `Plein 1945 3` is not. */
const ranged = (text: string): string =>
  text.replace(/(?<=\p{L}\.?\s)(\d{1,4}) (\d{1,4})$/u, (whole, from: string, to: string) => {
    const apart = Number(to) - Number(from)
    return apart > 0 && apart <= 20 && apart % 2 === 0 ? `${from}-${to}` : whole
  })

const readPiece = (piece: string, region: 'nl' | 'be'): StreetParts | undefined => {
  const box = POST_BOX.exec(piece)
  if (box !== null) return { street: `${region === 'nl' ? 'Postbus' : box[1]} ${box[2]}` }
  const { left, unit } = boxOf(piece)
  const slash = slashed(left, region)
  const text = ranged(slash?.[1] ?? left)
  const boxed = unit ?? (slash?.[2] === undefined ? undefined : `bus ${slash[2].toUpperCase()}`)
  const last = NUMBER_LAST.exec(text)
  const first = last === null ? NUMBER_FIRST.exec(text) : null
  const parts =
    last !== null
      ? { street: last[1] ?? '', number: tidyNumber(last[2] ?? '', last[3] ?? '', region) }
      : first !== null
        ? { street: first[2] ?? '', number: splitFirst(first[1] ?? '', region) }
        : undefined
  if (parts === undefined) return unit === undefined ? undefined : { street: text, unit }
  return {
    street: parts.street.replace(/[\s,]+$/, ''),
    number: parts.number,
    ...(boxed && { unit: boxed }),
  }
}

const splitFirst = (text: string, region: 'nl' | 'be') => {
  const [, digits = '', suffix = ''] = /^(\d+)(.*)$/.exec(text) ?? []
  return tidyNumber(digits, suffix, region)
}

/** Pieces that are nothing but a number or a box belong to the piece before them (`Kerkstraat, 5`, `…, bus 2`). */
const joined = (pieces: readonly string[]): readonly string[] => {
  const out: string[] = []
  for (const piece of pieces) {
    const before = out.at(-1)
    const loose =
      /^(?:nr?\.?\s*)?\d{1,5}\s?[a-z]?(?:\s?[-–/]\s?\w{1,5})?$/iu.test(piece) ||
      BOX.exec(` ${piece}`)?.index === 0
    if (before !== undefined && loose) out[out.length - 1] = `${before} ${piece}`
    else if (before !== undefined && out.length === 1 && /^\d{1,5}\s?[a-z]?$/iu.test(before))
      out[0] = `${before} ${piece}`
    else out.push(piece)
  }
  return out
}

/** Parts of a Dutch or Belgian street address: the number stands behind the street, the box behind the number. */
export const continentalStreet =
  (region: 'nl' | 'be') =>
  (pieces: readonly string[]): StreetParts => {
    const whole = joined(pieces)
    const at = whole.findIndex((piece) => readPiece(piece, region)?.number !== undefined)
    const main = at === -1 ? 0 : at
    const piece = whole[main]
    if (piece === undefined) return {}
    const parts = readPiece(piece, region) ?? { street: piece }
    const building = whole.slice(0, main).join(', ')
    return { ...parts, ...(building && { building }) }
  }
