import type { Store } from './open.ts'

/**
 * What hangs on a prospect follows it through merges and splits. Every table with a column `prospect` is
 * found in the schema, so that a new one follows without being named here:
 *
 * - merge: its rows move to the prospect that lives on; a row that the other already has its like of (a
 *   unique key) stays with the merged one, where it remains readable through `merged_into`;
 * - split: rows that name a listing (column `listing`) go with that listing, and messages with the contact
 *   they went to; all others stay with the prospect that keeps the id, consents and claims among them: what is not certain is not given away.
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
  const known = new Set(tables.map(({ table }) => table))
  const outbox = known.has('message') ? outboxWriter(store) : undefined
  const away = known.has('away')
    ? raw.prepare(
        `update away set until = max(until, (select until from away a where a.prospect = ?))
         where prospect = ? and exists (select 1 from away a where a.prospect = ?)`,
      )
    : undefined
  return {
    merge: (from: number, into: number) => {
      away?.run(from, into, from)
      for (const move of moves) move.run(into, from)
      outbox?.merge(from, into)
    },
    split: (from: number, to: number, listings: readonly number[]) => {
      for (const part of parts) part.run(to, from, JSON.stringify(listings))
      outbox?.split(from, to)
    },
  }
}

/** Keeps the promise that a business is written to once, through merges; and sends messages along with their contact. */
const outboxWriter = ({ raw }: Store) => {
  const cancelTheirs = raw.prepare(
    `update message set state = 'cancelled', reason = 'merged into prospect ' || ?
     where prospect = ? and state in ('approved', 'deferred')`,
  )
  // the merged one was written to already: the same words do not go to the one that lives on
  const cancelOurs = raw.prepare(
    `update message set state = 'cancelled', reason = 'sent to prospect ' || ? || ', merged into this one'
     where prospect = ? and state in ('approved', 'deferred') and exists (
       select 1 from message m where m.prospect = ? and m.campaign = message.campaign
       and m.step = message.step and m.channel = message.channel and m.state not in ('cancelled', 'failed'))`,
  )
  const withContact = raw.prepare(
    `update or ignore message set prospect = ?
     where prospect = ? and contact in (select id from contact where prospect = ?)`,
  )
  return {
    merge: (from: number, into: number) => {
      cancelTheirs.run(into, from)
      cancelOurs.run(from, into, from)
    },
    split: (from: number, to: number) => withContact.run(to, from, to),
  }
}
