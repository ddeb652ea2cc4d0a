import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** A visit to a website. */
export interface VisitRow {
  id: number
  site: string
  domain: string
  url: string
  state: 'ready' | 'leased' | 'done' | 'failed'
  leased_until: string | null
  reason: string | null
  detail: string | null
  tries: number
  not_before: string | null
  made_at: string
  ended_at: string | null
  run: number | null
}

/** An address of a visit and what became of it. */
export interface VisitPageRow {
  visit: number
  url: string
  role: string
  priority: number
  link: string | null
  found_on: string | null
  state: 'ready' | 'done' | 'failed' | 'skipped'
  what: string | null
  page: number | null
  at: string | null
}

declare module './schema.ts' {
  interface Tables {
    visit: VisitRow
    visit_page: VisitPageRow
  }
}

/** An address that a visit may read. */
export type NewVisitPage = Pick<VisitPageRow, 'url' | 'role' | 'priority'> &
  Partial<Pick<VisitPageRow, 'link' | 'found_on'>>

/** The newest visit to a site that is not older than `since`, open ones included. */
export const newestVisit = (store: Store, site: string, since: Instant): VisitRow | undefined =>
  store.get(
    store.sql
      .selectFrom('visit')
      .selectAll()
      .where('site', '=', site)
      .where((is) => is.or([is('ended_at', 'is', null), is('ended_at', '>=', since)]))
      .orderBy('id', 'desc')
      .limit(1),
  )

/** The last visit to a site, whenever it was. */
export const lastVisit = (store: Store, site: string): VisitRow | undefined =>
  store.get(
    store.sql
      .selectFrom('visit')
      .selectAll()
      .where('site', '=', site)
      .orderBy('id', 'desc')
      .limit(1),
  )

/** A visit by its id. */
export const visitById = (store: Store, id: number): VisitRow | undefined =>
  store.get(store.sql.selectFrom('visit').selectAll().where('id', '=', id))

/**
 * Plans a visit with its first addresses; answers the open one when the site already has one, or the one that another
 * process has just brought to its end (not older than `since`).
 */
export const planVisit = (
  store: Store,
  visit: Pick<VisitRow, 'site' | 'domain' | 'url' | 'tries'>,
  pages: readonly NewVisitPage[],
  { at, since }: { readonly at: Instant; readonly since: Instant },
): number =>
  store.transaction(() => {
    const newest = newestVisit(store, visit.site, since)
    if (newest !== undefined && newest.state !== 'failed') return newest.id
    const { lastId } = store.run(
      store.sql.insertInto('visit').values({ ...visit, state: 'ready', made_at: at } as VisitRow),
    )
    addVisitPages(store, lastId, pages)
    return lastId
  })

/** Adds addresses to a visit; one that it already knows keeps its state. */
export const addVisitPages = (
  store: Store,
  visit: number,
  pages: readonly NewVisitPage[],
): void => {
  for (const page of pages)
    store.run(
      store.sql
        .insertInto('visit_page')
        .values({ ...page, visit, state: 'ready' } as VisitPageRow)
        .onConflict((conflict) => conflict.columns(['visit', 'url']).doNothing()),
    )
}

/** Claims a visit until `until`; false when another run holds it or it has ended. */
export const claimVisit = (
  store: Store,
  id: number,
  claim: { readonly run: number; readonly at: Instant; readonly until: Instant },
): boolean =>
  store.run(
    store.sql
      .updateTable('visit')
      .set({ state: 'leased', run: claim.run, leased_until: claim.until })
      .where('id', '=', id)
      .where((is) =>
        is.or([
          is('state', '=', 'ready'),
          is.and([is('state', '=', 'leased'), is('leased_until', '<', claim.at)]),
        ]),
      ),
  ).changes === 1

/** Holds a claimed visit longer. */
export const holdVisit = (store: Store, id: number, run: number, until: Instant): void => {
  store.run(
    store.sql
      .updateTable('visit')
      .set({ leased_until: until })
      .where('id', '=', id)
      .where('state', '=', 'leased')
      .where('run', '=', run),
  )
}

/** Gives a claimed visit back as it stands, to be gone on with. */
export const releaseVisit = (store: Store, id: number, run: number): void => {
  store.run(
    store.sql
      .updateTable('visit')
      .set({ state: 'ready', leased_until: null })
      .where('id', '=', id)
      .where('state', '=', 'leased')
      .where('run', '=', run),
  )
}

/** Frees at once what runs that were killed had claimed. Answers how many visits that were. */
export const freeVisits = (store: Store, deadRuns: readonly number[]): number => {
  let freed = 0
  for (const run of deadRuns)
    freed += store.run(
      store.sql
        .updateTable('visit')
        .set({ state: 'ready', leased_until: null })
        .where('state', '=', 'leased')
        .where('run', '=', run),
    ).changes
  return freed
}

/** Every address of a visit, the weightiest first. */
export const visitPages = (store: Store, visit: number): readonly VisitPageRow[] =>
  store.all(
    store.sql
      .selectFrom('visit_page')
      .selectAll()
      .where('visit', '=', visit)
      .orderBy('priority', 'desc')
      .orderBy('url'),
  )

/** Writes down what became of one address of a visit. */
export const markVisitPage = (
  store: Store,
  visit: number,
  url: string,
  mark: Pick<VisitPageRow, 'state'> & Partial<Pick<VisitPageRow, 'what' | 'page' | 'at'>>,
): void => {
  store.run(
    store.sql
      .updateTable('visit_page')
      .set({
        state: mark.state,
        what: mark.what ?? null,
        page: mark.page ?? null,
        at: mark.at ?? null,
      })
      .where('visit', '=', visit)
      .where('url', '=', url),
  )
}

/** Ends a visit: `done`, or `failed` with its reason and the time before which it is not tried again. */
export const endVisit = (
  store: Store,
  id: number,
  end: Pick<VisitRow, 'state'> & Partial<Pick<VisitRow, 'reason' | 'detail' | 'not_before'>>,
  at: Instant,
): void => {
  store.run(
    store.sql
      .updateTable('visit')
      .set((is) => ({
        state: end.state,
        reason: end.reason ?? null,
        detail: end.detail ?? null,
        not_before: end.not_before ?? null,
        tries: is('tries', '+', 1),
        ended_at: at,
        leased_until: null,
      }))
      .where('id', '=', id),
  )
}
