import type { Fetched, FetchedPage } from '../../fetch/fetched.ts'
import { roleOf, type SitePage } from '../../probe.ts'
import { newestPage } from '../../store/page.ts'
import {
  claimVisit,
  endVisit,
  holdVisit,
  markVisitPage,
  releaseVisit,
  type VisitPageRow,
  type VisitRow,
  visitById,
  visitPages,
} from '../../store/visit.ts'
import { weigh } from './image.ts'
import { fail, keep, type Sofar, take, type VisitOptions } from './keep.ts'
import { keptPages, pageRow, readable, sitePage } from './kept.ts'
import { knock } from './knock.ts'
import { NOT_SAVED, SITE } from './pages.ts'
import { isAside, nothingKnown, WEIGHED, wanted } from './plan.ts'
import { retryAt } from './retry.ts'
import { sitemapLeads } from './sitemap.ts'

/** How a visit went on: to its end, held by somebody else, stopped by the person, or without a network. */
export interface Progress {
  readonly how: 'ended' | 'busy' | 'stopped' | 'offline'
  /** The good pages of the visit, where it ended. */
  readonly pages: readonly SitePage[]
}

const HTML = ['text/html', 'application/xhtml+xml']

/**
 * Takes a visit to its end: the entry, then what is still wanted, one page at a time. Each page and what it led to are
 * written in one transaction, so a killed visit is gone on with at the next page and no kept page is asked again.
 */
export const goOn = async (id: number, options: VisitOptions): Promise<Progress> => {
  const { store, run, now, leaseMs } = options
  const until = () => new Date(Date.parse(now()) + leaseMs).toISOString()
  if (!claimVisit(store, id, { run, at: now(), until: until() })) return { how: 'busy', pages: [] }
  const visit = visitById(store, id)
  if (visit === undefined) return { how: 'busy', pages: [] }
  const hold = setInterval(() => holdVisit(store, id, run, until()), leaseMs / 3)
  try {
    const sofar: Sofar = { known: nothingKnown(), pages: [] }
    for (const page of await keptPages(store, id, options.kept)) take(page, sofar, options)
    for (;;) {
      const next = wanted(visitPages(store, id), sofar.known, options.wish, options.maxPages)
      if (next === undefined) break
      const went = await readOne(visit, next, sofar, options)
      if (went === 'on') continue
      releaseVisit(store, id, run)
      return { how: went, pages: [] }
    }
    end(visit, options)
    return { how: 'ended', pages: sofar.pages }
  } catch (error) {
    releaseVisit(store, id, run)
    throw error
  } finally {
    clearInterval(hold)
  }
}

type Step = 'on' | 'stopped' | 'offline'

const readOne = async (
  visit: VisitRow,
  row: VisitPageRow,
  sofar: Sofar,
  options: VisitOptions,
): Promise<Step> => {
  if (isAside(row.role)) return askAside(visit, row, options)
  const { store, pages, kept } = options
  const before = newestPage(store, SITE, row.url)
  // Only a page that can still be read is worth a conditional request.
  const old = before?.etag || before?.last_modified ? await readable(before, kept) : undefined
  const got = await pages.fetch({
    url: row.url,
    accept: HTML,
    maxBytes: options.maxBytes,
    ...(old !== undefined && before?.etag ? { etag: before.etag } : {}),
    ...(old !== undefined && before?.last_modified ? { lastModified: before.last_modified } : {}),
  })
  if (got === undefined) fail(visit, row, { state: 'skipped', what: NOT_SAVED }, options)
  else if (stops(got)) return stops(got) ?? 'on'
  else if (got.kind === 'not-modified' && before !== undefined && old !== undefined) {
    const again = { ...before, fetched_at: got.fetchedAt }
    const page = sitePage(again, roleOf(row.role), old)
    keep(visit, row, { row: again, page, more: [] }, sofar, options)
  } else if (got.kind === 'page') {
    const found = pageRow(got, row.role, options.run)
    const page = sitePage({ ...found, id: 0 }, roleOf(row.role), got)
    const home = row.role === 'home' && got.status < 400
    const more = home ? await sitemapLeads(page.view, options) : []
    keep(visit, row, { row: found, page, more }, sofar, options)
  } else fail(visit, row, { state: 'failed', what: wordsFor(got) }, options)
  return 'on'
}

/** Failures that say nothing about the site: the person stopped us, or nothing answers at all. */
const stops = (got: Fetched): 'stopped' | 'offline' | undefined => {
  if (got.kind !== 'failed') return undefined
  if (got.why === 'interrupted') return 'stopped'
  return got.why === 'no-network' ? 'offline' : undefined
}

const askAside = async (
  visit: VisitRow,
  row: VisitPageRow,
  { store, pages, now }: VisitOptions,
): Promise<Step> => {
  const said = await (row.role === WEIGHED ? weigh(row.url, pages) : knock(row.url, pages))
  const stopped = typeof said === 'object' ? stops(said) : undefined
  if (stopped !== undefined) return stopped
  const mark =
    typeof said === 'string'
      ? ({ state: 'done', what: said } as const)
      : said === undefined || row.role === WEIGHED
        ? ({ state: 'skipped', what: null } as const)
        : ({ state: 'failed', what: wordsFor(said) } as const)
  markVisitPage(store, visit.id, row.url, { ...mark, at: now() })
  return 'on'
}

const wordsFor = (got: Exclude<Fetched, FetchedPage>): string =>
  got.kind === 'not-modified'
    ? 'not modified since a page that is gone'
    : `${got.why}: ${got.detail}`

const end = (visit: VisitRow, { store, now }: VisitOptions): void => {
  store.transaction(() => {
    const rows = visitPages(store, visit.id)
    for (const row of rows)
      if (row.state === 'ready')
        markVisitPage(store, visit.id, row.url, { state: 'skipped', what: 'not needed', at: now() })
    if (rows.some((row) => row.state === 'done' && !isAside(row.role))) {
      endVisit(store, visit.id, { state: 'done' }, now())
      return
    }
    const first = rows.find((row) => row.role === 'home' && row.what !== null)
    const reason =
      /^(?:http \d+|leads to|not saved|[a-z-]+)/.exec(first?.what ?? '')?.[0] ?? 'unknown'
    const not_before = retryAt(reason, visit.tries, now())
    endVisit(
      store,
      visit.id,
      { state: 'failed', reason, detail: first?.what ?? null, not_before },
      now(),
    )
  })
}
