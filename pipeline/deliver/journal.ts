import type { Store } from '../store/open.ts'
import { applyChanges, type Change, synced } from '../store/outbox.ts'
import type { SenderSession } from '../store/sender-row.ts'

/**
 * How changes of state reach the outbox. Each is appended to the sender's log at once, which outlives this process;
 * every few milliseconds the log is folded into the table in one synced transaction, which outlives the machine.
 */
export interface Journal {
  /** Has written the change down when it returns. */
  readonly note: (change: Change) => void
  /** Everything noted is in the table, on the disk, when this returns. */
  readonly fold: () => void
  /** Runs a transaction together with what is to be folded, so that both cost one sync. */
  readonly with: <T>(work: () => T) => T
}

/** Milliseconds after which a noted change is folded. */
const FOLD_EVERY = 20

/** Opens the journal of a sender. */
export const openJournal = (store: Store, session: SenderSession): Journal => {
  let pending: Change[] = []
  let timer: NodeJS.Timeout | undefined
  const within = <T>(work: () => T): T => {
    clearTimeout(timer)
    timer = undefined
    const group = pending
    const result = synced(store, () => {
      applyChanges(store, session.id, group)
      return work()
    })
    pending = []
    session.clear()
    return result
  }
  const fold = () => within(() => undefined)
  return {
    note: (change) => {
      session.append(`${JSON.stringify(change)}\n`)
      pending.push(change)
      timer ??= setTimeout(fold, FOLD_EVERY)
    },
    fold,
    with: within,
  }
}
