import type { Listing, ListingField, TidyListing } from '../../model/listing.ts'
import type { Region, SourceId } from '../../model/region.ts'
import type { Source } from '../../source.ts'

/** Counts what a step did to a field or could not do with it; `what` is one of few words, so that it can be counted. */
export type Note = (field: ListingField, what: string) => void

/** What a step may know beside the listing. */
export interface Tidying {
  readonly source: SourceId
  /** Region of the query that found the listing. */
  readonly region: Region
  /** Dirty values that the source's card knows. */
  readonly repairs?: Source['repairs']
}

/**
 * One step of clean-up: from the page's own words, and what the steps before it made, to the tidy fields
 * it answers for. Pure; never throws; what it drops or changes it notes.
 */
export type Step = (
  raw: Listing,
  so: Partial<TidyListing>,
  about: Tidying,
  note: Note,
) => Partial<TidyListing>
