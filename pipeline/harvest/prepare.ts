import type { Listing } from '../model/listing.ts'
import type { Page } from '../model/page.ts'
import type { Region, SourceId } from '../model/region.ts'
import type { Reading, Source } from '../source.ts'
import { type ListingValues, listingValues } from '../store/listing.ts'
import { sorted } from './merge.ts'
import { readPage } from './read.ts'
import { isAbroad, tidy } from './tidy.ts'

/** A raw listing cleaned up, as far as that depends on nothing else. */
export interface CleanListing {
  /** The raw reading as it is written; two that read alike are cleaned up alike. */
  readonly text: string
  readonly values: ListingValues
  /** It lies outside every region. */
  readonly abroad: boolean
  /** What clean-up did, as `field<tab>what`. */
  readonly notes: readonly string[]
}

/** A page as a reader gets it, with what clean-up must know. */
export interface PageWork {
  readonly source: SourceId
  readonly region: Region
  readonly page: Page
  readonly headers: Readonly<Record<string, string>>
  /** Whether its listings are likely new, so that they are worth cleaning up before the store is asked. */
  readonly fresh: boolean
}

/** A page that was read. */
export interface PreparedPage {
  readonly reading: Reading
  /** Listings of the reading cleaned up by themselves; those that are missing wait until the store was asked. */
  readonly clean: readonly (CleanListing | undefined)[]
}

/** Reads a page and cleans its listings up: all of a page's work that needs no store. Pure. */
export const preparePage = (
  card: Pick<Source, 'read' | 'repairs'>,
  { source, region, page, headers, fresh }: PageWork,
): PreparedPage => {
  const reading = readPage(card, page, headers)
  const about = { source, region, repairs: card.repairs }
  const clean = (fresh ? reading.listings : []).map((raw) =>
    raw.seller === 'private' ? undefined : cleanUp(sorted(raw), about),
  )
  return { reading, clean }
}

/** Cleans one raw listing up, whose fields stand in their fixed order. */
export const cleanUp = (
  raw: Listing,
  {
    source,
    region,
    repairs,
  }: Pick<PageWork, 'source' | 'region'> & { readonly repairs: Source['repairs'] },
): CleanListing => {
  const notes: string[] = []
  const clean = tidy(
    raw,
    { source, region, ...(repairs === undefined ? {} : { repairs }) },
    (field, what) => notes.push(`${field}\t${what}`),
  )
  const text = JSON.stringify(raw)
  return { text, values: listingValues(clean, text), abroad: isAbroad(clean, raw), notes }
}
