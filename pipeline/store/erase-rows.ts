import type { Store } from './open.ts'
import { ASIDE, columnsOf, type Owned, ownedTables, quote, ROOTS, tablesOf } from './personal.ts'

/** Whose rows are to go. */
export interface Erasure {
  readonly prospects: readonly number[]
  readonly listings: readonly number[]
  /** Hashed keys of the person: what stands under them goes too, wherever a merge or split has put it. */
  readonly keys?: readonly Buffer[]
}

/**
 * Deletes every row that belongs to the prospects and listings, in one transaction with the caller's. The listings go;
 * the prospects stay as empty rows, so that their numbers are never given to anybody else. Answers rows by table.
 */
export const eraseRows = (
  store: Store,
  { prospects, listings, keys = [] }: Erasure,
): Readonly<Record<string, number>> => {
  store.raw.pragma('defer_foreign_keys = ON')
  const owned = markAll(store, { prospects, listings })
  const erased: Record<string, number> = {
    prospect: emptyProspects(store, prospects),
    listing: deleteMarked(store, 'listing', 'id', 'listing'),
  }
  // Twice: a deletion may wake a trigger that writes a row of another table.
  for (const { table, column, owner } of [...owned, ...owned])
    if (table !== 'prospect' && table !== 'listing')
      erased[table] = (erased[table] ?? 0) + deleteMarked(store, table, column, owner)
  for (const [table, rows] of eraseKeyed(store, owned, keys))
    erased[table] = (erased[table] ?? 0) + rows
  forgetAside(store, prospects)
  store.raw.exec('delete from erased')
  return Object.fromEntries(Object.entries(erased).filter(([, rows]) => rows > 0))
}

/** Consents and decisions speak of an address, not of a prospect: they go with its hashed key. */
const eraseKeyed = (
  store: Store,
  owned: readonly Owned[],
  keys: readonly Buffer[],
): readonly (readonly [table: string, rows: number])[] => {
  const tables = new Set(
    owned.map(({ table }) => table).filter((table) => table !== 'prospect_key'),
  )
  const keyed = [...tables].filter((table) =>
    columnsOf(store, table).some(({ name, type }) => name === 'key' && /blob/i.test(type)),
  )
  return keyed.map((table) => {
    const erase = store.raw.prepare(`delete from ${quote(table)} where key = ?`)
    return [table, keys.reduce((sum, key) => sum + erase.run(key).changes, 0)] as const
  })
}

const deleteMarked = (store: Store, table: string, column: string, owner: string): number =>
  store.raw
    .prepare(
      `delete from ${quote(table)}
       where ${quote(column)} in (select id from erased where erased.owner = ?)`,
    )
    .run(owner).changes

/** Every row that belongs to the prospects and listings, by table: all that is held about them, as it is held. */
export const readRows = (
  store: Store,
  whose: Erasure,
): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> =>
  store.transaction(() => {
    const owned = markAll(store, whose)
    const ways = [...owned, ...ROOTS.map((table) => ({ table, column: 'id', owner: table }))]
    const tables = [...new Set(ways.map(({ table }) => table))].sort()
    const rows = tables.map((table) => {
      const mine = ways
        .filter((way) => way.table === table)
        .map(
          ({ column, owner }) =>
            `${quote(column)} in (select id from erased where erased.owner = '${owner}')`,
        )
      return [
        table,
        store.raw
          .prepare<[], Record<string, unknown>>(
            `select * from ${quote(table)} where ${mine.join(' or ')}`,
          )
          .all(),
      ] as const
    })
    store.raw.exec('delete from erased')
    return Object.fromEntries(rows.filter(([, found]) => found.length > 0))
  })

/** Marks, in a table of this connection alone, whose rows are meant and what hangs on them. */
const markAll = (store: Store, { prospects, listings }: Erasure): readonly Owned[] => {
  store.raw.exec(
    'create temp table if not exists erased (owner text, id integer, primary key (owner, id))',
  )
  store.raw.exec('delete from erased')
  const mark = store.raw.prepare('insert or ignore into erased values (?, ?)')
  for (const id of prospects) mark.run('prospect', id)
  for (const id of listings) mark.run('listing', id)
  const owned = ownedTables(store)
  markOwned(store, owned)
  return owned
}

/** Marks the rows of owned tables that others hang on, as far as it goes. */
const markOwned = (store: Store, owned: readonly Owned[]) => {
  const owners = new Set(owned.map(({ owner }) => owner))
  const hang = owned.filter(
    ({ table }) => owners.has(table) && table !== 'prospect' && table !== 'listing',
  )
  for (let changes = 1; changes > 0; ) {
    changes = 0
    for (const { table, column, owner } of hang)
      changes += store.raw
        .prepare(
          `insert or ignore into erased select '${table}', id from ${quote(table)}
           where ${quote(column)} in (select id from erased where owner = ?)`,
        )
        .run(owner).changes
  }
}

const NOBODY = { listing: 0, source: 'any/erased', page: 0, at: '1970-01-01T00:00:00.000Z' }

/** Columns of an emptied prospect that say nothing about anybody. */
const KEPT: ReadonlySet<string> = new Set([
  'id',
  'region',
  'language',
  'merged_into',
  'created_at',
  'changed_at',
])

const emptyProspects = (store: Store, prospects: readonly number[]): number => {
  const golden = JSON.stringify({ name: { value: '', from: NOBODY, agree: [], differ: [] } })
  const values: Readonly<Record<string, string>> = { state: 'gone', golden, name: '' }
  const emptied = columnsOf(store, 'prospect').filter(({ name }) => !KEPT.has(name))
  const empty = store.raw.prepare(
    `update prospect set ${emptied
      .map(
        ({ name, notnull }) =>
          `${quote(name)} = ${name in values ? `@${name}` : notnull ? '0' : 'null'}`,
      )
      .join(', ')} where id = @id`,
  )
  return prospects.reduce((sum, id) => sum + empty.run({ ...values, id }).changes, 0)
}

/** What others note of a person in passing is unnoted: nobody may return to, or be compared with, an emptied row. */
const forgetAside = (store: Store, prospects: readonly number[]) => {
  const ids = JSON.stringify(prospects)
  for (const table of tablesOf(store)) {
    const keys = store.raw.pragma(`foreign_key_list(${quote(table)})`) as {
      readonly from: string
      readonly table: string
    }[]
    const nullable = new Set(
      columnsOf(store, table).flatMap(({ name, notnull }) => (notnull ? [] : [name])),
    )
    for (const { from, table: owner } of keys)
      if (owner === 'prospect' && table !== 'prospect' && ASIDE.has(from) && nullable.has(from))
        store.raw
          .prepare(
            `update ${quote(table)} set ${quote(from)} = null
             where ${quote(from)} in (select value from json_each(?))`,
          )
          .run(ids)
  }
}
