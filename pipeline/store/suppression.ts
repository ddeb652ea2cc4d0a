import type { Instant } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import { appendJournal, applyJournal, type Entry, entryApplier } from './journal.ts'
import type { Keyring, KeyType } from './keyring.ts'
import type { Store } from './open.ts'
import { statement } from './statement.ts'

export interface SuppressionRow {
  key: Buffer
  reason: Reason
  type: KeyType
  stops: 'all' | Channel
  at: string
  via: string
}

declare module './schema.ts' {
  interface Tables {
    suppression: SuppressionRow
  }
}

/** Why a key is suppressed. `erased` also keeps later harvests from bringing the business back. */
export type Reason = 'objection' | 'opt-out' | 'complaint' | 'bounce' | 'operator' | 'erased'
export const REASONS: readonly Reason[] = [
  'objection',
  'opt-out',
  'complaint',
  'bounce',
  'operator',
  'erased',
]

/** A hashed key with what it speaks about. */
export interface Key {
  readonly type: KeyType
  readonly key: Buffer
}

/** Who said no, when, how, and what it stops: every channel, unless it is a hard bounce. */
export interface No {
  readonly reason: Reason
  readonly stops?: 'all' | Channel
  readonly via: string
  readonly at: Instant
}

/**
 * SQL condition, true while nothing stops the prospect on the channel: an indexed join from the prospect's hashed
 * keys to the suppression list, to be repeated in the statement that claims a message. Arguments are SQL
 * expressions (`m.prospect`, `m.channel`, `'email'`).
 */
export const notSuppressed = (prospect: string, channel: string): string =>
  `not exists (
    select 1 from prospect_key sk cross join suppression s on s.key = sk.key
    where sk.prospect = ${prospect} and s.stops in ('all', ${channel}))`

/** Adds keys to the suppression list; durable, and known to every later copy of the database. Answers how many keys. */
export const suppress = (store: Store, keys: readonly Key[], no: No): number => {
  const once = new Map(keys.map((one) => [one.key.toString('base64url'), one]))
  write(
    store,
    [...once.values()].map(({ key, type }) => ({
      op: '+',
      key,
      type,
      reason: no.reason,
      stops: no.stops ?? (no.reason === 'bounce' ? 'email' : 'all'),
      at: no.at,
      via: no.via,
    })),
  )
  return once.size
}

/** Takes keys off the list for the given reasons; answers how many rows went. An erasure is never taken back. */
export const unsuppress = (
  store: Store,
  keys: readonly Key[],
  back: { readonly reasons: readonly Reason[]; readonly via: string; readonly at: Instant },
): number => {
  const rows = suppressionsOf(store, keys).filter(
    (row) => back.reasons.includes(row.reason) && row.reason !== 'erased',
  )
  write(
    store,
    rows.map((row) => ({ ...row, op: '-', at: back.at, via: back.via })),
  )
  return rows.length
}

const write = (store: Store, entries: readonly Entry[]) => {
  if (entries.length === 0) return
  store.transaction(() => {
    if (store.path === ':memory:') return entries.forEach(entryApplier(store.raw))
    appendJournal(store.path, entries)
    applyJournal(store.raw, store.path)
  })
}

/** The suppressions of some keys. */
export const suppressionsOf = (store: Store, keys: readonly Key[]): readonly SuppressionRow[] => {
  const find = statement<[Buffer], SuppressionRow>(store, 'select * from suppression where key = ?')
  return keys.flatMap(({ key }) => find.all(key))
}

/** Whether any of the keys stops a channel. */
export const isSuppressed = (store: Store, keys: readonly Key[], channel: Channel): boolean =>
  suppressionsOf(store, keys).some((row) => row.stops === 'all' || row.stops === channel)

/** Whether a person asked to be erased under any of the keys: such a listing must not be stored again. */
export const isForgotten = (store: Store, keys: readonly Key[]): boolean => {
  const find = statement<[Buffer]>(
    store,
    `select 1 from suppression where key = ? and reason = 'erased'`,
  )
  return keys.some(({ key }) => find.get(key) !== undefined)
}

/** What stops a prospect, through whichever of its keys. */
export const suppressionsOfProspect = (store: Store, prospect: number): readonly SuppressionRow[] =>
  statement<[number], SuppressionRow>(
    store,
    `select s.* from prospect_key sk cross join suppression s on s.key = sk.key
       where sk.prospect = ? order by s.at, s.reason`,
  ).all(prospect)

/** How many keys are suppressed, by what they speak about and why. */
export const countSuppressions = (
  store: Store,
): readonly { readonly type: KeyType; readonly reason: Reason; readonly keys: number }[] =>
  store.all(
    store.sql
      .selectFrom('suppression')
      .select(['type', 'reason', (column) => column.fn.countAll<number>().as('keys')])
      .groupBy(['type', 'reason'])
      .orderBy('type')
      .orderBy('reason'),
  )

/** Keys by hashing values; what a value is not (undefined) is left out. */
export const keysFor = (
  ring: Keyring,
  values: readonly (readonly [KeyType, string | undefined])[],
): readonly Key[] =>
  values.flatMap(([type, value]) =>
    value === undefined ? [] : [{ type, key: ring.hash(type, value) }],
  )

/** Whether anybody has been erased at all, at every call anew; it costs next to nothing while nobody else writes. */
export const watchErasures = (store: Store): (() => boolean) => {
  const version = statement(store, 'pragma data_version').pluck()
  const erased = statement(store, "select 1 from suppression where reason = 'erased' limit 1")
  let looked: unknown
  let found = false
  return () => {
    if (found) return true
    const now = version.get()
    if (now === looked) return false
    looked = now
    found = erased.get() !== undefined
    return found
  }
}
