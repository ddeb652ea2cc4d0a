import type { Fetched, FetchedPage } from '../../fetch/fetched.ts'
import type { Instant } from '../../model/region.ts'
import { roleOf, type SitePage } from '../../probe.ts'
import type { Store } from '../../store/open.ts'
import { type NewPage, newestPage, pageAt, savePage } from '../../store/page.ts'
import {
  addVisitPages,
  claimVisit,
  endVisit,
  holdVisit,
  markVisitPage,
  type NewVisitPage,
  releaseVisit,
  type VisitPageRow,
  type VisitRow,
  visitById,
  visitPages,
} from '../../store/visit.ts'
import { hostKind } from '../../text/hosts.ts'
import { entryUrls, siteDomain } from './entry.ts'
import { firstPhoto, weigh } from './image.ts'
import { keptPages, pageRow, type ReadKept, sitePage } from './kept.ts'
import { type Pages, SITE } from './pages.ts'
import { type Known, learn, nothingKnown, WEIGHED, type Wish, wanted } from './plan.ts'
import { retryAt } from './retry.ts'
import { type Lead, leadsOn } from './roles.ts'
import { sitemapLeads } from './sitemap.ts'

export interface VisitOptions {
  readonly store: Store
  readonly pages: Pages
  readonly kept: ReadKept
  readonly run: number
  readonly now: () => Instant
  readonly wish: Wish
  readonly maxPages: number
  readonly maxBytes: number
  /** How long a claim on a visit lasts without a sign of life. */
  readonly leaseMs: number
}

/** How a visit went on: to its end, held by somebody else, stopped by the person, or without a network. */
export interface Progress {
  readonly how: 'ended' | 'busy' | 'stopped' | 'offline'
  /** The good pages of the visit, where it ended. */
  readonly pages: readonly SitePage[]
}

const HTML = ['text/html', 'application/xhtml+xml']

/** Priority of the entry: before anything that it leads to. */
export const ENTRY = 1000

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

/** What a visit has read so far, and what that tells. */
interface Sofar {
  readonly known: Known
  readonly pages: SitePage[]
}

const take = (page: SitePage, sofar: Sofar, { wish }: VisitOptions): void => {
  sofar.pages.push(page)
  learn(sofar.known, page, wish)
}

const readOne = async (
  visit: VisitRow,
  row: VisitPageRow,
  sofar: Sofar,
  options: VisitOptions,
): Promise<Step> => {
  const { store, pages, now } = options
  const before = newestPage(store, SITE, row.url)
  const got =
    row.role === WEIGHED
      ? await weigh(row.url, pages)
      : await pages.fetch({
          url: row.url,
          accept: HTML,
          maxBytes: options.maxBytes,
          ...(before?.etag ? { etag: before.etag } : {}),
          ...(before?.last_modified ? { lastModified: before.last_modified } : {}),
        })
  if (typeof got === 'object' && got.kind === 'failed') {
    if (got.why === 'interrupted') return 'stopped'
    if (got.why === 'no-network') return 'offline'
  }
  if (row.role === WEIGHED) {
    const what = typeof got === 'string' ? got : null
    const state = what === null ? 'skipped' : 'done'
    markVisitPage(store, visit.id, row.url, { state, what, at: now() })
    return 'on'
  }
  if (got === undefined || typeof got === 'string') {
    fail(visit, row, { state: 'skipped', what: 'not saved' }, options)
    return 'on'
  }
  if (got.kind === 'not-modified' && before !== undefined) {
    const again = { ...before, fetched_at: got.fetchedAt }
    const page = sitePage(again, roleOf(row.role), await options.kept(before))
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

const wordsFor = (got: Exclude<Fetched, FetchedPage>): string =>
  got.kind === 'not-modified'
    ? 'not modified since a page that is gone'
    : `${got.why}: ${got.detail}`

/** Writes down that a row gave no page, and where the entry is tried next. */
const fail = (
  visit: VisitRow,
  row: VisitPageRow,
  mark: Pick<VisitPageRow, 'state' | 'what'>,
  { store, now }: VisitOptions,
): void => {
  store.transaction(() => {
    markVisitPage(store, visit.id, row.url, { ...mark, at: now() })
    if (row.role === 'home') addVisitPages(store, visit.id, nextEntry(visit, row.url))
  })
}

/** The next way in, once the one before has failed; each is tried once. */
const nextEntry = (visit: VisitRow, failed: string): readonly NewVisitPage[] => {
  const urls = entryUrls(visit.url)
  const next = urls[urls.indexOf(failed) + 1]
  const known = urls.includes(failed)
  return !known || next === undefined ? [] : [{ url: next, role: 'home', priority: ENTRY }]
}

/** A deep address that is gone may stand on a site that is not. */
const rootEntry = (visit: VisitRow, failed: string): readonly NewVisitPage[] => {
  const root = new URL('/', failed).href
  const deep = new URL(visit.url).pathname !== '/' && root !== failed
  return deep ? [{ url: root, role: 'home', priority: ENTRY }] : []
}

/** Keeps a page with what it led to. A page that is an error, or no longer of this site, is kept as proof and not read. */
const keep = (
  visit: VisitRow,
  row: VisitPageRow,
  found: Found,
  sofar: Sofar,
  options: VisitOptions,
): void => {
  const { store, wish } = options
  const { page } = found
  const home = row.role === 'home'
  const left = home ? hostKind(page.url) !== 'own' : siteDomain(page.url) !== siteDomain(row.url)
  const bad = page.status >= 400
  const id = store.transaction(() => {
    const { archive, archive_offset } = found.row
    const saved = pageAt(store, archive, archive_offset)?.id ?? savePage(store, found.row, [])
    markVisitPage(store, visit.id, row.url, {
      state: bad || left ? 'failed' : 'done',
      what: bad ? `http ${page.status}` : left ? `leads to ${page.url}` : null,
      page: saved,
      at: page.at,
    })
    if (bad && home) addVisitPages(store, visit.id, rootEntry(visit, row.url))
    if (home && !bad && !left) addVisitPages(store, visit.id, leads(page, found.more, wish))
    return saved
  })
  if (!bad && !left) take({ ...page, id }, sofar, options)
}

/** A page that came: its row, itself, and what the sitemap adds to its links. */
interface Found {
  readonly row: NewPage
  readonly page: SitePage
  readonly more: readonly Lead[]
}

const leads = (page: SitePage, more: readonly Lead[], wish: Wish): readonly NewVisitPage[] => {
  const photo = wish.findings ? firstPhoto(page.view) : undefined
  const weighed = photo === undefined ? [] : [{ url: photo, role: WEIGHED, priority: 1 }]
  return [...leadsOn(page.view), ...more, ...weighed].map((lead) => ({
    ...lead,
    found_on: page.url,
  }))
}

const end = (visit: VisitRow, { store, now }: VisitOptions): void => {
  store.transaction(() => {
    const rows = visitPages(store, visit.id)
    for (const row of rows)
      if (row.state === 'ready')
        markVisitPage(store, visit.id, row.url, { state: 'skipped', what: 'not needed', at: now() })
    if (rows.some((row) => row.state === 'done' && row.role !== WEIGHED)) {
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
