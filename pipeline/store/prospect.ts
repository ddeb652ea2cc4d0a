import type { Generated, Selectable } from 'kysely'
import type { GoldenRecord, Prospect } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import type { Store } from './open.ts'

interface ProspectTable {
  id: Generated<number>
  region: Region
  language: Language
  state: Generated<Prospect['state']>
  merged_into: number | null
  golden: string
  name: string
  trade: string | null
  phone: string | null
  email: string | null
  domain: string | null
  postcode: string | null
  town: string | null
  listings: Generated<number>
  created_at: string
  changed_at: string
}

interface ProspectLogTable {
  id: Generated<number>
  prospect: number
  what: 'made' | 'merged' | 'split' | 'gone' | 'back'
  other: number | null
  why: string
  at: string
}

declare module './schema.ts' {
  interface Tables {
    prospect: ProspectTable
    prospect_log: ProspectLogTable
  }
}

export type ProspectLogRow = Selectable<ProspectLogTable>

/** A prospect as resolving makes it. */
export interface FreshProspect {
  readonly region: Region
  readonly language: Language
  readonly golden: GoldenRecord
  /** Registrable domain of its website. */
  readonly domain: string | undefined
  readonly listings: number
}

/** A prospect's values as they stand in its row: plain, so that another thread can make them. */
export type ProspectValues = readonly (string | number | null)[]

/** The values of a prospect's row. */
export const prospectValues = ({
  region,
  language,
  golden,
  domain,
  listings,
}: FreshProspect): ProspectValues => {
  const address = golden.address?.value
  return [
    region,
    language,
    JSON.stringify(golden),
    golden.name.value,
    golden.trade?.value ?? null,
    golden.phone?.value ?? null,
    golden.email?.value ?? null,
    domain ?? null,
    address?.postcode ?? null,
    address?.town ?? null,
    listings,
  ]
}

/** Where the golden record stands among the values. */
const GOLDEN = 2

/** Writes prospects; statements are prepared once, for they run for each of a million listings. */
export const prospectWriter = (store: Store) => {
  const { raw } = store
  const make = raw.prepare(
    `insert into prospect (region, language, golden, name, trade, phone, email, domain, postcode, town, listings,
       created_at, changed_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const change = raw.prepare(
    `update prospect set region = ?, language = ?, golden = ?, name = ?, trade = ?, phone = ?, email = ?,
       domain = ?, postcode = ?, town = ?, listings = ?,
       changed_at = case when golden is ? and state = 'live' then changed_at else ? end,
       state = 'live', merged_into = null
     where id = ?`,
  )
  const end = raw.prepare(
    `update prospect set state = ?, merged_into = ?, listings = 0, changed_at = ? where id = ?`,
  )
  const log = raw.prepare(
    'insert into prospect_log (prospect, what, other, why, at) values (?, ?, ?, ?, ?)',
  )
  const state = raw.prepare<[number]>('select state from prospect where id = ?').pluck()
  return {
    /** Whether a prospect is neither merged nor gone. */
    isLive: (id: number): boolean => state.get(id) === 'live',
    /** Makes a prospect; answers its id. */
    make: (values: ProspectValues, at: Instant): number =>
      Number(make.run(...values, at, at).lastInsertRowid),
    /** Gives a prospect new values, and life where it had none. */
    change: (id: number, values: ProspectValues, at: Instant) => {
      change.run(...values, values[GOLDEN], at, id)
    },
    /** Ends a prospect: merged into another, or gone. Its row stays for ever. */
    end: (id: number, into: number | undefined, at: Instant) => {
      end.run(into === undefined ? 'gone' : 'merged', into ?? null, at, id)
    },
    /** Notes what became of a prospect; rules of other tables that follow it listen to this. */
    log: (
      entry: { prospect: number; what: ProspectLogRow['what']; other?: number; why: string },
      at: Instant,
    ) => {
      log.run(entry.prospect, entry.what, entry.other ?? null, entry.why, at)
    },
  }
}

/** A prospect by its id; undefined when there never was one. */
export const findProspect = (store: Store, id: number): Prospect | undefined => {
  const row = store.get(store.sql.selectFrom('prospect').selectAll().where('id', '=', id))
  return (
    row && {
      id: row.id,
      region: row.region,
      language: row.language,
      state: row.state,
      ...(row.merged_into === null ? {} : { mergedInto: row.merged_into }),
      golden: JSON.parse(row.golden),
      createdAt: row.created_at,
      changedAt: row.changed_at,
    }
  )
}

/** What became of a prospect, oldest first. */
export const prospectLog = (store: Store, prospect: number): readonly ProspectLogRow[] =>
  store.all(
    store.sql
      .selectFrom('prospect_log')
      .selectAll()
      .where((or) => or.or([or('prospect', '=', prospect), or('other', '=', prospect)]))
      .orderBy('id'),
  )

/** Live prospects that have fewer listings than when they were resolved: some were erased. */
export const shrunkProspects = (store: Store): readonly number[] =>
  store.raw
    .prepare(
      `select id from prospect indexed by prospect_shrunk where listings < 0 and state = 'live' order by id`,
    )
    .pluck()
    .all() as number[]

/** Of some prospects, those that are live and that no listing is left of. */
export const emptyAmong = (store: Store, prospects: readonly number[]): readonly number[] => {
  const empty = store.raw
    .prepare<[number]>(
      `select 1 from prospect p where p.id = ? and p.state = 'live'
       and not exists (select 1 from member m where m.prospect = p.id)`,
    )
    .pluck()
  return prospects.filter((id) => empty.get(id) !== undefined)
}

/** Live prospects in the order of their ids. */
export const listProspects = (
  store: Store,
  query: { readonly region: Region | undefined; readonly limit: number },
) => {
  const all = store.sql
    .selectFrom('prospect')
    .select(['id', 'region', 'language', 'name', 'trade', 'phone', 'email', 'domain', 'postcode'])
    .select(['town', 'listings'])
    .where('state', '=', 'live')
    .orderBy('id')
    .limit(query.limit)
  return store.all(query.region === undefined ? all : all.where('region', '=', query.region))
}

/** How many prospects are live. */
export const countLive = (store: Store): number =>
  Number(store.raw.prepare(`select count(*) from prospect where state = 'live'`).pluck().get())
