import {
  countListings,
  eachMatchable,
  halves,
  type IdRange,
  loadModel,
  pairAnswers,
} from '../store/match.ts'
import type { Store } from '../store/open.ts'
import { type Model, priorModel } from './classes.ts'
import { addRow, appendCorpus, type Corpus, emptyCorpus } from './corpus.ts'
import { rowOfListing } from './listing-row.ts'
import { canOpenThread, openThread } from './thread.ts'
import type { Answers } from './weigh.ts'

/** Listings of the store in memory: each has an index, in the order of the ids. */
export interface Known extends Places {
  readonly corpus: Corpus
  readonly ids: number[]
  /** Index by listing id. */
  readonly at: Map<number, number>
}

/** Where each listing stands, by index; 0 for nowhere. */
interface Places {
  readonly prospect: readonly number[]
  readonly home: readonly number[]
  /** 1 when it was resolved as it is now. */
  readonly settled: readonly number[]
}

/** Listings of a range of ids, as one thread hands them to another. */
export interface Part extends Places {
  readonly corpus: Omit<Corpus, 'wordIds'>
  readonly ids: readonly number[]
}

/** From this many listings on, a second thread is worth its start. */
const WORTH_A_THREAD = 50_000

/** Reads all listings into memory; in two threads when there are many and the machine has two cores. */
export const readKnown = (store: Store): Known => {
  const listings = countListings(store)
  const known =
    listings < WORTH_A_THREAD || store.path === ':memory:' || !canOpenThread()
      ? readPart(store, undefined, listings)
      : readHalves(store, listings)
  return { ...known, at: new Map(known.ids.map((id, i) => [id, i])) }
}

const readHalves = (store: Store, listings: number) => {
  const [lower, upper] = halves(store)
  const thread = openThread<IdRange, Part>('known-thread', store.path)
  thread.ask(upper)
  const mine = readPart(store, lower, listings)
  const theirs = thread.take() ?? readPart(store, upper, listings / 2)
  thread.close()
  appendCorpus(mine.corpus, theirs.corpus)
  return {
    corpus: mine.corpus,
    ids: mine.ids.concat(theirs.ids),
    prospect: mine.prospect.concat(theirs.prospect),
    home: mine.home.concat(theirs.home),
    settled: mine.settled.concat(theirs.settled),
  }
}

/** Reads the listings of a range of ids, or all; `capacity` says for how many room is made beforehand. */
export const readPart = (store: Store, range?: IdRange, capacity?: number) => {
  const corpus = emptyCorpus(capacity)
  const ids: number[] = []
  const prospect: number[] = []
  const home: number[] = []
  const settled: number[] = []
  for (const listing of eachMatchable(store, range)) {
    addRow(corpus, rowOfListing(listing))
    ids.push(listing.id)
    prospect.push(listing.prospect ?? 0)
    home.push(listing.home ?? 0)
    settled.push(listing.settled)
  }
  return { corpus, ids, prospect, home, settled }
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
