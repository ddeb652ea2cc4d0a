import type { Store } from '../store/open.ts'
import { applyChanges, type Change } from '../store/outbox.ts'
import type { SenderSession } from '../store/sender-row.ts'
import { openWalSync } from '../store/wal-sync.ts'

/**
 * How changes of state reach the outbox. Each is appended to the sender's log at once, which outlives this process;
 * every few milliseconds the log is folded into the table in one transaction, and the disk is asked to keep it.
 */
export interface Journal {
  /** Has written the change down when it returns. Throws when an earlier one could not be kept. */
  readonly note: (change: Change) => void
  /** Everything noted is in the table when this returns. */
  readonly fold: () => void
  /** Runs a transaction together with what is to be folded; resolves when it is on the disk. */
  readonly with: <T>(work: () => T) => Promise<T>
  /** Folds what is left; resolves when all of it is on the disk. */
  readonly close: () => Promise<void>
}

/** Milliseconds after which a noted change is folded. */
const FOLD_EVERY = 20

/** Opens the journal of a sender. */
export const openJournal = (store: Store, session: SenderSession): Journal => {
  const disk = openWalSync(store)
  let pending: Change[] = []
  let timer: NodeJS.Timeout | undefined
  let failed: unknown
  const commit = <T>(work: () => T): T => {
    clearTimeout(timer)
    timer = undefined
    const group = pending
    const result = store.transaction(() => {
      applyChanges(store, session.id, group)
      return work()
    })
    pending = []
    // What is committed outlives this process without the log.
    session.clear()
    return result
  }
  const fold = () => {
    commit(() => undefined)
    disk.sync().catch((error: unknown) => {
      failed = error
    })
  }
  const onTime = () => {
    try {
      fold()
    } catch (error) {
      failed = error
    }
  }
  return {
    note: (change) => {
      if (failed !== undefined) throw failed
      session.append(`${JSON.stringify(change)}\n`)
      pending.push(change)
      timer ??= setTimeout(onTime, FOLD_EVERY)
    },
    fold,
    with: async (work) => {
      const result = commit(work)
      await disk.sync()
      return result
    },
    close: async () => {
      commit(() => undefined)
      await disk.sync()
      disk.close()
    },
  }
}
