import type Database from 'better-sqlite3'
import type { Store } from './open.ts'

/**
 * Statements prepared once a store, for hot loops: building a query costs more than running it there.
 * `make` is called at the first use with each store.
 */
export const prepared = <T>(make: (raw: Database.Database) => T): ((store: Store) => T) => {
  const known = new WeakMap<Store, T>()
  return (store) => {
    const before = known.get(store)
    if (before !== undefined) return before
    const made = make(store.raw)
    known.set(store, made)
    return made
  }
}
