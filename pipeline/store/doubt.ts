import type { Instant } from '../model/region.ts'
import { saveAnswer } from './match.ts'
import type { Store } from './open.ts'

/** Says that listings must be resolved again, though they have not changed. */
const markPending = (store: Store, listings: readonly number[]) => {
  const mark = store.raw.prepare(`update member set digest = '' where listing = ?`)
  for (const listing of listings) mark.run(listing)
}

/** Keeps answers about pairs of listings, and has the listings resolved again. */
export const answerPairs = (
  store: Store,
  pairs: readonly { readonly a: number; readonly b: number; readonly same: boolean }[],
  by: string,
  at: Instant,
) => {
  store.transaction(() => {
    for (const pair of pairs) {
      saveAnswer(store, { ...pair, by }, at)
      markPending(store, [pair.a, pair.b])
    }
  })
}
