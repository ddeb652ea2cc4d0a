import type { Failed, FetchedPage, FetchRequest, Refused } from '../fetch/fetched.ts'
import type { Page } from '../model/page.ts'
import type { Instant } from '../model/region.ts'
import type { Reading } from '../source.ts'
import {
  endLink,
  type LinkRow,
  refreshLinksOf,
  releaseLink,
  reopenUnknown,
  roundStart,
  TOO_MUCH,
} from '../store/link.ts'
import { newestPage } from '../store/page.ts'
import { touchPage } from '../store/sighting.ts'
import { parts } from './cover.ts'
import {
  bandOf,
  type Drift,
  elsewhere,
  fieldDrift,
  NO_PAGES,
  pageDrift,
  pagesDrift,
  type Recent,
  recall,
  slide,
  type Window,
} from './drift.ts'
import { after, type Ending, type Errand, type Live } from './errand.ts'
import { readPage } from './read.ts'
import type { Taken } from './take.ts'

/** What one source's part of a run remembers between pages. */
export interface State {
  /** Set when the source stops; every worker then ends after its page. */
  ending: Ending | undefined
  /** The last listings of each kind of page, by which fading fields are seen. */
  readonly windows: Map<string, Window>
  /** The last pages of each kind, by which pages that are none of the source's are seen. */
  readonly recent: Map<string, Recent>
  /** First pages of queries that could be read, and one that could not. */
  firsts: number
  strange: { readonly kind: string; readonly url: string; readonly why: string } | undefined
  /** Set when a first page was answered with a status of refusal. */
  refused: string | undefined
  underWay: number
  /** Queries of which a page was taken in this run. */
  readonly touched: Set<string>
  /** Links that are claimed and not yet followed. */
  readonly claimed: LinkRow[]
}

/** A source whose very first page fails so is not there; waiting for it would only keep a person waiting. */
const AWAY: ReadonlySet<string> = new Set(['unreachable', 'no-such-host', 'dns', 'tls'])
/** How often a link that failed on the way is tried in later rounds. */
const MOST_TRIES = 3

/** Fetches one link and stores what became of it: a page, news that it has not changed, a refusal or a failure. */
export const follow = async (live: Live, errand: Errand, link: LinkRow, state: State) => {
  if (live.forgotten.page(link.url)) return passOver(live, errand, link, 'asked to be forgotten')
  const before = newestPage(live.store, errand.id, link.url)
  live.tally.of(errand.id).usd += errand.card.needs?.usd ?? 0
  const got = await live.fetch(requestFor(live, errand, link, before))
  if (got.kind === 'page')
    return takeFetched(live, errand, link, { got, fresh: before === undefined }, state)
  if (got.kind === 'not-modified')
    return again(live, errand, link, { at: got.fetchedAt, page: before?.id }, state)
  if (got.kind === 'refused') return refused(live, errand, link, got, state)
  return failed(live, errand, link, got, state)
}

/** The source's pace, which a setting can slow; another server (`base`) has the pace that its setting names. */
const perMinute = (live: Live, { id, card }: Errand): number => {
  const setting = live.settings[id]
  if (setting?.base !== undefined) return setting.perMinute ?? card.pace.perMinute
  return Math.min(card.pace.perMinute, setting?.perMinute ?? card.pace.perMinute)
}

const requestFor = (
  live: Live,
  errand: Errand,
  link: LinkRow,
  before: { readonly etag: string | null; readonly last_modified: string | null } | undefined,
): FetchRequest => ({
  url: link.url,
  perMinute: perMinute(live, errand),
  ...(link.method === 'POST' ? { method: 'POST' as const, body: link.body ?? '' } : {}),
  ...(link.headers === null ? {} : { headers: JSON.parse(link.headers) }),
  ...(before?.etag && link.method === 'GET' ? { etag: before.etag } : {}),
  ...(before?.last_modified && link.method === 'GET' ? { lastModified: before.last_modified } : {}),
})

/** Leaves a link for a reason of our own: its firm was forgotten meanwhile, its question is asked in parts. */
const passOver = (live: Live, { id }: Errand, link: LinkRow, reason: string) => {
  live.tally.skip(id, reason)
  endLink(live.store, link.id, { state: 'skipped', at: live.now(), reason })
}

const takeFetched = async (
  live: Live,
  errand: Errand,
  link: LinkRow,
  { got, fresh }: { readonly got: FetchedPage; readonly fresh: boolean },
  state: State,
) => {
  const { id, card, region } = errand
  const { headers } = got
  if (got.archived === undefined) throw new Error(`the page ${got.url} was not kept`)
  const page: Page = {
    url: got.url,
    kind: link.kind,
    status: got.status,
    contentType: got.contentType,
    body: got.body,
    fetchedAt: got.fetchedAt,
    ...(link.method === 'POST' && link.body !== null ? { sent: link.body } : {}),
  }
  if (got.status >= 400) return turnedDown(live, errand, link, page, state)
  for (const answer of got.also ?? []) await takeAlso(live, errand, link, answer)
  const prepared = await live.prepare(card, { source: id, region, page, headers, fresh })
  const { reading } = prepared
  const drift = judge(live, errand, link, reading, state)
  const verdict = drift.length > 0 ? 'drift' : reading.verdict
  live.tally.page(id, link.kind, verdict, reading)
  live.tally.of(id).bytes += got.bytes.length
  await takeWithout(live, {
    source: id,
    card,
    region,
    query: link.query,
    page,
    ...prepared,
    verdict,
    archived: got.archived,
    etag: headers.etag,
    lastModified: headers['last-modified'],
    link: verdict === 'ok' || verdict === 'empty' || verdict === 'unknown' ? link : undefined,
    staleBefore: staleLinks(live, errand, link, got.fetchedAt),
  })
  if (reading.tooMuch === true && parts(errand, JSON.parse(link.query)).length > 0)
    return passOver(live, errand, link, TOO_MUCH)
  if (verdict === 'blocked' || verdict === 'consent')
    block(live, errand, link, saidBy(reading), state)
  if (drift.length > 0) stopDrifting(live, errand, link, drift, got.url, state)
}

/** An answer with a status of refusal: the link is passed over; an interface that says why stops its source. */
const turnedDown = (live: Live, { id, card }: Errand, link: LinkRow, page: Page, state: State) => {
  const reason = `http ${page.status}`
  live.tally.page(id, link.kind, reason)
  const said = card.needs === undefined ? undefined : readPage(card, page)
  if (said?.verdict === 'blocked') {
    live.tally.of(id).unreachable = saidBy(said)
    releaseLink(live.store, link.id, { tried: false, reason })
    state.ending = 'unreachable'
    return
  }
  live.tally.skip(id, reason)
  if (link.depth === 0) state.refused ??= `every first page was answered with status ${page.status}`
  endLink(live.store, link.id, { state: 'skipped', at: live.now(), reason })
}

/** Why a page is none, in the reader's words and the page's own. */
const saidBy = ({ unread, verdict }: Pick<Reading, 'unread' | 'verdict'>): string => {
  const [first] = unread
  if (first === undefined) return verdict
  return first.excerpt === undefined ? first.why : `${first.why}: ${first.excerpt}`
}

/** An answer that the page loaded for itself: read and stored like a page, but it ends no link. */
const takeAlso = async (
  live: Live,
  { id, card, region }: Errand,
  link: LinkRow,
  got: FetchedPage,
) => {
  const { url, contentType, body, status, fetchedAt, archived, headers } = got
  const kind = card.recognise({ url, contentType, body })
  if (kind === undefined || archived === undefined) return
  const page: Page = { url, kind, status, contentType, body, fetchedAt }
  const prepared = await live.prepare(card, { source: id, region, page, headers, fresh: true })
  const { verdict } = prepared.reading
  live.tally.page(id, kind, verdict, prepared.reading)
  const { query } = link
  await takeWithout(live, { source: id, card, region, query, page, ...prepared, verdict, archived })
}

/** Stores a page, and strikes out of its kept copy whoever asked to be forgotten. */
const takeWithout = async (live: Live, taken: Taken): Promise<void> => {
  const gone = await live.take(live, taken)
  if (gone.length > 0) await live.forgotten.strike(taken.archived, gone)
}

const judge = (
  live: Live,
  { id, card }: Errand,
  link: LinkRow,
  reading: Reading,
  state: State,
): readonly Drift[] => {
  if (reading.verdict === 'blocked' || reading.verdict === 'consent') return []
  const expected = card.expect[link.kind]
  const isOwn = live.settings[id]?.base === undefined
  const band = bandOf(isOwn ? expected : elsewhere(expected), live.history(id, link.kind))
  const page = { kind: link.kind, first: link.depth === 0 }
  const recent = recall(state.recent.get(link.kind) ?? NO_PAGES, band, reading, page)
  state.recent.set(link.kind, recent)
  const why = reading.unread[0]?.why ?? 'nothing recognised'
  if (page.first && reading.verdict === 'unknown')
    state.strange ??= { kind: link.kind, url: link.url, why }
  else if (page.first) state.firsts += 1
  const alone = [...pagesDrift(link.kind, recent, why), ...pageDrift(band, reading, page)]
  if (alone.length > 0 || reading.verdict !== 'ok') return alone
  const window = slide(state.windows.get(link.kind) ?? { listings: [] }, reading.listings)
  state.windows.set(link.kind, window)
  return fieldDrift(band, window)
}

const stopDrifting = (
  live: Live,
  { id }: Errand,
  link: LinkRow,
  drift: readonly Drift[],
  url: string,
  state: State,
) => {
  live.tally.of(id).drift = drift.map((one) => ({ ...one, url }))
  releaseLink(live.store, link.id, { tried: false, reason: 'drift' })
  reopenUnknown(live.store, id, live.run)
  state.ending = 'drift'
}

/** A run whose every first page was none of the source's has read nothing, however few they were. */
export const judgeRun = (live: Live, { id }: Errand, state: State) => {
  const { strange, refused } = state
  if (state.firsts > 0) return
  if (strange === undefined) {
    if (refused === undefined) return
    live.tally.of(id).unreachable = refused
    state.ending = 'unreachable'
    return
  }
  live.tally.of(id).drift = [
    {
      what: `pages of kind '${strange.kind}'`,
      expected: 'listings, or a page that says there are none',
      seen: `every one is neither (${strange.why})`,
      url: strange.url,
    },
  ]
  reopenUnknown(live.store, id, live.run)
  state.ending = 'drift'
}

const again = (
  live: Live,
  errand: Errand,
  link: LinkRow,
  { at, page }: { readonly at: Instant; readonly page: number | undefined },
  state: State,
) => {
  const { id } = errand
  const stale = staleLinks(live, errand, link, at)
  live.tally.page(id, link.kind, 'not-modified')
  if (link.depth === 0) state.firsts += 1
  live.store.transaction(() => {
    if (page !== undefined) {
      const seen = touchPage(live.store, page, at)
      for (let n = 0; n < seen; n += 1) live.tally.listing(id, 'same')
      if (stale !== undefined) refreshLinksOf(live.store, page, stale)
    }
    endLink(live.store, link.id, { state: 'done', at })
  })
}

const refused = (live: Live, errand: Errand, link: LinkRow, got: Refused, state: State) => {
  if (got.why === 'blocked' || got.why === 'consent') {
    live.tally.page(errand.id, link.kind, got.why)
    return block(live, errand, link, got.detail, state)
  }
  live.tally.skip(errand.id, got.why)
  endLink(live.store, link.id, {
    state: 'skipped',
    at: live.now(),
    reason: `${got.why}: ${got.detail}`,
  })
}

/** A wall: the source stops, the link stays for a run in which it is open again. */
const block = (live: Live, { id }: Errand, link: LinkRow, why: string, state: State) => {
  live.tally.of(id).blocked = why
  releaseLink(live.store, link.id, { tried: false, reason: 'blocked' })
  state.ending = 'blocked'
}

const failed = (live: Live, { id }: Errand, link: LinkRow, got: Failed, state: State) => {
  if (got.why === 'interrupted' || got.why === 'no-network') {
    releaseLink(live.store, link.id, { tried: false })
    state.ending = got.why
    return
  }
  const reason = `${got.why}: ${got.detail}`
  if (AWAY.has(got.why) && Object.keys(live.tally.of(id).pages).length === 0) {
    live.tally.of(id).unreachable = got.detail
    releaseLink(live.store, link.id, { tried: false, reason })
    state.ending = 'unreachable'
    return
  }
  if (link.tries + 1 < MOST_TRIES)
    return releaseLink(live.store, link.id, {
      tried: true,
      reason,
      notBefore: got.retryAfter ?? after(live.now(), 2 ** link.tries * 15_000),
    })
  live.tally.skip(id, got.why)
  endLink(live.store, link.id, { state: 'failed', at: live.now(), reason })
}

/**
 * A refresh asks a whole query again once its first page is stale: links done before this round began
 * are asked again, however young they are.
 */
const staleLinks = (
  live: Live,
  { id }: Errand,
  link: LinkRow,
  at: Instant,
): Instant | undefined => {
  if (live.staleBefore === undefined) return undefined
  return link.depth === 0 ? at : roundStart(live.store, id, link.query)
}
