import type { Archived } from '../fetch/fetched.ts'
import type { Listing } from '../model/listing.ts'
import type { Page, PageVerdict } from '../model/page.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Source } from '../source.ts'
import { addLinks, endLink, releaseLink } from '../store/link.ts'
import { findKnown, type Seen, saveValues, tidyOf, touchListing } from '../store/listing.ts'
import type { Store } from '../store/open.ts'
import { forgetValidators, type NewPage, savePage } from '../store/page.ts'
import { countTidyNotes } from '../store/set-aside.ts'
import { queryNumber, saveSighting } from '../store/sighting.ts'
import { type Forgotten, type Gone, NOBODY } from './forgotten.ts'
import { mergeReading } from './merge.ts'
import { type CleanListing, cleanUp, type PreparedPage } from './prepare.ts'
import type { Tally } from './tally.ts'

/** A page that was read, with where it came from and where it is kept. */
export interface Taken extends PreparedPage {
  readonly source: SourceId
  readonly card: Source
  readonly region: Region
  /** The query it answers, as JSON; empty for pages that a person saved. */
  readonly query: string
  readonly page: Page
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
  taking.store.transaction(() => storePage(taking, taken))

/** The same, within a transaction that others share. */
export const storePage = (taking: Taking, taken: Taken): readonly Gone[] => {
  const { store } = taking
  const wanted = taken.verdict === 'ok' ? taken.reading.listings : []
  const page = savePage(store, rowOf(taking, taken, wanted.length), taken.reading.unread)
  const { cut, gone } = takeListings(taking, taken, wanted, page)
  if (cut) forgetValidators(store, page)
  if (taken.link === undefined || taken.verdict === 'drift') return gone
  const { source, region, query, link, staleBefore } = taken
  const origin = { source, region, query, depth: link.depth + 1, at: taking.at, page, staleBefore }
  const links = taken.reading.links.filter(({ url }) => !taking.forgotten.page(url))
  addLinks(store, origin, links)
  if (cut) releaseLink(store, link.id, { tried: false, reason: 'limit' })
  else endLink(store, link.id, { state: 'done', at: taken.page.fetchedAt, page })
  return gone
}

const rowOf = ({ run }: Taking, taken: Taken, listings: number): NewPage => ({
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
  listings,
  run,
})

/** Stores what the page lists; `cut` when the limit cut some off. */
const takeListings = (
  taking: Taking,
  taken: Taken,
  listings: readonly Listing[],
  page: number,
): { readonly cut: boolean; readonly gone: readonly Gone[] } => {
  const notes = new Map<string, number>()
  const { at } = taking
  const query = queryNumber(taking.store, taken.source, taken.query)
  let cut = false
  const gone: Gone[] = []
  listings.forEach((listing, index) => {
    const took = takeListing(taking, taken, listing, { page, index, at, notes })
    if ('left' in took) {
      taking.tally.leave(taken.source, took.left)
      cut ||= took.left === LIMIT
      if (took.gone !== undefined) gone.push(took.gone)
      return
    }
    saveSighting(taking.store, query, took.id, { page, at: taken.page.fetchedAt })
    taking.tally.listing(taken.source, took.seen)
  })
  countTidyNotes(taking.store, taken.source, notes)
  return { cut, gone }
}

const LIMIT = 'limit'

/** Stores one listing, or answers why it was left. */
const takeListing = (
  { store, forgotten, room, again }: Taking,
  { source, card, region, page: { fetchedAt }, clean }: Taken,
  listing: Listing,
  {
    page,
    index,
    at,
    notes,
  }: { page: number; index: number; at: Instant; notes: Map<string, number> },
):
  | { readonly left: string; readonly gone?: Gone }
  | { readonly id: number; readonly seen: Seen } => {
  if (listing.seller === 'private') return { left: 'private' }
  const known = findKnown(store, source, listing.ref)
  if (known === undefined && room() <= 0) return { left: LIMIT }
  const alone = clean[index]
  // What is new and was cleaned up by itself has nothing to be laid over.
  const { raw, origin } =
    known === undefined && alone !== undefined
      ? { raw: listing, origin: { '*': page } }
      : mergeReading(known, listing, page)
  const text = known === undefined ? undefined : JSON.stringify(raw)
  if (known !== undefined && !again && text === known.text) {
    touchListing(store, known.id, fetchedAt)
    return { id: known.id, seen: 'same' }
  }
  const fresh =
    alone !== undefined && (text === undefined || text === alone.text)
      ? alone
      : cleanUp(raw, { source, region, repairs: card.repairs })
  for (const note of fresh.notes) notes.set(note, (notes.get(note) ?? 0) + 1)
  if (fresh.abroad) return { left: 'outside the regions' }
  const gone = forgotten === NOBODY ? undefined : goneOf(forgotten, fresh, raw)
  if (gone !== undefined) return { left: 'asked to be forgotten', gone }
  return saveValues(store, { values: fresh.values, origin }, known, fetchedAt, at)
}

const goneOf = (forgotten: Forgotten, { values }: CleanListing, raw: Listing): Gone | undefined => {
  const tidy = tidyOf(values)
  return forgotten.listing(tidy, raw.url) ? { tidy, raw } : undefined
}
