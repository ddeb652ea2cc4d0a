import {
  countListings,
  eachMatchable,
  loadModel,
  type MatchableRow,
  pairAnswers,
} from '../store/match.ts'
import type { Store } from '../store/open.ts'
import { type Model, priorModel } from './classes.ts'
import { addRow, type Corpus, emptyCorpus } from './corpus.ts'
import { rowOfListing } from './listing-row.ts'
import type { Answers } from './weigh.ts'

/** Listings of the store in memory: each has an index, in the order of the ids. */
export interface Known {
  readonly corpus: Corpus
  readonly ids: number[]
  /** Index by listing id. */
  readonly at: Map<number, number>
}

/** Reads listings into memory, those that `take` says. */
export const readKnown = (
  store: Store,
  take: (listing: MatchableRow) => boolean = () => true,
): Known => {
  const corpus = emptyCorpus(countListings(store))
  const ids: number[] = []
  for (const listing of eachMatchable(store)) {
    if (!take(listing)) continue
    addRow(corpus, rowOfListing(listing))
    ids.push(listing.id)
  }
  return { corpus, ids, at: new Map(ids.map((id, i) => [id, i])) }
}

/** The answers people gave, by index; those about erased listings are left out. */
export const answersFor = (store: Store, { at }: Known): Answers => {
  const joined: [number, number][] = []
  const parted: [number, number][] = []
  for (const { a, b, same } of pairAnswers(store)) {
    const x = at.get(a)
    const y = at.get(b)
    if (x !== undefined && y !== undefined) (same ? joined : parted).push([x, y])
  }
  return { joined, parted }
}

/** The model as last fitted, or the shipped prior. */
export const modelOf = (store: Store): Model => {
  const kept = loadModel(store)
  return kept === undefined ? priorModel() : JSON.parse(kept.model)
}
