import type { Store } from './open.ts'

/**
 * Which tables hold personal data is read from the schema, not from a list: a table belongs to a person when one of
 * its columns leads, over however many tables, to a prospect or a listing. A table added tomorrow is covered tomorrow.
 */
export interface Owned {
  readonly table: string
  /** The column that leads to the owner, and the owner's table. */
  readonly column: string
  readonly owner: string
}

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: 0 | 1
}

/** The tables of the schema, by name. */
export const tablesOf = (store: Store): readonly string[] =>
  store.raw
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
    )
    .pluck()
    .all() as string[]

/** The columns of a table as SQLite describes them. */
export const columnsOf = (store: Store, table: string): readonly Column[] =>
  store.raw.pragma(`table_info(${quote(table)})`) as Column[]

/** A name as SQL writes it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The tables on which a person's rows hang: they are never reached through, only from. */
export const ROOTS = ['prospect', 'listing'] as const

/** Columns that name another prospect or a thing shared by many; a row is not its person's because of them. */
export const ASIDE: ReadonlySet<string> = new Set([
  'home',
  'other',
  'merged_into',
  'run',
  'page',
  'found_on',
  'sender',
  'screen',
])

/** Every way in which a row of a table belongs to somebody. */
export const ownedTables = (store: Store): readonly Owned[] => {
  const tables = tablesOf(store)
  const links = tables.flatMap((table) => linksOf(store, table, tables))
  const personal = new Set<string>(ROOTS)
  for (let before = 0; before !== personal.size; ) {
    before = personal.size
    for (const { table, owner } of links) if (personal.has(owner)) personal.add(table)
  }
  return links.filter(({ owner }) => personal.has(owner))
}

const linksOf = (store: Store, table: string, tables: readonly string[]): readonly Owned[] => {
  const keys = store.raw.pragma(`foreign_key_list(${quote(table)})`) as {
    readonly from: string
    readonly table: string
  }[]
  return columnsOf(store, table).flatMap(({ name, type }) => {
    const alike = /int/i.test(type) ? tables.find((one) => one === name) : undefined
    const owner = keys.find((key) => key.from === name)?.table ?? alike
    return owner === undefined || owner === table || ASIDE.has(name)
      ? []
      : [{ table, column: name, owner }]
  })
}

/** Tables that belong to nobody in particular; their text is searched for the person's strings all the same. */
export const unownedTables = (store: Store): readonly string[] => {
  const owned = new Set<string>([...ROOTS, ...ownedTables(store).map(({ table }) => table)])
  return tablesOf(store).filter((table) => !owned.has(table))
}
