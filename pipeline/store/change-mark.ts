import type { Store } from './open.ts'
import { statement } from './statement.ts'

/** Tells, at the cost of a few microseconds, whether what was read before still stands in the database. */
export interface ChangeMark {
  /** A number; another one than before when somebody else wrote to the database since, or `note` was called. */
  readonly now: () => number
  /** Counts a change of this connection's own that others must look at again. */
  readonly note: () => void
}

/** A mark over a store. What other connections commit is told by SQLite itself (`PRAGMA data_version`). */
export const openChangeMark = (store: Store): ChangeMark => {
  const version = statement(store, 'pragma data_version').pluck()
  let own = 0
  return {
    now: () => Number(version.get()) + own,
    note: () => {
      own += 1
    },
  }
}
