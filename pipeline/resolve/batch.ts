import { emptyBlocks, putListing } from './blocks.ts'
import { fitClasses, type Model } from './classes.ts'
import type { Corpus } from './corpus.ts'
import { averageLink, type Edges } from './linkage.ts'
import { compareAll, type Pairs } from './pairs.ts'
import { countSpread, emptySpread, type Spread } from './spread.ts'
import { type Answers, NO_ANSWERS, type Weigher, weigher } from './weigh.ts'

/** What resolving a whole corpus gives. */
export interface Resolved {
  /** For each listing, the lowest index of its cluster. */
  readonly cluster: Uint32Array
  /** Pairs that speak for one business. */
  readonly edges: Edges
  readonly model: Model
  readonly spread: Spread
  /** Kind of key → blocks that were too full and were split. */
  readonly splits: ReadonlyMap<string, number>
  /** Pairs that were compared. */
  readonly pairs: number
  /** How often each pattern occurred. */
  readonly counts: Uint32Array
  readonly weigher: Weigher
}

/** Resolves all listings of a corpus at once, with the answers that people gave, and weights learnt from labelled pairs where there are such. */
export const resolveAll = (
  corpus: Corpus,
  answers: Answers = NO_ANSWERS,
  learnt?: (a: number, b: number) => number,
): Resolved => {
  const n = corpus.size
  const spread = emptySpread(n)
  for (let i = 0; i < n; i++) countSpread(spread, corpus, i)
  const { pairs, splits } = candidatePairs(corpus, spread)
  const compared = pairs.size
  const model = fitClasses(pairs.counts)
  const weighs = weigher(corpus, spread, model, answers, learnt)
  const edges = edgesOf(pairs, weighs.ofPattern, answers)
  const cluster = averageLink(n, edges, weighs.pair)
  return {
    cluster,
    edges,
    model,
    spread,
    splits,
    pairs: compared,
    counts: pairs.counts,
    weigher: weighs,
  }
}

/** Blocks and compares; the blocks, which take most of the memory, are let go before anything is clustered. */
const candidatePairs = (corpus: Corpus, spread: Spread) => {
  const blocks = emptyBlocks(corpus.size)
  for (let i = 0; i < corpus.size; i++) putListing(blocks, corpus, i)
  return { pairs: compareAll(corpus, spread, blocks), splits: blocks.splits }
}

/** Keeps the pairs of positive weight, in place, and adds those that people joined. */
const edgesOf = (
  pairs: Pairs,
  weigh: (pattern: number, a: number, b: number) => number,
  answers: Answers,
): Edges => {
  let size = 0
  for (let p = 0; p < pairs.size; p++) {
    const a = pairs.a[p] as number
    const b = pairs.b[p] as number
    if (weigh(pairs.patterns[p] as number, a, b) <= 0) continue
    pairs.a[size] = a
    pairs.b[size] = b
    pairs.patterns[size++] = pairs.patterns[p] as number
  }
  const weight = new Float32Array(size + answers.joined.length)
  for (let e = 0; e < size; e++)
    weight[e] = weigh(pairs.patterns[e] as number, pairs.a[e] as number, pairs.b[e] as number)
  const a = new Uint32Array(weight.length)
  const b = new Uint32Array(weight.length)
  a.set(pairs.a.subarray(0, size))
  b.set(pairs.b.subarray(0, size))
  for (const [x, y] of answers.joined) {
    a[size] = x
    b[size] = y
    weight[size++] = Number.POSITIVE_INFINITY
  }
  return { a, b, weight, size }
}
