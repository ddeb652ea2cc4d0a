import type { Instant, Region, SourceId } from './region.ts'

/** Numbers under which a business stands in an official register, as printed. */
export interface RegisterNumbers {
  /** Companies House number (UK), 8 characters. */
  readonly company?: string
  /** Kamer van Koophandel number (NL), 8 digits. */
  readonly kvk?: string
  /** KBO/BCE enterprise number (BE), 10 digits. */
  readonly kbo?: string
  readonly vat?: string
}

/**
 * One business as one page of one source states it. Values are the page's own words with white space
 * folded; a value that the page does not show is absent, never empty and never 0.
 */
export interface Listing {
  /** The source's own id for this listing, stable between visits. */
  readonly ref: string
  readonly name: string
  /** The listing's page at the source. */
  readonly url?: string
  /** The source's own category words, the main one first. */
  readonly categories?: readonly string[]
  readonly phones?: readonly string[]
  readonly emails?: readonly string[]
  /** The business's own website, redirects unwrapped where the page shows the target. */
  readonly website?: string
  readonly socials?: readonly string[]
  /** The whole address in one line, where the page does not give parts. */
  readonly address?: string
  /** Street and house number as the page writes them (`12 High Street`, `Kerkstraat 5 bus 2`). */
  readonly street?: string
  readonly postcode?: string
  readonly town?: string
  readonly county?: string
  readonly country?: string
  readonly lat?: number
  readonly lon?: number
  /** Opening hours: OSM syntax where the source gives structure, else the page's words. */
  readonly hours?: string
  readonly rating?: number
  /** Out of how many, where not 5. */
  readonly ratingBest?: number
  readonly reviews?: number
  readonly description?: string
  readonly registers?: RegisterNumbers
  readonly legalForm?: string
  /** `private` adverts are never stored; `unknown` where the source does not say. */
  readonly seller?: 'business' | 'private' | 'unknown'
  /** The business asked at the source not to be approached (Marktplaats `NO_MARKETING`, KVK non-mailing indicator). */
  readonly noMarketing?: boolean
  readonly status?: 'open' | 'closed' | 'temporarily-closed'
  readonly sponsored?: boolean
  /** The source's other facts, under the source's own names. */
  readonly extra?: Readonly<Record<string, string>>
}

export type ListingField = keyof Listing

/** Address parts as the region writes them. */
export interface AddressParts {
  readonly street?: string
  /** House number with its suffix: `12-A`, `12-14`, `4B`. */
  readonly number?: string
  /** Box, flat or unit: `bus 2`, `Unit 3`, `Flat 1`. */
  readonly unit?: string
  /** Named building or estate, where it stands apart from the street. */
  readonly building?: string
  readonly postcode?: string
  readonly town?: string
  readonly country?: string
}

/** A listing after clean-up (harvest/tidy): what the rest of the pipeline reads. The raw reading is kept beside it. */
export interface TidyListing {
  readonly source: SourceId
  readonly ref: string
  readonly region: Region
  readonly name: string
  /** Legal form split off the name, canonical (`Ltd`, `LLP`, `BV`, `VOF`, `NV`, `SRL`). */
  readonly legalForm?: string
  /** Id in the taxonomy of trades (`plumber`), or absent when the source's words are not known. */
  readonly trade?: string
  /** E.164, valid for the region or with its own country code; the first is the main one. */
  readonly phones: readonly string[]
  /** Lower case, IDN as punycode. */
  readonly emails: readonly string[]
  /** https? URL without tracking parameters; never a social or directory page. */
  readonly website?: string
  /** Registrable domain of `website`. */
  readonly domain?: string
  readonly socials: readonly string[]
  readonly address: AddressParts
  readonly lat?: number
  readonly lon?: number
  readonly hours?: string
  readonly registers: RegisterNumbers
  readonly noMarketing: boolean
  readonly status: 'open' | 'closed' | 'temporarily-closed'
}

/** A listing in the store. */
export interface StoredListing extends TidyListing {
  readonly id: number
  readonly raw: Listing
  /** The page each field was read from; `*` stands for every field not named. */
  readonly origin: Readonly<Record<string, number>>
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly vanishedAt?: Instant
}
