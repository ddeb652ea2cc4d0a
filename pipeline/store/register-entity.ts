import type { Generated, Selectable } from 'kysely'
import type { LegalKind } from '../model/contact.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** The registers that are read in bulk. */
export type Register = 'companies-house' | 'kbo'

interface EntityTable {
  register: Register
  number: string
  name: string
  postcode: string | null
  street: string | null
  town: string | null
  form: string | null
  legal_kind: LegalKind
  status: string
  started_on: string | null
  activities: string
  as_of: string
}

interface NameTable {
  register: Register
  postcode: string
  name_key: string
  number: string
  as_of: string
}

interface ImportTable {
  id: Generated<number>
  register: Register
  file: string
  as_of: string
  entities: number
  set_aside: number
  imported_at: string
}

declare module './schema.ts' {
  interface Tables {
    register_entity: EntityTable
    register_name: NameTable
    register_import: ImportTable
  }
}

/** A business as an official register has it. */
export interface RegisterEntity {
  readonly register: Register
  /** As the register prints it, without dots and blanks. */
  readonly number: string
  readonly name: string
  readonly postcode?: string
  readonly street?: string
  readonly town?: string
  readonly form?: string
  readonly legalKind: LegalKind
  /** `active`, or the register's own word in lower case (`liquidation`, `stopped`). */
  readonly status: string
  /** ISO date. */
  readonly startedOn?: string
  readonly activities: readonly string[]
  /** Day of the register's file. */
  readonly asOf: string
}

const toRow = (entity: RegisterEntity): Selectable<EntityTable> => ({
  register: entity.register,
  number: entity.number,
  name: entity.name,
  postcode: entity.postcode ?? null,
  street: entity.street ?? null,
  town: entity.town ?? null,
  form: entity.form ?? null,
  legal_kind: entity.legalKind,
  status: entity.status,
  started_on: entity.startedOn ?? null,
  activities: JSON.stringify(entity.activities),
  as_of: entity.asOf,
})

const fromRow = (row: Selectable<EntityTable>): RegisterEntity => ({
  register: row.register,
  number: row.number,
  name: row.name,
  ...(row.postcode !== null && { postcode: row.postcode }),
  ...(row.street !== null && { street: row.street }),
  ...(row.town !== null && { town: row.town }),
  ...(row.form !== null && { form: row.form }),
  legalKind: row.legal_kind,
  status: row.status,
  ...(row.started_on !== null && { startedOn: row.started_on }),
  activities: JSON.parse(row.activities),
  asOf: row.as_of,
})

const COLUMNS = [
  'register',
  'number',
  'name',
  'postcode',
  'street',
  'town',
  'form',
  'legal_kind',
  'status',
  'started_on',
  'activities',
  'as_of',
] as const satisfies readonly (keyof EntityTable)[]

/** An entity with every name it is known by, each as `nameKey` folds it. */
export interface NamedEntity {
  readonly entity: RegisterEntity
  readonly keys: readonly string[]
}

/** Stores entities in one transaction; an older file never overwrites a newer one. Hot: millions of rows go through it. */
export const saveEntities = (store: Store, entities: readonly NamedEntity[]): void => {
  const put = store.raw.prepare(
    `insert into register_entity (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})
     on conflict (register, number) do update set
       ${COLUMNS.slice(2)
         .map((column) => `${column} = excluded.${column}`)
         .join(', ')}
     where excluded.as_of >= register_entity.as_of`,
  )
  const name = store.raw.prepare(
    `insert into register_name (register, postcode, name_key, number, as_of) values (?, ?, ?, ?, ?)
     on conflict do update set as_of = max(as_of, excluded.as_of)`,
  )
  store.transaction(() => {
    for (const { entity, keys } of entities) {
      const row = toRow(entity)
      put.run(COLUMNS.map((column) => row[column]))
      for (const key of keys)
        if (key !== '') name.run(row.register, row.postcode ?? '', key, row.number, row.as_of)
    }
  })
}

/** Drops names that a newer file of the register no longer gives their entity; answers how many. */
export const dropOldNames = (store: Store, register: Register): number =>
  store.raw
    .prepare(
      `delete from register_name where register = ? and as_of < (
         select as_of from register_entity e
         where e.register = register_name.register and e.number = register_name.number)`,
    )
    .run(register).changes

/** Notes that a file was imported to its end. */
export const noteImport = (
  store: Store,
  done: Omit<Selectable<ImportTable>, 'id' | 'imported_at'> & { readonly at: Instant },
): void => {
  const { at, ...rest } = done
  store.run(store.sql.insertInto('register_import').values({ ...rest, imported_at: at }))
}

/** The day of the newest imported file of a register, or undefined: then its silence proves nothing. */
export const registerAsOf = (store: Store, register: Register): string | undefined =>
  store.get(
    store.sql
      .selectFrom('register_import')
      .select('as_of')
      .where('register', '=', register)
      .orderBy('as_of', 'desc')
      .limit(1),
  )?.as_of

/** The entity of a number. */
export const findEntity = (
  store: Store,
  register: Register,
  number: string,
): RegisterEntity | undefined => {
  const row = store.get(
    store.sql
      .selectFrom('register_entity')
      .selectAll()
      .where('register', '=', register)
      .where('number', '=', number),
  )
  return row && fromRow(row)
}

/** Most entities that one look-up answers; more than that is no identification. */
const MANY = 20

const named = (store: Store) =>
  store.sql
    .selectFrom('register_name as n')
    .innerJoin('register_entity as e', (join) =>
      join.onRef('e.register', '=', 'n.register').onRef('e.number', '=', 'n.number'),
    )
    .selectAll('e')
    .distinct()
    .orderBy('e.number')

/**
 * Entities of a name (as `nameKey` folds it) at a postcode: those of that very name, else those whose name
 * begins with it at a word's end (`smith plumbing` finds `smith plumbing heating`). Empty where nothing or
 * more than twenty fit.
 */
export const findEntitiesAt = (
  store: Store,
  register: Register,
  key: string,
  postcode: string,
): readonly RegisterEntity[] => {
  if (key === '') return []
  const here = named(store).where('n.register', '=', register).where('n.postcode', '=', postcode)
  const exact = store.all(here.where('n.name_key', '=', key).limit(MANY + 1))
  const rows =
    exact.length > 0
      ? exact
      : store.all(
          here
            .where('n.name_key', '>=', `${key} `)
            .where('n.name_key', '<', `${key}!`)
            .limit(MANY + 1),
        )
  return rows.length > MANY ? [] : rows.map(fromRow)
}

/** Entities of that very name anywhere: one is an identification, several are namesakes. Empty beyond twenty. */
export const findEntitiesNamed = (
  store: Store,
  register: Register,
  key: string,
): readonly RegisterEntity[] => {
  if (key === '') return []
  const rows = store.all(
    named(store)
      .where('n.register', '=', register)
      .where('n.name_key', '=', key)
      .limit(MANY + 1),
  )
  return rows.length > MANY ? [] : rows.map(fromRow)
}
