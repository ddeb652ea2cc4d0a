import type { Store } from './open.ts'

/**
 * What hangs on a prospect follows it through merges and splits. Every table with a column `prospect` is
 * found in the schema, so that a new one follows without being named here:
 *
 * - merge: its rows move to the prospect that lives on; a row that the other already has its like of (a
 *   unique key) stays with the merged one, where it remains readable through `merged_into`;
 * - split: rows that name a listing (column `listing`) go with that listing; all others stay with the
 *   prospect that keeps the id, consents and claims among them: what is not certain is not given away.
 *
 * Suppressions follow both halves, by the trigger `suppression_follows` on `prospect_log` (004-comply.sql).
 */
const STAY: ReadonlySet<string> = new Set([
  // the matcher's own
  'member',
  'prospect_log',
  // rebuilt by `comply` for every prospect that changed
  'prospect_key',
  'comply_due',
  'verdict',
  // how far enrichment is, is another matter for the prospect that lives on
  'enrichment',
])

interface Follower {
  readonly table: string
  readonly hasListing: boolean
}

/** The tables whose rows follow their prospect. */
export const followers = (store: Store): readonly Follower[] => {
  const tables = store.raw
    .prepare<[], { name: string }>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`,
    )
    .all()
  return tables.flatMap(({ name }) => {
    const columns = store.raw
      .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
      .all(name)
      .map((column) => column.name)
    return columns.includes('prospect') && !STAY.has(name)
      ? [{ table: name, hasListing: columns.includes('listing') }]
      : []
  })
}

/** Moves what hangs on prospects. */
export const followWriter = (store: Store) => {
  const { raw } = store
  const tables = followers(store)
  const moves = tables.map(({ table }) =>
    raw.prepare(`update or ignore "${table}" set prospect = ? where prospect = ?`),
  )
  const parts = tables
    .filter(({ hasListing }) => hasListing)
    .map(({ table }) =>
      raw.prepare(
        `update or ignore "${table}" set prospect = ? where prospect = ? and listing in (select value from json_each(?))`,
      ),
    )
  // what was approved for both goes out once, from the prospect that lives on
  const outbox = tables.some(({ table }) => table === 'message')
    ? raw.prepare(
        `update message set state = 'cancelled', reason = 'merged into prospect ' || ?
         where prospect = ? and state in ('approved', 'deferred')`,
      )
    : undefined
  return {
    merge: (from: number, into: number) => {
      for (const move of moves) move.run(into, from)
      outbox?.run(into, from)
    },
    split: (from: number, to: number, listings: readonly number[]) => {
      for (const part of parts) part.run(to, from, JSON.stringify(listings))
    },
  }
}
