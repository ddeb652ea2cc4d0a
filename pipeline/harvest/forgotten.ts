import type { Archived } from '../fetch/fetched.ts'
import type { Listing, TidyListing } from '../model/listing.ts'

/** A listing of somebody who asked to be forgotten, as a page shows it again. */
export interface Gone {
  readonly tidy: TidyListing
  readonly raw: Listing
}

/** What erasures of before keep out of a harvest. */
export interface Forgotten {
  /** Whether a business asked to be forgotten; such a listing is never stored again. */
  readonly listing: (listing: TidyListing, url: string | undefined) => boolean
  /** Whether an address is a forgotten one's own page; such a page is never asked for or kept again. */
  readonly page: (url: string) => boolean
  /** Strikes the forgotten out of a page that was kept, so that of a page of results only the others stay. */
  readonly strike: (kept: Archived, gone: readonly Gone[]) => Promise<void>
}

/** The memory of a database in which nobody was ever erased. */
export const NOBODY: Forgotten = {
  listing: () => false,
  page: () => false,
  strike: async () => undefined,
}
