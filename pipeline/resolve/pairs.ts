import { type Blocks, candidateFinder } from './blocks.ts'
import { comparer } from './compare/pair.ts'
import type { Corpus } from './corpus.ts'
import { PATTERNS } from './fields.ts'
import type { Spread } from './spread.ts'
import { canOpenThread, openThread } from './thread.ts'

/** Pairs with their patterns, and how often each pattern occurs. */
export interface Pairs {
  a: Uint32Array
  b: Uint32Array
  patterns: Uint16Array
  size: number
  readonly counts: Uint32Array
}

/** What a thread needs to compare its share of the listings. */
export interface Share {
  readonly corpus: Omit<Corpus, 'wordIds'>
  readonly spread: Spread
  readonly blocks: Blocks
  readonly part: number
  readonly parts: number
}

const PAIRS_EACH = 5

/** Listings that a thread takes at a time, in turn: early and late ones have unequally many candidates. */
const STRIPE = 4096

/** Compares every listing of a share with its candidates before it. */
export const compareShare = ({ corpus, spread, blocks, part, parts }: Share): Pairs => {
  // words are never added while comparing
  const whole: Corpus = { ...corpus, wordIds: new Map() }
  const compare = comparer(whole, spread)
  const candidates = candidateFinder(blocks, whole)
  const capacity = Math.ceil((corpus.size * PAIRS_EACH) / parts) + 16
  const pairs: Pairs = {
    a: new Uint32Array(capacity),
    b: new Uint32Array(capacity),
    patterns: new Uint16Array(capacity),
    size: 0,
    counts: new Uint32Array(PATTERNS),
  }
  for (let start = part * STRIPE; start < corpus.size; start += parts * STRIPE)
    for (let b = start; b < Math.min(corpus.size, start + STRIPE); b++)
      candidates(b, b, (a) => {
        const pattern = compare(a, b)
        pairs.counts[pattern] = (pairs.counts[pattern] as number) + 1
        if (pairs.size === pairs.a.length) widen(pairs, Math.ceil(pairs.size * 1.5))
        pairs.a[pairs.size] = a
        pairs.b[pairs.size] = b
        pairs.patterns[pairs.size++] = pattern
      })
  return pairs
}

const widen = (pairs: Pairs, length: number) => {
  const { a, b, patterns } = pairs
  pairs.a = new Uint32Array(length)
  pairs.b = new Uint32Array(length)
  pairs.patterns = new Uint16Array(length)
  pairs.a.set(a)
  pairs.b.set(b)
  pairs.patterns.set(patterns)
}

/** From this many listings on, a second thread is worth its start. */
const WORTH_A_THREAD = 60_000

/** Compares all listings with their candidates; in two threads when there are many and the machine has two cores. */
export const compareAll = (corpus: Corpus, spread: Spread, blocks: Blocks): Pairs => {
  const share = (part: number, parts: number): Share => {
    const { wordIds: _, ...rest } = corpus
    return { corpus: rest, spread, blocks, part, parts }
  }
  if (corpus.size < WORTH_A_THREAD || !canOpenThread()) return compareShare(share(0, 1))
  const other = openThread<Share, Pairs>('pairs-thread')
  other.ask(share(1, 2))
  const mine = compareShare(share(0, 2))
  const theirs = other.take()
  other.close()
  return joined(mine, theirs ?? compareShare(share(1, 2)))
}

const joined = (mine: Pairs, theirs: Pairs): Pairs => {
  const size = mine.size + theirs.size
  if (mine.a.length < size) widen(mine, size)
  mine.a.set(theirs.a.subarray(0, theirs.size), mine.size)
  mine.b.set(theirs.b.subarray(0, theirs.size), mine.size)
  mine.patterns.set(theirs.patterns.subarray(0, theirs.size), mine.size)
  for (let p = 0; p < PATTERNS; p++)
    mine.counts[p] = (mine.counts[p] as number) + (theirs.counts[p] as number)
  mine.size = size
  return mine
}
