import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'
import { applyChange, applyChanges, type Change } from './outbox.ts'
import { bootId, deadSenders, forgetSender } from './sender-row.ts'

/** What a recovery found: messages that are free again, and messages whose fate nobody knows. */
export interface Recovery {
  readonly released: number
  readonly unknown: number
}

/**
 * Judges what dead senders left behind: first what they had noted, then what they were about. Before 354 no byte of a message has left, so it is free again; after it, it may
 * have arrived, so it is `unknown`. Where the machine went down since, marks may be lost with it, and all of it is.
 */
export const recoverOutbox = (store: Store, self: number, at: Instant): Recovery => {
  const dead = deadSenders(store, self)
  if (dead.length === 0) return { released: 0, unknown: 0 }
  const boot = bootId()
  const found = synced(store, () => {
    let released = 0
    let unknown = 0
    for (const sender of dead) {
      const sure = boot !== '' && sender.boot === boot
      applyChanges(store, sender.id, sender.noted as readonly Change[])
      for (const row of openOf(store, sender.id)) {
        const safe = sure && row.state === 'claimed'
        applyChange(
          store,
          sender.id,
          safe
            ? {
                to: 'released',
                id: row.id,
                due: row.due_at,
                reason: 'the sender died before it began',
              }
            : {
                to: 'unknown',
                id: row.id,
                at,
                reply: '',
                reason: sure ? 'the sender died after 354' : 'the machine went down',
              },
        )
        if (safe) released += 1
        else unknown += 1
      }
      store.run(store.sql.updateTable('sender').set({ ended_at: at }).where('id', '=', sender.id))
    }
    return { released, unknown }
  })
  for (const sender of dead) forgetSender(store, sender.id)
  return found
}

const openOf = (store: Store, sender: number) =>
  store.all(
    store.sql
      .selectFrom('message')
      .select(['id', 'state', 'due_at'])
      .where('sender', '=', sender)
      .where('state', 'in', ['claimed', 'sending']),
  )

/** Runs one transaction that is on the disk when it returns, and with it everything committed before. */
const synced = <T>(store: Store, work: () => T): T => {
  store.raw.pragma('synchronous = FULL')
  try {
    return store.transaction(work)
  } finally {
    store.raw.pragma('synchronous = NORMAL')
  }
}
