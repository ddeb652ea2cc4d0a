import type { FetchedPage } from '../../fetch/fetched.ts'
import { Trouble } from '../../model/trouble.ts'
import { type PageRole, roleOf, type SiteEvent, type SitePage } from '../../probe.ts'
import type { Store } from '../../store/open.ts'
import { findPage, type NewPage, type PageRow } from '../../store/page.ts'
import { type VisitPageRow, visitPages } from '../../store/visit.ts'
import { viewOf } from '../../text/html.ts'
import { NOT_SAVED, SITE } from './pages.ts'

/** Reads a kept page's text back out of the archive. */
export type ReadKept = (row: PageRow) => Promise<Pick<SitePage, 'body' | 'headers'>>

/** A page as probes and readers look at it. */
export const sitePage = (
  row: Pick<PageRow, 'id' | 'url' | 'status' | 'fetched_at'>,
  role: PageRole,
  kept: Pick<SitePage, 'body' | 'headers'>,
): SitePage => ({
  id: row.id,
  url: row.url,
  role,
  status: row.status,
  headers: kept.headers,
  body: kept.body,
  at: row.fetched_at,
  view: viewOf(kept.body, row.url),
})

/** The row under which a page of a site is kept. */
export const pageRow = (page: FetchedPage, kind: string, run: number): NewPage => ({
  source: SITE,
  kind,
  url: page.url,
  status: page.status,
  content_type: page.contentType,
  fetched_at: page.fetchedAt,
  etag: page.headers.etag ?? null,
  last_modified: page.headers['last-modified'] ?? null,
  archive: page.archived?.file ?? '',
  archive_offset: page.archived?.offset ?? 0,
  archive_length: page.archived?.length ?? 0,
  digest: page.archived?.digest ?? '',
  verdict: page.status < 400 ? 'ok' : 'unknown',
  cards: null,
  total: null,
  listings: 0,
  run,
})

/** A kept page's text; undefined where the archive no longer has it (a person was erased, a file was lost). */
export const readable = async (
  row: PageRow,
  kept: ReadKept,
): Promise<Pick<SitePage, 'body' | 'headers'> | undefined> => {
  try {
    return await kept(row)
  } catch (error) {
    if (error instanceof Trouble && error.next === 'skip') return undefined
    throw error
  }
}

/** The good pages that a visit kept, read back from the archive. */
export const keptPages = async (
  store: Store,
  visit: number,
  kept: ReadKept,
): Promise<readonly SitePage[]> => {
  const pages: SitePage[] = []
  for (const row of visitPages(store, visit)) {
    const page = row.page === null || row.state !== 'done' ? undefined : findPage(store, row.page)
    if (page === undefined) continue
    const text = await readable(page, kept)
    if (text === undefined) continue
    // A page that had not changed is as fresh as the answer that said so.
    const seen = { ...page, fetched_at: row.at ?? page.fetched_at }
    pages.push(sitePage(seen, roleOf(row.role), text))
  }
  return pages
}

/** What a visit met beside good pages. */
export const eventsOf = (store: Store, visit: number): readonly SiteEvent[] =>
  visitPages(store, visit).flatMap(eventOf)

/** Whether every page that the visit asked for could have come: none was missing from a saved site. */
export const isWhole = (store: Store, visit: number): boolean =>
  visitPages(store, visit).every(({ what }) => what !== NOT_SAVED)

const eventOf = (row: VisitPageRow): readonly SiteEvent[] => {
  if (row.what === null || row.at === null || row.state === 'skipped') return []
  return [
    {
      url: row.url,
      what: row.what,
      at: row.at,
      ...(row.link ? { link: row.link } : {}),
      ...(row.found_on ? { from: row.found_on } : {}),
      ...(row.page === null ? {} : { page: row.page }),
    },
  ]
}
