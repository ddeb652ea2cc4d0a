import type { Instant } from '../model/region.ts'
import { answerPairs } from '../store/doubt.ts'
import { type MatchableRow, matchableReader } from '../store/match.ts'
import type { Store } from '../store/open.ts'
import { candidateFinder, emptyBlocks, putListing } from './blocks.ts'
import { comparer } from './compare/pair.ts'
import { factsOf } from './explain.ts'
import { answersFor, modelOf, readKnown } from './known.ts'
import { isDoubtful, probability } from './report.ts'
import { countSpread, emptySpread } from './spread.ts'
import { weigher } from './weigh.ts'

/** Two listings of which it is not clear whether they are one business. */
export interface DoubtfulPair {
  readonly a: number
  readonly b: number
  readonly probability: number
  readonly facts: readonly string[]
}

/** The pairs most in doubt (probability nearest to one half), of all that were never answered. */
export const doubtfulPairs = (store: Store, most: number): readonly DoubtfulPair[] => {
  const known = readKnown(store)
  const { corpus, ids } = known
  const spread = emptySpread(corpus.size)
  const blocks = emptyBlocks(corpus.size)
  for (let i = 0; i < corpus.size; i++) {
    countSpread(spread, corpus, i)
    putListing(blocks, corpus, i)
  }
  const model = modelOf(store)
  const weighs = weigher(corpus, spread, model, answersFor(store, known))
  const compare = comparer(corpus, spread)
  const candidates = candidateFinder(blocks, corpus)
  const found: { a: number; b: number; pattern: number; weight: number }[] = []
  for (let b = 0; b < corpus.size; b++)
    candidates(b, b, (a) => {
      const pattern = compare(a, b)
      const weight = weighs.ofPattern(pattern, a, b)
      if (isDoubtful(weight)) found.push({ a, b, pattern, weight })
    })
  return found
    .sort((p, q) => Math.abs(p.weight) - Math.abs(q.weight) || p.a - q.a || p.b - q.b)
    .slice(0, most)
    .map(({ a, b, pattern, weight }) => ({
      a: ids[a] as number,
      b: ids[b] as number,
      probability: probability(weight),
      facts: factsOf(model, pattern).map(({ words }) => words),
    }))
}

/** A listing in one line, for a person to compare. */
const listingLine = (row: MatchableRow | undefined): string =>
  row === undefined
    ? ''
    : [
        `${row.id} ${row.source}`,
        row.name,
        [row.street, row.number, row.unit, row.postcode, row.town].filter(Boolean).join(' '),
        JSON.parse(row.phones).join(' '),
        row.website,
        row.trade,
      ]
        .filter(Boolean)
        .join(' | ')

/** Reads listings for `listingLine`. */
export const listingLines = (store: Store) => {
  const read = matchableReader(store)
  return (id: number): string => listingLine(read(id))
}

/** Keeps one answer; it holds for ever, and takes effect with the next dedupe. */
export const keepAnswer = (
  store: Store,
  { a, b }: DoubtfulPair,
  same: boolean,
  by: string,
  at: Instant,
) => answerPairs(store, [{ a, b, same }], by, at)
