import { compareShare, type Pairs, type Share } from './pairs.ts'
import { answerAsks } from './thread.ts'

/** The second thread of `compareAll`: compares its share and hands the pairs over. */
answerAsks<Share, Pairs>(
  async () => compareShare,
  ({ a, b, patterns }) => [a, b, patterns].map(({ buffer }) => buffer as ArrayBuffer),
)
