import { edgeWriter } from '../store/match.ts'
import { type Resolved, resolveAll } from './batch.ts'
import { becauseOf } from './because.ts'
import type { Outcome, Run } from './dedupe.ts'
import { openFreshThread } from './fresh.ts'
import { answersFor, type Known, readKnown } from './known.ts'
import type { Edges } from './linkage.ts'
import { reportOn } from './report.ts'
import type { Standing } from './settle.ts'

type Read = Pick<Known, 'ids' | 'prospect' | 'home' | 'settled'>

/** Batches a transaction: what is known to be resolved anew can be written in larger ones. */
const AT_ONCE = 10

/** Edges a transaction. */
const EDGES_AT_ONCE = 50_000

/** Resolves all listings anew and writes what differs from before. */
export function* dedupeWhole(run: Run, shrunk: ReadonlySet<number>): Generator<void, Outcome> {
  const { store } = run
  const known = readKnown(store)
  const { corpus, ids, at, prospect, home, settled } = known
  const resolved = resolveAll(corpus, answersFor(store, known))
  const because = becauseOf(corpus, resolved.weigher, resolved.model, (id) => at.get(id) ?? 0)
  yield* writePieces(run, { ids, prospect, home, settled }, resolved, shrunk, because)
  writeEdges(run, ids, resolved.edges)
  const pending = settled.filter((one) => one === 0).length
  return { model: resolved.model, pending, report: reportOn(resolved).report }
}

/** Clusters that share a former prospect must be settled together: they are numbered alike. */
const pieceNumbers = ({ prospect }: Read, cluster: Uint32Array): Uint32Array => {
  const parent = Uint32Array.from(cluster)
  const root = (i: number): number => {
    let at = i
    for (let up = parent[at] as number; up !== at; up = parent[at] as number) {
      parent[at] = parent[up] as number
      at = parent[at] as number
    }
    return at
  }
  const first = new Map<number, number>()
  for (let i = 0; i < cluster.length; i++) {
    const before = prospect[i] as number
    if (before === 0) continue
    const other = first.get(before)
    if (other === undefined) first.set(before, i)
    else {
      const x = root(i)
      const y = root(other)
      parent[Math.max(x, y)] = Math.min(x, y)
    }
  }
  for (let i = 0; i < parent.length; i++) parent[i] = root(i)
  return parent
}

/** The listings (indexes) of each piece, in the order of their lowest. */
function* piecesBy(piece: Uint32Array): Generator<readonly number[]> {
  const next = new Int32Array(piece.length).fill(-1)
  const last = Int32Array.from(piece)
  for (let i = 0; i < piece.length; i++) {
    const root = piece[i] as number
    if (root === i) continue
    next[last[root] as number] = i
    last[root] = i
  }
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] !== i) continue
    const members: number[] = []
    for (let m = i; m >= 0; m = next[m] as number) members.push(m)
    yield members
  }
}

/** One transaction's worth of pieces: of each its clusters, of each its listings. */
type Batch = readonly (readonly (readonly Standing[])[])[]

/** The pieces that are not as they were before, in batches. */
function* batchesOf(
  run: Run,
  read: Read,
  cluster: Uint32Array,
  shrunk: ReadonlySet<number>,
): Generator<Batch> {
  const standing = (i: number): Standing => ({
    listing: read.ids[i] as number,
    prospect: read.prospect[i] || undefined,
    home: read.home[i] || undefined,
  })
  let batch: (readonly (readonly Standing[])[])[] = []
  let count = 0
  for (const members of piecesBy(pieceNumbers(read, cluster))) {
    if (isAsBefore(read, cluster, members, shrunk)) continue
    const groups = new Map<number, Standing[]>()
    for (const i of members) {
      const group = groups.get(cluster[i] as number)
      if (group === undefined) groups.set(cluster[i] as number, [standing(i)])
      else group.push(standing(i))
    }
    batch.push([...groups.values()])
    count += members.length
    if (count < run.batch * AT_ONCE) continue
    yield batch
    batch = []
    count = 0
  }
  if (batch.length > 0) yield batch
}

/** Batches that the second thread may be ahead. */
const AHEAD = 3

function* writePieces(
  run: Run,
  read: Read,
  { cluster }: Resolved,
  shrunk: ReadonlySet<number>,
  because: ReturnType<typeof becauseOf>,
): Generator<void, void> {
  const { store, inscribe, at, written } = run
  const thread = openFreshThread(store, read.prospect.filter((prospect) => prospect === 0).length)
  const batches = batchesOf(run, read, cluster, shrunk)
  const waiting: Batch[] = []
  const fill = () => {
    while (waiting.length < AHEAD) {
      const next = batches.next()
      if (next.done) return
      thread?.ask(next.value.flatMap((piece) => piece.map((group) => group.map((l) => l.listing))))
      waiting.push(next.value)
    }
  }
  try {
    for (fill(); waiting.length > 0 && !run.stopped(); fill()) {
      const batch = waiting.shift() ?? []
      const made = thread?.take()
      let from = 0
      store.transaction(() => {
        for (const piece of batch) {
          const mine = made?.slice(from, from + piece.length)
          from += piece.length
          inscribe(piece, because, 'matched', at, written, mine)
        }
      })
      run.progress(`${written.made + written.changed} prospects written`)
      yield
    }
  } finally {
    thread?.close()
  }
}

/** Whether a piece is one cluster, is one prospect, and none of its listings has changed. */
const isAsBefore = (
  read: Read,
  cluster: Uint32Array,
  members: readonly number[],
  shrunk: ReadonlySet<number>,
): boolean => {
  const first = members[0] as number
  const prospect = read.prospect[first] as number
  return (
    prospect !== 0 &&
    !shrunk.has(prospect) &&
    members.every(
      (i) =>
        read.settled[i] === 1 && read.prospect[i] === prospect && cluster[i] === cluster[first],
    )
  )
}

const writeEdges = (run: Run, ids: readonly number[], { a, b, size }: Edges) => {
  if (run.stopped()) return
  const edges = edgeWriter(run.store)
  run.store.transaction(edges.clear)
  for (let start = 0; start < size; start += EDGES_AT_ONCE)
    run.store.transaction(() => {
      for (let e = start; e < Math.min(size, start + EDGES_AT_ONCE); e++)
        edges.add(ids[a[e] as number] as number, ids[b[e] as number] as number)
    })
}
