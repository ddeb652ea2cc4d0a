import type { Generated } from 'kysely'
import type { Instant } from '../model/region.ts'
import './listing.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'

interface QueryTable {
  id: Generated<number>
  source: string
  text: string
}

interface SightingTable {
  query: number
  listing: number
  page: number
  at: string
}

declare module './schema.ts' {
  interface Tables {
    query: QueryTable
    sighting: SightingTable
  }
}

/** The statements of the harvest's hot loop. */
const hot = prepared((raw) => ({
  query: raw
    .prepare<[string, string], number>('select id from query where source = ? and text = ?')
    .pluck(),
  addQuery: raw.prepare<[string, string]>('insert into query (source, text) values (?, ?)'),
  sight: raw.prepare<[number, number, number, string]>(
    `insert into sighting (query, listing, page, at) values (?, ?, ?, ?)
     on conflict do update set page = excluded.page, at = excluded.at`,
  ),
}))

/** The number of a source's query, given to it when it is first heard of. */
export const queryNumber = (store: Store, source: string, text: string): number => {
  const { query, addQuery } = hot(store)
  return query.get(source, text) ?? Number(addQuery.run(source, text).lastInsertRowid)
}

/** Notes that a page of a query (by its number) showed a listing. */
export const saveSighting = (
  store: Store,
  query: number,
  listing: number,
  { page, at }: { readonly page: number; readonly at: Instant },
) => {
  hot(store).sight.run(query, listing, page, at)
}

/** A page answered "not modified": what it showed is seen again. Answers how many listings. */
export const touchPage = (store: Store, page: number, at: Instant): number => {
  const { changes } = store.run(
    store.sql.updateTable('sighting').set({ at }).where('page', '=', page),
  )
  store.run(
    store.sql
      .updateTable('listing')
      .set({ last_seen: at, vanished_at: null })
      .where(
        'id',
        'in',
        store.sql.selectFrom('sighting').select('listing').where('page', '=', page),
      ),
  )
  return changes
}

/** A round of a query: every page of it has come since `roundStart`. */
interface Round {
  readonly source: string
  readonly query: string
  readonly roundStart: Instant
}

/** How many living listings a query has ever shown, and how many of them no query has shown since its round began. */
export const countUnseen = (
  store: Store,
  round: Round,
): { readonly known: number; readonly unseen: number } => {
  const row = store.get(
    store.sql
      .selectFrom('listing')
      .select((the) => [
        the.fn.countAll<number>().as('known'),
        the.fn
          .sum<number>(the.case().when('last_seen', '<', round.roundStart).then(1).else(0).end())
          .as('unseen'),
      ])
      .where('vanished_at', 'is', null)
      .where('id', 'in', sighted(store, round.source, round.query)),
  )
  return { known: row?.known ?? 0, unseen: row?.unseen ?? 0 }
}

/** Marks listings that a query showed before its present round began, and no query since. Answers how many. */
export const markVanished = (store: Store, round: Round & { readonly at: Instant }): number =>
  store.run(
    store.sql
      .updateTable('listing')
      .set({ vanished_at: round.at })
      .where('vanished_at', 'is', null)
      .where('last_seen', '<', round.roundStart)
      .where(
        'id',
        'in',
        sighted(store, round.source, round.query).where('sighting.at', '<', round.roundStart),
      ),
  ).changes

const sighted = (store: Store, source: string, text: string) =>
  store.sql
    .selectFrom('sighting')
    .innerJoin('query', 'query.id', 'sighting.query')
    .select('sighting.listing')
    .where('query.source', '=', source)
    .where('query.text', '=', text)

/** Ids of the listings that some queries of a source have shown. */
export const sightedBy = (
  store: Store,
  source: string,
  queries: readonly string[],
): ReadonlySet<number> =>
  new Set(
    queries.flatMap((query) =>
      store.all(sighted(store, source, query)).map(({ listing }) => listing),
    ),
  )
