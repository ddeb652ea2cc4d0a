import type Database from 'better-sqlite3'
import type { Store } from './open.ts'

const known = new WeakMap<Store, Map<string, Database.Statement>>()

/** A statement of a store, prepared once and kept: for small queries that run for every prospect. */
export const statement = <P extends unknown[] | object = unknown[], R = unknown>(
  store: Store,
  sql: string,
): P extends unknown[] ? Database.Statement<P, R> : Database.Statement<[P], R> => {
  const mine = known.get(store) ?? new Map<string, Database.Statement>()
  known.set(store, mine)
  const found = mine.get(sql) ?? store.raw.prepare(sql)
  mine.set(sql, found)
  return found as P extends unknown[] ? Database.Statement<P, R> : Database.Statement<[P], R>
}
