import { type Blocks, emptyBlocks, keySetOf, putListing } from './blocks.ts'
import type { Corpus } from './corpus.ts'
import { canOpenThread, openThread } from './thread.ts'

/** Which listings of a corpus (indexes) are new or have changed, and which of them are new. */
export interface Due {
  readonly listings: readonly number[]
  readonly fresh: ReadonlySet<number>
}

/** What the second thread of `openMet` is asked. */
export interface Meeting {
  readonly corpus: Omit<Corpus, 'wordIds'>
  readonly due: Due
}

/** The blocks in which the due could meet what was resolved before; no others are filled. */
export const metBlocks = ({ corpus, due }: Meeting): Blocks => {
  // words are never added while blocking
  const whole: Corpus = { ...corpus, wordIds: new Map() }
  const blocks = emptyBlocks(due.listings.length)
  const keys = keySetOf(whole, due.listings)
  for (let i = 0; i < whole.size; i++) if (!due.fresh.has(i)) putListing(blocks, whole, i, keys)
  return blocks
}

/** From this many listings on, a second thread is worth its start. */
const WORTH_A_THREAD = 100_000

/** Begins to fill the blocks, in a second thread where that pays; the answer waits for them. */
export const openMet = ({ wordIds: _, ...corpus }: Corpus, due: Due): (() => Blocks) => {
  const meeting: Meeting = { corpus, due }
  if (corpus.size < WORTH_A_THREAD || !canOpenThread()) return () => metBlocks(meeting)
  const thread = openThread<Meeting, Blocks>('met-thread')
  thread.ask(meeting)
  return () => {
    const blocks = thread.take() ?? metBlocks(meeting)
    thread.close()
    return blocks
  }
}
