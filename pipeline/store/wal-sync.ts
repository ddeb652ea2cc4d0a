import { closeSync, fsync, openSync } from 'node:fs'
import type { Store } from './open.ts'

/** Puts what is committed on the disk without holding up the program. */
export interface WalSync {
  /** Resolves when everything committed before the call is on the disk. */
  readonly sync: () => Promise<void>
  readonly close: () => void
}

/**
 * What `synchronous = FULL` does at each commit (an fsync of the write-ahead log), for a connection at `NORMAL`: asked
 * for by whoever needs it, off the main thread, one for all who ask while another is under way.
 */
export const openWalSync = (store: Store): WalSync => {
  if (store.path === ':memory:') return { sync: async () => undefined, close: () => undefined }
  const log = openSync(`${store.path}-wal`, 'r+')
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = (): Promise<void> => {
    running = new Promise<void>((resolve, reject) => {
      fsync(log, (error) => (error ? reject(error) : resolve()))
    }).finally(() => {
      running = undefined
    })
    return running
  }
  return {
    sync: () => {
      if (running === undefined) return begin()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return begin()
        })
      return next
    },
    close: () => closeSync(log),
  }
}
