import { availableParallelism } from 'node:os'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type Blocks, candidateFinder } from './blocks.ts'
import { comparer } from './compare/pair.ts'
import type { Corpus } from './corpus.ts'
import { PATTERNS } from './fields.ts'
import type { Spread } from './spread.ts'

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

/** Milliseconds that the other thread may be late before its share is done here. */
const PATIENCE = 120_000

/** Compares all listings with their candidates; in two threads when there are many and the machine has two cores. */
export const compareAll = (corpus: Corpus, spread: Spread, blocks: Blocks): Pairs => {
  const share = (part: number, parts: number): Share => {
    const { wordIds: _, ...rest } = corpus
    return { corpus: rest, spread, blocks, part, parts }
  }
  const compiled = import.meta.url.endsWith('.js')
  if (corpus.size < WORTH_A_THREAD || !compiled || availableParallelism() < 2)
    return compareShare(share(0, 1))
  const other = startThread(share(1, 2))
  const mine = compareShare(share(0, 2))
  return joined(mine, other.take() ?? compareShare(share(1, 2)))
}

/** Starts a thread on a share; `take` waits for its pairs, and answers undefined when it failed. */
const startThread = (share: Share) => {
  const done = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./pairs-thread.js', import.meta.url), {
    workerData: { share, done, port: port2 },
    transferList: [port2],
  })
  // what went wrong there is done here again
  worker.on('error', () => undefined)
  worker.unref()
  return {
    take: (): Pairs | undefined => {
      Atomics.wait(done, 0, 0, PATIENCE)
      const pairs: Pairs | undefined = receiveMessageOnPort(port1)?.message
      port1.close()
      void worker.terminate()
      return pairs
    },
  }
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
