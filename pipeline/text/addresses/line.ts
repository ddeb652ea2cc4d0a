import type { Region } from '../../model/region.ts'
import { findPostcode } from '../postcodes.ts'
import { isCounty } from '../uk-counties.ts'
import { countryCode, pieces } from './pieces.ts'
import { streetLike } from './uk.ts'

/** A street by its last or first word, where no number tells. */
const STREET_END =
  /(?:straat|laan|weg|plein|steenweg|kade|kaai|gracht|dreef|singel|hof|dijk|markt)$|^(?:rue|avenue|place|chaussée|boulevard|quai)\s/iu

/** What one line says, its street not yet taken apart. */
export interface AddressLine {
  readonly street: readonly string[]
  readonly town?: string
  readonly country?: string
  readonly postcode?: string
}

/** Takes an address in one line apart: country, postcode and town off, the street's pieces left. */
export const readLine = (line: string, region: Region): AddressLine => {
  let rest = pieces(line)
  let country: string | undefined
  const last = rest.at(-1)
  if (last !== undefined && rest.length > 1 && last.length > 1) {
    country = countryCode(last)
    if (country !== undefined) rest = rest.slice(0, -1)
  }
  const text = rest.join(', ')
  const found = findPostcode(text, region)
  const before = pieces(found ? text.slice(0, found.from) : text)
  const after = found ? pieces(text.slice(found.to)) : []
  const known = { ...(country && { country }), ...(found && { postcode: found.code }) }
  return { ...known, ...(region === 'uk' ? british(before, after) : continental(before, after)) }
}

/** In Britain the town stands before the postcode, a county perhaps between them. */
const british = (
  before: readonly string[],
  after: readonly string[],
): Pick<AddressLine, 'street' | 'town'> => {
  const all = [...before, ...after].filter((piece) => countryCode(piece) === undefined)
  while (all.length > 1 && isCounty(all.at(-1) ?? '') && !streetLike(all.at(-2) ?? '')) all.pop()
  if (all.length === 0) return { street: [] }
  const last = all.at(-1) ?? ''
  if (all.length === 1 && (/\d/.test(last) || streetLike(last))) return { street: all }
  return { street: all.slice(0, -1), town: last }
}

/** In the Netherlands and Belgium the postcode opens the town's piece; some sources put that piece first. */
const continental = (
  before: readonly string[],
  after: readonly string[],
): Pick<AddressLine, 'street' | 'town'> => {
  const [town, ...behind] = after
  if (town !== undefined) {
    const street = before.length > 0 ? before : behind
    return { street, town }
  }
  const last = before.at(-1)
  if (before.length > 1 && last !== undefined && !/\d/.test(last))
    return { street: before.slice(0, -1), town: last }
  if (before.length === 1 && last !== undefined && !/\d/.test(last) && !STREET_END.test(last))
    return { street: [], town: last }
  return { street: before }
}
