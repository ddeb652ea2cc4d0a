import type { Store } from '../store/open.ts'
import { type Change, recordChanges } from '../store/outbox.ts'

/**
 * Writes changes of state in small groups. Everything noted in one turn of the event loop goes into one transaction,
 * and every so often one of them is synced to the disk, which takes all before it along.
 */
export interface Journal {
  /** Resolves when the change outlives this process; a little later it outlives the machine too. */
  readonly note: (change: Change) => Promise<void>
  /** Everything noted so far is on the disk when this returns. */
  readonly flush: () => void
}

/** Milliseconds after which what was written is also synced. */
const SYNC_EVERY = 20

/** Opens a journal over a store. `clock` gives milliseconds that never run backwards. */
export const openJournal = (store: Store, clock: () => number): Journal => {
  let waiting: Change[] = []
  let promise: Promise<void> | undefined
  let synced = clock()
  let timer: NodeJS.Timeout | undefined
  const sync = () => {
    clearTimeout(timer)
    timer = undefined
    synced = clock()
  }
  const write = (durable: boolean) => {
    const group = waiting
    waiting = []
    promise = undefined
    if (durable) sync()
    else timer ??= setTimeout(() => write(true), SYNC_EVERY)
    recordChanges(store, group, durable)
  }
  const soon = (): Promise<void> =>
    new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          if (waiting.length > 0) write(clock() - synced >= SYNC_EVERY)
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
  return {
    note: (change) => {
      waiting.push(change)
      promise ??= soon()
      return promise
    },
    flush: () => write(true),
  }
}
