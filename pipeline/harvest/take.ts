import type { Archived } from '../fetch/fetched.ts'
import type { Listing } from '../model/listing.ts'
import type { Page, PageVerdict } from '../model/page.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Reading, Source } from '../source.ts'
import { addLinks, endLink, releaseLink } from '../store/link.ts'
import { findKnown, type Seen, saveListing, saveSighting, touchListing } from '../store/listing.ts'
import type { Store } from '../store/open.ts'
import { forgetValidators, savePage } from '../store/page.ts'
import { countTidyNotes } from '../store/set-aside.ts'
import type { Forgotten, Gone } from './forgotten.ts'
import { mergeReading } from './merge.ts'
import type { Tally } from './tally.ts'
import { isAbroad, type Note, tidy } from './tidy.ts'

/** A page that was read, with where it came from and where it is kept. */
export interface Taken {
  readonly source: SourceId
  readonly card: Source
  readonly region: Region
  /** The query it answers, as JSON; empty for pages that a person saved. */
  readonly query: string
  readonly page: Page
  readonly reading: Reading
  readonly verdict: PageVerdict | 'drift'
  readonly archived: Archived
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  /** The frontier's row, for a live run. */
  readonly link?: { readonly id: number; readonly depth: number } | undefined
  /** Links of this page that were done before this moment are asked again. */
  readonly staleBefore?: Instant | undefined
}

/** What a take needs beside the page. */
export interface Taking {
  readonly store: Store
  readonly run: number
  readonly at: Instant
  readonly tally: Tally
  readonly forgotten: Forgotten
  /** Cleans up again even what has not changed: the readers or the clean-up may be newer than the listing. */
  readonly again: boolean
  /** How many more new listings may be stored; a page that has more is left for another run. */
  readonly room: () => number
}

/**
 * Stores a page, its listings, the links it shows and the end of its own link in one transaction:
 * after a crash all of it is there, or none. Answers the listings that asked to be forgotten, of which nothing is stored.
 */
export const takePage = (taking: Taking, taken: Taken): readonly Gone[] =>
  taking.store.transaction(() => {
    const { store, run, at } = taking
    const wanted = taken.verdict === 'ok' ? taken.reading.listings : []
    const page = savePage(
      store,
      {
        source: taken.source,
        kind: taken.page.kind,
        url: taken.page.url,
        status: taken.page.status,
        content_type: taken.page.contentType,
        fetched_at: taken.page.fetchedAt,
        etag: taken.etag ?? null,
        last_modified: taken.lastModified ?? null,
        archive: taken.archived.file,
        archive_offset: taken.archived.offset,
        archive_length: taken.archived.length,
        digest: taken.archived.digest,
        verdict: taken.verdict,
        cards: taken.reading.cards ?? null,
        total: taken.reading.total ?? null,
        listings: wanted.length,
        run,
      },
      taken.reading.unread,
    )
    const { cut, gone } = takeListings(taking, taken, wanted, page)
    if (cut) forgetValidators(store, page)
    if (taken.link !== undefined && taken.verdict !== 'drift') {
      addLinks(
        store,
        {
          source: taken.source,
          region: taken.region,
          query: taken.query,
          depth: taken.link.depth + 1,
          at,
          page,
          staleBefore: taken.staleBefore,
        },
        taken.reading.links.filter(({ url }) => !taking.forgotten.page(url)),
      )
      if (cut) releaseLink(store, taken.link.id, { tried: false, reason: 'limit' })
      else endLink(store, taken.link.id, { state: 'done', at: taken.page.fetchedAt, page })
    }
    return gone
  })

/** Stores what the page lists; `cut` when the limit cut some off. */
const takeListings = (
  taking: Taking,
  taken: Taken,
  listings: readonly Listing[],
  page: number,
): { readonly cut: boolean; readonly gone: readonly Gone[] } => {
  const notes = new Map<string, number>()
  const note: Note = (field, what) => {
    const key = `${field}\t${what}`
    notes.set(key, (notes.get(key) ?? 0) + 1)
  }
  let cut = false
  const gone: Gone[] = []
  for (const listing of listings) {
    const took = takeListing(taking, taken, listing, { page, note })
    if ('left' in took) {
      taking.tally.leave(taken.source, took.left)
      cut ||= took.left === LIMIT
      if (took.gone !== undefined) gone.push(took.gone)
      continue
    }
    saveSighting(taking.store, {
      source: taken.source,
      query: taken.query,
      listing: took.id,
      page,
      at: taken.page.fetchedAt,
    })
    taking.tally.listing(taken.source, took.seen)
  }
  countTidyNotes(taking.store, taken.source, notes)
  return { cut, gone }
}

const LIMIT = 'limit'

/** Stores one listing, or answers why it was left. */
const takeListing = (
  { store, at, forgotten, room, again }: Taking,
  { source, card, region, page: { fetchedAt } }: Taken,
  listing: Listing,
  { page, note }: { readonly page: number; readonly note: Note },
):
  | { readonly left: string; readonly gone?: Gone }
  | { readonly id: number; readonly seen: Seen } => {
  if (listing.seller === 'private') return { left: 'private' }
  const known = findKnown(store, source, listing.ref)
  if (known === undefined && room() <= 0) return { left: LIMIT }
  const merged = mergeReading(known, listing, page)
  if (known !== undefined && !again && JSON.stringify(merged.raw) === known.text) {
    touchListing(store, known.id, fetchedAt)
    return { id: known.id, seen: 'same' }
  }
  const { repairs } = card
  const about = { source, region, ...(repairs === undefined ? {} : { repairs }) }
  const clean = tidy(merged.raw, about, note)
  if (isAbroad(clean)) return { left: 'outside the regions' }
  if (forgotten.listing(clean, merged.raw.url))
    return { left: 'asked to be forgotten', gone: { tidy: clean, raw: merged.raw } }
  return saveListing(store, { tidy: clean, ...merged }, known, fetchedAt, at)
}
