import type { AddressParts } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { continentalStreet } from './addresses/continent.ts'
import { type AddressLine, readLine } from './addresses/line.ts'
import { countryCode, pieces } from './addresses/pieces.ts'
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

export { countryCode } from './addresses/pieces.ts'

const HOME = { uk: 'GB', nl: 'NL', be: 'BE' } as const

/** Town as it is filed: no `(N.-H.)` or county behind it, no post-office number, no country in front. */
const townOf = (text: string | undefined, region: Region): string | undefined => {
  if (text === undefined) return undefined
  const kept = pieces(text).filter(
    (piece, i) => i === 0 || !(countryCode(piece) || (region === 'uk' && isCounty(piece))),
  )
  const town = (kept[0] ?? '').replace(/\s*\((?:[A-Z]{1,3}\.?-?){1,3}\)$/, '')
  return /\p{L}/u.test(town) ? town : undefined
}

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
  const read: AddressLine = line === undefined ? { street: [] } : readLine(line, region)
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
