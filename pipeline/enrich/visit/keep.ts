import type { Instant } from '../../model/region.ts'
import type { SitePage } from '../../probe.ts'
import type { Store } from '../../store/open.ts'
import { type NewPage, pageAt, savePage } from '../../store/page.ts'
import {
  addVisitPages,
  markVisitPage,
  type NewVisitPage,
  type VisitPageRow,
  type VisitRow,
} from '../../store/visit.ts'
import { hostKind } from '../../text/hosts.ts'
import { entryUrls, siteDomain } from './entry.ts'
import { firstPhoto } from './image.ts'
import type { ReadKept } from './kept.ts'
import { doorOf } from './knock.ts'
import type { Pages } from './pages.ts'
import { KNOCK, type Known, learn, WEIGHED, type Wish } from './plan.ts'
import { type Lead, leadsOn } from './roles.ts'

/** What a visit needs. */
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

/** Priority of the entry: before anything that it leads to. */
export const ENTRY = 1000

/** What a visit has read so far, and what that tells. */
export interface Sofar {
  readonly known: Known
  readonly pages: SitePage[]
}

/** Takes a page into what a visit has read. */
export const take = (page: SitePage, sofar: Sofar, { wish }: VisitOptions): void => {
  sofar.pages.push(page)
  learn(sofar.known, page, wish)
}

/** Writes down that a row gave no page, and where the entry is tried next. */
export const fail = (
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
export const keep = (
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
export interface Found {
  readonly row: NewPage
  readonly page: SitePage
  readonly more: readonly Lead[]
}

const leads = (page: SitePage, more: readonly Lead[], wish: Wish): readonly NewVisitPage[] => {
  const photo = wish.findings ? firstPhoto(page.view) : undefined
  const door = wish.findings ? doorOf(page) : undefined
  const aside = [
    ...(photo === undefined ? [] : [{ url: photo, role: WEIGHED, priority: 1 }]),
    ...(door === undefined ? [] : [{ url: door, role: KNOCK, priority: 2 }]),
  ]
  return [...leadsOn(page.view), ...more, ...aside].map((lead) => ({
    ...lead,
    found_on: page.url,
  }))
}
