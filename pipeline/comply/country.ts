import type { AddressParts } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import type { RegionCard } from '../region.ts'
import { countryCode } from '../text/addresses.ts'
import type { Voice } from './words.ts'

/** Whose law applies, and how that is known; `abroad` is a country whose law is not in the table. */
export interface Country {
  readonly region: Region | 'abroad'
  readonly because: string
}

const ISO: Readonly<Record<string, Region>> = { GB: 'uk', NL: 'nl', BE: 'be' }

/** Jersey, Guernsey and the Isle of Man have British postcodes and numbers, and laws of their own. */
const ISLANDS = /^(?:JE|GY|IM)\d/i
const ISLAND_PHONES = /^\+44(?:1481|1534|1624|7624|7781|7839|7911|7797|7829|7937|7509|7924|7457)/

/**
 * The country of the recipient, which decides whose rule applies (the country-of-origin rule excludes unsolicited
 * mail: Directive 2000/31, annex). The address says it; without one the telephone number; else the market it was found in.
 */
export const countryOf = (
  facts: {
    readonly region: Region
    readonly address: AddressParts | undefined
    readonly phone: string | undefined
  },
  regions: Readonly<Record<Region, RegionCard>>,
  voice: Voice,
): Country =>
  byAddress(facts, regions, voice) ??
  byPhone(facts.phone, regions, voice) ?? {
    region: facts.region,
    because: voice.say('market', { region: facts.region }),
  }

const byAddress = (
  { region, address }: { readonly region: Region; readonly address: AddressParts | undefined },
  regions: Readonly<Record<Region, RegionCard>>,
  { say }: Voice,
): Country | undefined => {
  const postcode = address?.postcode?.trim() ?? ''
  const named = address?.country?.trim() ?? ''
  const country = ISO[countryCode(named) ?? '']
  if (ISLANDS.test(postcode) && (named === '' || country === 'uk'))
    return { region: 'abroad', because: say('island', { what: postcode }) }
  if (named !== '')
    return { region: country ?? 'abroad', because: say('address-in', { country: named }) }
  if (postcode === '') return undefined
  const fits = [region, ...(['uk', 'nl', 'be'] as const).filter((other) => other !== region)].find(
    (candidate) => regions[candidate].postcode(postcode) !== undefined,
  )
  return fits === undefined ? undefined : { region: fits, because: say('postcode', { postcode }) }
}

const byPhone = (
  phone: string | undefined,
  regions: Readonly<Record<Region, RegionCard>>,
  { say }: Voice,
): Country | undefined => {
  if (phone === undefined) return undefined
  if (ISLAND_PHONES.test(phone))
    return { region: 'abroad', because: say('island', { what: phone.slice(0, 7) }) }
  for (const region of ['uk', 'nl', 'be'] as const)
    if (phone.startsWith(`+${regions[region].dialling}`))
      return { region, because: say('phone-code', { code: `+${regions[region].dialling}` }) }
  return { region: 'abroad', because: say('phone-abroad') }
}
