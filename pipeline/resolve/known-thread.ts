import type { IdRange } from '../store/match.ts'
import { openStore } from '../store/open.ts'
import { type Part, readPart } from './known.ts'
import { answerAsks } from './thread.ts'

/** The second thread of `readKnown`: reads and normalises its half; what it makes is memory that both threads see. */
answerAsks<IdRange, Part>(async (path) => {
  const store = openStore(String(path), { readonly: true })
  return (range) => {
    const { corpus, ...rest } = readPart(store, range)
    const { wordIds: _, ...shared } = corpus
    return { corpus: shared, ...rest }
  }
})
