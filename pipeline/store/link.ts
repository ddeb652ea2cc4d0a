import type { Generated, Selectable } from 'kysely'
import type { Link } from '../model/page.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'
import { deadRuns } from './run.ts'

interface LinkTable {
  id: Generated<number>
  source: string
  kind: string
  url: string
  method: Generated<string>
  body: string | null
  headers: string | null
  priority: Generated<number>
  query: string
  region: string
  depth: Generated<number>
  state: Generated<'ready' | 'leased' | 'done' | 'failed' | 'skipped'>
  reason: string | null
  tries: Generated<number>
  leased_by: number | null
  leased_until: string | null
  not_before: string | null
  found_at: string
  done_at: string | null
  found_on: number | null
  page: number | null
}

declare module './schema.ts' {
  interface Tables {
    link: LinkTable
    /** Temporary: the queries that this connection's run looks at. */
    focus: { source: string; query: string }
  }
}

/** A row of the crawl frontier. */
export type LinkRow = Selectable<LinkTable>

/** The statements of the harvest's hot loop. */
const hot = prepared((raw) => ({
  add: raw.prepare(
    `insert into link (source, kind, url, method, body, headers, priority, query, region, depth, found_at, found_on)
     values (@source, @kind, @url, @method, @body, @headers, @priority, @query, @region, @depth, @at, @page)
     on conflict (source, method, url, coalesce(body, '')) do update
       set state = 'ready', tries = 0, reason = null, not_before = null, query = @query, depth = @depth,
         found_on = @page
       where state in ('done', 'skipped', 'failed') and done_at < @stale`,
  ),
  expire: raw.prepare<[string, string]>(
    `update link set state = 'ready', leased_by = null, leased_until = null
     where source = ? and state = 'leased' and leased_until < ?`,
  ),
  end: raw.prepare<[string, string, string | null, number | null, number]>(
    `update link set state = ?, done_at = ?, reason = ?, leased_by = null, leased_until = null,
       page = coalesce(?, page)
     where id = ?`,
  ),
}))

/** Looks at ready links in their order and stops at the first that fit, so that a long frontier costs nothing. */
const claiming = prepared((raw) =>
  raw.prepare<[object], LinkRow>(
    `update link set state = 'leased', leased_by = @run, leased_until = @until
     where id in (
       select id from link indexed by link_ready
       where source = @source and state = 'ready' and (not_before is null or not_before <= @at)
         and exists (select 1 from focus where focus.source = @source and focus.query = link.query)
       order by priority desc, id limit @most)
     returning *`,
  ),
)

/** Where links came from: they inherit the query and its region. */
export interface LinkOrigin {
  readonly source: SourceId
  readonly region: Region
  /** The query as JSON; links of one query finish together. */
  readonly query: string
  readonly depth: number
  readonly at: Instant
  /** The page that shows them. */
  readonly page?: number | undefined
  /** Links done before this moment are asked again; undefined: what is done stays done. */
  readonly staleBefore?: Instant | undefined
}

/**
 * Adds links to the frontier; an address that is there already is left alone unless it is stale or
 * failed before this run began. Answers how many are to be fetched because of this call.
 */
export const addLinks = (store: Store, origin: LinkOrigin, links: readonly Link[]): number => {
  const { add } = hot(store)
  let added = 0
  for (const link of links)
    added += add.run({
      source: origin.source,
      kind: link.kind,
      url: link.url,
      method: link.method ?? 'GET',
      body: link.body ?? null,
      headers: link.headers === undefined ? null : JSON.stringify(link.headers),
      priority: link.priority ?? 0,
      query: origin.query,
      region: origin.region,
      depth: origin.depth,
      at: origin.at,
      page: origin.page ?? null,
      stale: origin.staleBefore ?? '',
    }).changes
  return added
}

/** A page answered "not modified": the links it showed are asked again where they are stale. */
export const refreshLinksOf = (store: Store, page: number, staleBefore: Instant): number =>
  store.run(
    store.sql
      .updateTable('link')
      .set({ state: 'ready', tries: 0, reason: null, not_before: null })
      .where('found_on', '=', page)
      .where('state', 'in', ['done', 'skipped', 'failed'])
      .where('done_at', '<', staleBefore),
  ).changes

/** Why a question was passed over that asked for too much at once; its parts are asked instead. */
export const TOO_MUCH = 'too much at once'

/** What a server said for good; such a page is asked for again by a refresh only. */
const GONE = ['http 404', 'http 410', TOO_MUCH]

/** Whether a query's first question asked for too much at once. */
export const wasTooMuch = (store: Store, source: SourceId, query: string): boolean =>
  store.get(
    store.sql
      .selectFrom('link')
      .select('id')
      .where('source', '=', source)
      .where('query', '=', query)
      .where('reason', '=', TOO_MUCH)
      .where('state', '=', 'skipped')
      .limit(1),
  ) !== undefined

/** Makes links that failed or were skipped in earlier runs ready again. */
export const reviveLinks = (store: Store, sources: readonly SourceId[], before: Instant): number =>
  store.run(
    store.sql
      .updateTable('link')
      .set({ state: 'ready', tries: 0, reason: null, not_before: null })
      .where('source', 'in', sources)
      .where('state', 'in', ['failed', 'skipped'])
      .where('done_at', '<', before)
      .where((is) => is.or([is('reason', 'is', null), is('reason', 'not in', GONE)])),
  ).changes

/** Links of a run whose pages were none of the source's: asked again when its readers have been mended. */
export const reopenUnknown = (store: Store, source: SourceId, run: number): number =>
  store.run(
    store.sql
      .updateTable('link')
      .set({ state: 'ready', reason: 'drift', not_before: null })
      .where('source', '=', source)
      .where('state', '=', 'done')
      .where(
        'page',
        'in',
        store.sql
          .selectFrom('page')
          .select('id')
          .where('run', '=', run)
          .where('source', '=', source)
          .where('verdict', '=', 'unknown'),
      ),
  ).changes

/** Frees what killed runs had claimed, so that a new run goes on at once. */
export const freeDeadLeases = (store: Store): number => {
  const dead = deadRuns(store)
  if (dead.length === 0) return 0
  return store.run(
    store.sql
      .updateTable('link')
      .set({ state: 'ready', leased_by: null, leased_until: null })
      .where('state', '=', 'leased')
      .where('leased_by', 'in', dead),
  ).changes
}

/**
 * Says which queries of a source this run looks at, beside those said before (`more`) or instead of them;
 * claims and counts keep to them. They may be a hundred
 * thousand, so they stand in a table of this connection's own.
 */
export const focus = (store: Store, source: SourceId, queries: readonly string[], more = false) => {
  store.transaction(() => {
    store.raw.exec(
      'create temp table if not exists focus (source text, query text, primary key (source, query)) without rowid',
    )
    if (!more) store.run(store.sql.deleteFrom('focus').where('source', '=', source))
    for (const query of queries)
      store.run(
        store.sql
          .insertInto('focus')
          .values({ source, query })
          .onConflict((conflict) => conflict.doNothing()),
      )
  })
}

const focused = (store: Store, source: SourceId) =>
  store.sql.selectFrom('focus').select('focus.query').where('focus.source', '=', source)

/** Which links a run may claim. */
export interface Claim {
  readonly source: SourceId
  readonly run: number
  readonly at: Instant
  readonly until: Instant
  readonly most: number
}

/** Claims the next links of a source in one statement; a lease that ran out is free again. */
export const claimLinks = (store: Store, { source, run, at, until, most }: Claim): LinkRow[] => {
  hot(store).expire.run(source, at)
  return claiming(store).all({ source, run, at, until, most })
}

/** Ends a link's work: done with its page, or failed or skipped with a reason. */
export const endLink = (
  store: Store,
  id: number,
  end: {
    readonly state: 'done' | 'failed' | 'skipped'
    readonly at: Instant
    readonly page?: number | undefined
    readonly reason?: string | undefined
  },
) => {
  hot(store).end.run(end.state, end.at, end.reason ?? null, end.page ?? null, id)
}

/** Gives a link back, to be tried again not before a moment (at once when undefined). */
export const releaseLink = (
  store: Store,
  id: number,
  again: {
    readonly notBefore?: Instant | undefined
    readonly tried: boolean
    readonly reason?: string
  },
) => {
  store.run(
    store.sql
      .updateTable('link')
      .set((set) => ({
        state: 'ready' as const,
        leased_by: null,
        leased_until: null,
        not_before: again.notBefore ?? null,
        reason: again.reason ?? null,
        tries: set('tries', '+', again.tried ? 1 : 0),
      }))
      .where('id', '=', id),
  )
}

/** How many links of a source stand in each state: of one query, or of all that this run looks at. */
export const countLinks = (
  store: Store,
  source: SourceId,
  query?: string,
): Readonly<Record<LinkRow['state'], number>> => {
  const rows = store.all(
    store.sql
      .selectFrom('link')
      .select(['state', (count) => count.fn.countAll<number>().as('n')])
      .where('source', '=', source)
      .where('query', 'in', query === undefined ? focused(store, source) : [query])
      .groupBy('state'),
  )
  const counts = { ready: 0, leased: 0, done: 0, failed: 0, skipped: 0 }
  for (const row of rows) counts[row.state] = row.n
  return counts
}

/** The soonest moment at which a waiting link may be tried; undefined when none waits. */
export const nextLinkAt = (store: Store, source: SourceId): Instant | undefined =>
  store.get(
    store.sql
      .selectFrom('link')
      .select('not_before')
      .where('source', '=', source)
      .where('state', '=', 'ready')
      .where('not_before', 'is not', null)
      .where('query', 'in', focused(store, source))
      .orderBy('not_before')
      .limit(1),
  )?.not_before ?? undefined

/** When the present round of a query began: the moment its first pages were done; undefined before that. */
export const roundStart = (store: Store, source: SourceId, query: string): Instant | undefined =>
  store.get(
    store.sql
      .selectFrom('link')
      .select((the) => the.fn.min('done_at').as('at'))
      .where('source', '=', source)
      .where('query', '=', query)
      .where('depth', '=', 0)
      .where('state', '=', 'done'),
  )?.at ?? undefined
