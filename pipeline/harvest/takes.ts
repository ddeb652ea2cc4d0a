import type { Store } from '../store/open.ts'
import type { Gone } from './forgotten.ts'
import { storePage, type Taken, type Taking } from './take.ts'

/** Stores a page; resolves to who was left out as forgotten when it is durably there, rejects when nothing of it is. */
export type Take = (taking: Taking, taken: Taken) => Promise<readonly Gone[]>

interface Waiting {
  readonly taking: Taking
  readonly taken: Taken
  readonly stored: (gone: readonly Gone[]) => void
  readonly failed: (cause: unknown) => void
}

/**
 * Stores pages in groups: those that are ready in the same turn of the event loop share a transaction, since most of
 * what a transaction costs is paid once a group. A polite run has groups of one.
 */
export const openTakes = (store: Store): Take => {
  let waiting: Waiting[] = []
  const flush = () => {
    const group = waiting
    waiting = []
    try {
      const gone = store.transaction(() =>
        group.map(({ taking, taken }) => storePage(taking, taken)),
      )
      for (const [i, { stored }] of group.entries()) stored(gone[i] ?? [])
    } catch (cause) {
      for (const { failed } of group) failed(cause)
    }
  }
  return (taking, taken) =>
    new Promise((stored, failed) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ taking, taken, stored, failed })
    })
}
