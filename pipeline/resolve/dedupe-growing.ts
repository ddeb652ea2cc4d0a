import { digestReader, eachEdge, edgeWriter } from '../store/match.ts'
import { placeReader } from '../store/member.ts'
import type { Store } from '../store/open.ts'
import { becauseOf } from './because.ts'
import type { Model } from './classes.ts'
import type { Outcome, Run } from './dedupe.ts'
import { clusterAmong, type Growing, grow } from './increment.ts'
import { answersFor, readKnown } from './known.ts'
import type { Standing } from './settle.ts'

/** The corpus of the store while it grows, with listing ids. */
interface Shop {
  readonly growing: Growing
  readonly ids: readonly number[]
  readonly at: ReadonlyMap<number, number>
  /** What is due, and as what it was read. */
  readonly due: ReadonlyMap<number, unknown>
  readonly because: ReturnType<typeof becauseOf>
}

/** Resolves what is new or changed against what is there, batch by batch. */
export function* dedupeGrowing(
  run: Run,
  model: Model,
  shrunk: readonly number[],
): Generator<void, Outcome> {
  const shop = open(run, model)
  const pending = [...shop.due.keys()]
  const step = stepper(run, shop)
  if (shrunk.length > 0) step([], shrunk)
  for (let start = 0; start < pending.length && !run.stopped(); start += run.batch) {
    step(pending.slice(start, start + run.batch), [])
    run.progress(`${Math.min(start + run.batch, pending.length)} of ${pending.length} listings`)
    yield
  }
  return { model, pending: pending.length, report: undefined }
}

/** Reads what was resolved before into memory, and what was not. */
const open = ({ store }: Run, model: Model): Shop => {
  const known = readKnown(store)
  const { corpus, ids, at, settled, prospect } = known
  const listings = [...ids.keys()].filter((i) => settled[i] === 0)
  const fresh = new Set(listings.filter((i) => prospect[i] === 0))
  const digestOf = digestReader(store)
  const due = new Map(listings.map((i) => [i, digestOf(ids[i] as number)]))
  const answers = answersFor(store, known)
  const edges = edgesAmong(store, at)
  const growing = grow({ corpus, model, answers, edges }, { listings, fresh })
  const because = becauseOf(corpus, growing.weigher, model, (id) => at.get(id) ?? 0)
  return { growing, ids, at, due, because }
}

/** The pairs that were kept, by index; those of erased listings are left out. */
function* edgesAmong(store: Store, at: ReadonlyMap<number, number>) {
  for (const [a, b] of eachEdge(store)) {
    const x = at.get(a)
    const y = at.get(b)
    if (x !== undefined && y !== undefined) yield [x, y] as const
  }
}

/** Makes the function that resolves one batch of listings, or prospects to be looked at again, in one transaction. */
const stepper = (run: Run, { growing, ids, at, due, because }: Shop) => {
  const { store, inscribe, written } = run
  const digestOf = digestReader(store)
  const edges = edgeWriter(store)
  const { membersIn, placeOf } = placeReader(store)

  const addListing = (index: number): readonly number[] => {
    const id = ids[index] as number
    // erased or changed since it was read: the next run takes it as it is then
    if (digestOf(id) !== due.get(index)) return []
    const touched = growing.add(index)
    for (const other of growing.neighbours(index)) edges.add(id, ids[other] as number)
    return touched
  }

  /** All listings whose clusters hang together with the given ones: by edges, and by the prospects they are in. */
  const pieceOf = (start: number, done: Set<number>): number[] => {
    const piece: number[] = []
    const waiting = [start]
    while (waiting.length > 0) {
      const index = waiting.pop() as number
      if (done.has(index)) continue
      done.add(index)
      piece.push(index)
      waiting.push(...growing.neighbours(index))
      const place = placeOf(ids[index] as number)
      if (place === undefined) continue
      for (const listing of membersIn(place.prospect)) {
        const other = at.get(listing)
        if (other !== undefined) waiting.push(other)
      }
    }
    return piece.sort((x, y) => x - y)
  }

  const standing = (index: number): Standing => {
    const listing = ids[index] as number
    const place = placeOf(listing)
    return { listing, prospect: place?.prospect, home: place?.home ?? undefined }
  }

  return (batch: readonly number[], prospects: readonly number[]) => {
    store.transaction(() => {
      const touched = batch.flatMap(addListing)
      for (const prospect of prospects)
        for (const listing of membersIn(prospect)) {
          const index = at.get(listing)
          if (index !== undefined) touched.push(index)
        }
      const done = new Set<number>()
      for (const index of touched) {
        if (done.has(index)) continue
        const piece = pieceOf(index, done)
        if (piece.length === 0) continue
        const groups = clusterAmong(growing, piece).map((group) => group.map(standing))
        inscribe(groups, because, 'matched', run.at, written)
      }
    })
  }
}
