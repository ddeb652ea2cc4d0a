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

/** Milliseconds that a page waits for others to share its transaction. */
const PATIENCE_MS = 10

/**
 * Stores pages in groups of a quarter of those that come abreast, since most of what a transaction costs is paid once
 * a group. A polite run has groups of one.
 */
export const openTakes = (store: Store, abreast: number): Take => {
  const most = Math.max(1, Math.floor(abreast / 4))
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
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
      waiting.push({ taking, taken, stored, failed })
      if (waiting.length >= most) flush()
      else timer ??= setTimeout(flush, PATIENCE_MS)
    })
}
