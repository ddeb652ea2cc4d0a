import type { AddressParts } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { continentalStreet } from './addresses/continent.ts'
import { britishStreet, streetLike } from './addresses/uk.ts'
import { plain } from './plain.ts'
import { findPostcode, postcode } from './postcodes.ts'
import { isCounty } from './uk-counties.ts'

/** An address as a page gives it: parts, or one line, or both. */
export interface AddressText {
  readonly address?: string | undefined
  readonly street?: string | undefined
  readonly postcode?: string | undefined
  readonly town?: string | undefined
  readonly country?: string | undefined
}

const COUNTRIES: readonly (readonly [iso: string, names: RegExp])[] = [
  [
    'GB',
    /^(?:gb|gbr|uk|u\.k\.|great britain|united kingdom|england|scotland|wales|cymru|northern ireland|verenigd koninkrijk|groot-brittannië|royaume-uni)$/iu,
  ],
  ['NL', /^(?:nl|nld|the netherlands|netherlands|nederland|holland|pays-bas)$/iu],
  ['BE', /^(?:be|bel|belgium|belgië|belgie|belgique)$/iu],
]

/** ISO code of a country's name or code in the three languages; two other letters stay as they are. */
export const countryCode = (text: string): string | undefined => {
  const name = plain(text).replace(/[.,;\s]+$/, '')
  const known = COUNTRIES.find(([, names]) => names.test(name))?.[0]
  return known ?? (/^[a-z]{2}$/i.test(name) ? name.toUpperCase() : undefined)
}

const HOME = { uk: 'GB', nl: 'NL', be: 'BE' } as const

const pieces = (text: string): string[] =>
  text
    .split(/[,\n;]+|\s+[·•|]\s+/)
    .map((piece) => piece.trim().replace(/^[.\-–]+\s|\s[.\-–]+$/g, ''))
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))

/** Town as it is filed: no `(N.-H.)` or county behind it, no post-office number, no country in front. */
const townOf = (text: string | undefined, region: Region): string | undefined => {
  if (text === undefined) return undefined
  const kept = pieces(text).filter(
    (piece, i) => i === 0 || !(countryCode(piece) || (region === 'uk' && isCounty(piece))),
  )
  const town = (kept[0] ?? '').replace(/\s*\((?:[A-Z]{1,3}\.?-?){1,3}\)$/, '')
  return /\p{L}/u.test(town) ? town : undefined
}

interface Rest {
  readonly street: readonly string[]
  readonly town?: string
  readonly country?: string
  readonly postcode?: string
}

const readLine = (line: string, region: Region): Rest => {
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
): Pick<Rest, 'street' | 'town'> => {
  const all = [...before, ...after].filter((piece) => countryCode(piece) === undefined)
  while (all.length > 1 && isCounty(all.at(-1) ?? '') && !streetLike(all.at(-2) ?? '')) all.pop()
  if (all.length === 0) return { street: [] }
  const last = all.at(-1) ?? ''
  if (all.length === 1 && /\d/.test(last)) return { street: all }
  return { street: all.slice(0, -1), town: last }
}

/** In the Netherlands and Belgium the postcode opens the town's piece; some sources put that piece first. */
const continental = (
  before: readonly string[],
  after: readonly string[],
): Pick<Rest, 'street' | 'town'> => {
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

const STREET_END =
  /(?:straat|laan|weg|plein|steenweg|kade|kaai|gracht|dreef|singel|hof|dijk|markt)$|^(?:rue|avenue|place|chaussée|boulevard|quai)\s/iu

const STREET = { uk: britishStreet, nl: continentalStreet('nl'), be: continentalStreet('be') }

/**
 * Address parts as the region writes them. Given parts win over what the one line says; a part that
 * cannot be told stays absent, and the words that belong to none stay in `street`. Pure, never throws.
 */
export const readAddress = (given: AddressText, region: Region): AddressParts => {
  const text = (value: string | undefined) => {
    const clean = value === undefined ? '' : plain(value).replace(/^[\s,;.]+|[\s,;]+$/g, '')
    return clean === '' ? undefined : clean
  }
  const line = text(given.address)
  const read: Rest = line === undefined ? { street: [] } : readLine(line, region)
  const street = pieces(text(given.street) ?? '')
  const code =
    (given.postcode === undefined ? undefined : postcode(plain(given.postcode), region)) ??
    read.postcode ??
    (given.town === undefined ? undefined : findPostcode(plain(given.town), region)?.code)
  const town =
    townOf(withoutPostcode(text(given.town), region), region) ?? townOf(read.town, region)
  const [place, lines] = region === 'uk' ? belowCounty(town, street) : [town, street]
  const country = given.country === undefined ? undefined : countryCode(given.country)
  const parts = STREET[region](
    withoutTail(lines.length > 0 ? lines : read.street, code, place, region),
  )
  return {
    ...parts,
    ...(code !== undefined && { postcode: code }),
    ...(place !== undefined && { town: place }),
    country: country ?? read.country ?? HOME[region],
  }
}

/** Sources that put the county where the town belongs have the town at the end of the street. */
const belowCounty = (
  town: string | undefined,
  street: readonly string[],
): readonly [string | undefined, readonly string[]] => {
  if (town === undefined || !isCounty(town)) return [town, street]
  if (/^greater /i.test(town)) return [town.replace(/^greater /i, ''), street]
  const last = street.at(-1)
  return last === undefined || streetLike(last) ? [town, street] : [last, street.slice(0, -1)]
}

const withoutPostcode = (town: string | undefined, region: Region): string | undefined => {
  const found = town === undefined ? undefined : findPostcode(town, region)
  if (town === undefined || found === undefined) return town
  return `${town.slice(0, found.from)} ${town.slice(found.to)}`.trim()
}

/** Street fields sometimes repeat the postcode and town; the repeats go. */
const withoutTail = (
  street: readonly string[],
  code: string | undefined,
  town: string | undefined,
  region: Region,
): readonly string[] =>
  street.filter((piece, i) => {
    if (i === 0) return true
    if (town !== undefined && piece.toLowerCase() === town.toLowerCase()) return false
    const rest = withoutPostcode(piece, region) ?? ''
    return !(
      code !== undefined &&
      rest !== piece &&
      (rest === '' || rest.toLowerCase() === town?.toLowerCase())
    )
  })
