import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

interface PairAnswerTable {
  a: number
  b: number
  same: number
  by: string
  at: string
}

declare module './schema.ts' {
  interface Tables {
    pair_answer: PairAnswerTable
    match_edge: { a: number; b: number }
    match_model: { id: number; model: string; listings: number; at: string }
  }
}

/** A listing as matching reads it, with the prospect it belongs to, if any. JSON columns are left as text. */
export interface MatchableRow {
  readonly id: number
  readonly source: string
  readonly name: string
  readonly trade: string | null
  readonly phones: string
  readonly emails: string
  readonly website: string | null
  readonly socials: string
  readonly street: string | null
  readonly number: string | null
  readonly unit: string | null
  readonly postcode: string | null
  readonly town: string | null
  readonly country: string | null
  readonly lat: number | null
  readonly lon: number | null
  readonly registers: string
  readonly prospect: number | null
  readonly home: number | null
  /** 1 when it was resolved as it is now. */
  readonly settled: number
}

const MATCHABLE = `
  select l.id, l.source, l.name, l.trade, l.phones, l.emails, l.website, l.socials, l.street, l.number, l.unit,
    l.postcode, l.town, l.country, l.lat, l.lon, l.registers, m.prospect, m.home,
    coalesce(m.digest = l.digest, 0)
  from listing l left join member m on m.listing = l.id`

type Text = string | null
type Values = readonly [
  ...[id: number, source: string, name: string, trade: Text, phones: string, emails: string],
  ...[website: Text, socials: string, street: Text, number: Text, unit: Text, postcode: Text],
  ...[town: Text, country: Text, lat: number | null, lon: number | null, registers: string],
  ...[prospect: number | null, home: number | null, settled: number],
]

/** By position and written out: objects of the driver's making cost twice as much, and a million are read. */
const matchable = (row: Values): MatchableRow => ({
  id: row[0],
  source: row[1],
  name: row[2],
  trade: row[3],
  phones: row[4],
  emails: row[5],
  website: row[6],
  socials: row[7],
  street: row[8],
  number: row[9],
  unit: row[10],
  postcode: row[11],
  town: row[12],
  country: row[13],
  lat: row[14],
  lon: row[15],
  registers: row[16],
  prospect: row[17],
  home: row[18],
  settled: row[19],
})

/** How many listings there are. */
export const countListings = (store: Store): number =>
  Number(store.raw.prepare('select count(*) from listing').pluck().get())

/** The listings of a range of ids (the last included), in their order, one in memory at a time. */
export function* eachMatchable(
  store: Store,
  { first, last }: IdRange = EVERY_ID,
): Generator<MatchableRow> {
  const rows = store.raw
    .prepare<[number, number], Values>(`${MATCHABLE} where l.id between ? and ? order by l.id`)
    .raw()
    .iterate(first, last)
  for (const row of rows) yield matchable(row)
}

/** Ids from `first` to `last`, both included. */
export interface IdRange {
  readonly first: number
  readonly last: number
}

const EVERY_ID: IdRange = { first: 0, last: Number.MAX_SAFE_INTEGER }

/** The ids of the listings in two halves, of about equal size since ids are given in turn. */
export const halves = (store: Store): readonly [IdRange, IdRange] => {
  const end = (which: 'min' | 'max') =>
    Number(store.raw.prepare(`select ${which}(id) from listing`).pluck().get() ?? 0)
  const middle = Math.floor((end('min') + end('max')) / 2)
  return [
    { first: EVERY_ID.first, last: middle },
    { first: middle + 1, last: EVERY_ID.last },
  ]
}

/** Tells a listing as it is now from the same as it was. */
export const digestReader = (store: Store) => {
  const digest = store.raw.prepare<[number]>('select digest from listing where id = ?').pluck()
  return (id: number): unknown => digest.get(id)
}

/** Reads single listings as matching sees them. */
export const matchableReader = (store: Store) => {
  const one = store.raw.prepare<[number], Values>(`${MATCHABLE} where l.id = ?`).raw()
  return (id: number): MatchableRow | undefined => {
    const row = one.get(id)
    return row && matchable(row)
  }
}

/** Whether any listing was never resolved as it is now; the newest are looked at first. */
export const isAnyPending = (store: Store): boolean =>
  store.raw
    .prepare(
      `select 1 from listing l left join member m on m.listing = l.id
       where m.digest is not l.digest order by l.id desc limit 1`,
    )
    .get() !== undefined

/** What a person said about two listings. */
export interface PairAnswer {
  readonly a: number
  readonly b: number
  readonly same: boolean
}

/** All answers about pairs of listings. */
export const pairAnswers = (store: Store): readonly PairAnswer[] =>
  store
    .all(store.sql.selectFrom('pair_answer').select(['a', 'b', 'same']).orderBy('a').orderBy('b'))
    .map(({ a, b, same }) => ({ a, b, same: same === 1 }))

/** Keeps an answer for ever; a later one about the same pair replaces it. */
export const saveAnswer = (
  store: Store,
  answer: PairAnswer & { readonly by: string },
  at: Instant,
) => {
  const [a, b] = answer.a < answer.b ? [answer.a, answer.b] : [answer.b, answer.a]
  const values = { same: answer.same ? 1 : 0, by: answer.by, at }
  store.run(
    store.sql
      .insertInto('pair_answer')
      .values({ a, b, ...values })
      .onConflict((conflict) => conflict.columns(['a', 'b']).doUpdateSet(values)),
  )
}

/** Finds who last said of some listings and some others that they are, or are not, one business. */
export const answererReader = (store: Store) => {
  const by = store.raw
    .prepare<{ some: string; others: string; same: number }>(
      `select by from pair_answer where same = @same and (
         a in (select value from json_each(@some)) and b in (select value from json_each(@others))
         or b in (select value from json_each(@some)) and a in (select value from json_each(@others)))
       order by at desc limit 1`,
    )
    .pluck()
  return (some: readonly number[], others: readonly number[], same: boolean): string | undefined =>
    by.get({
      some: JSON.stringify(some),
      others: JSON.stringify(others),
      same: same ? 1 : 0,
    }) as string | undefined
}

/** The pairs that spoke for one business when last compared. */
export const eachEdge = (store: Store): IterableIterator<readonly [a: number, b: number]> =>
  store.raw.prepare<[], [number, number]>('select a, b from match_edge').raw().iterate()

/** Writes pairs (listing ids). */
export const edgeWriter = (store: Store) => {
  const add = store.raw.prepare('insert or ignore into match_edge (a, b) values (?, ?)')
  return {
    add: (x: number, y: number) => add.run(Math.min(x, y), Math.max(x, y)),
    clear: () => store.raw.exec('delete from match_edge'),
  }
}

/** The fitted model as JSON, and how many listings it was fitted on. */
export const loadModel = (
  store: Store,
): { readonly model: string; readonly listings: number } | undefined =>
  store.get(store.sql.selectFrom('match_model').select(['model', 'listings']))

export const saveModel = (store: Store, model: string, listings: number, at: Instant) => {
  store.run(
    store.sql
      .insertInto('match_model')
      .values({ id: 1, model, listings, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ model, listings, at })),
  )
}
