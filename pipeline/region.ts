import { loadUnit, unitsIn } from './discover.ts'
import type { Law } from './model/law.ts'
import type { AddressParts } from './model/listing.ts'
import type { Postal } from './model/postal.ts'
import type { Language, Region } from './model/region.ts'

/**
 * All that differs between one market and the next, apart from copy. A closed axis: the file name is
 * the region's id, and a field added here does not compile until every file in `regions/` answers.
 * Long answers stand in a folder beside the card (`regions/uk/law.ts`) and are named on it.
 */
export interface RegionCard {
  /** ISO 3166-1 alpha-2: the United Kingdom is `GB` everywhere outside this program. */
  readonly iso: 'GB' | 'NL' | 'BE'
  readonly name: Readonly<Record<Language, string>>
  /** Languages in which copy is written for this region, the commonest first. */
  readonly languages: readonly [Language, ...Language[]]
  /** Language of an address, the likelier first; two where the place is bilingual (Brussels). */
  readonly languagesOf: (address: AddressParts) => readonly [Language, ...Language[]]
  /** Country calling code without `+`. */
  readonly dialling: string
  /** The postcode as the region's post prints it, or undefined where the text is none. */
  readonly postcode: (text: string) => string | undefined
  /** How its post wants letters addressed. */
  readonly postal: Postal
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: 'GBP' | 'EUR'
  /** Whom one may write to, mail or call here, and on what conditions. */
  readonly law: Law
}

/** Declares a region. Its id is its file's name below `regions/`. */
export const defineRegion = (card: RegionCard): RegionCard => card

/** Loads one region's card. */
export const loadRegion = (region: Region): Promise<RegionCard> => loadUnit('regions', region)

/** Loads every region's card, by id. */
export const loadRegions = async (): Promise<Readonly<Record<Region, RegionCard>>> => {
  const cards = await Promise.all(
    unitsIn('regions').map(async (id) => [id, await loadUnit<RegionCard>('regions', id)] as const),
  )
  return Object.fromEntries(cards) as Record<Region, RegionCard>
}
