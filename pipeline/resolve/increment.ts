import { type Blocks, candidateFinder, putListing } from './blocks.ts'
import type { Model } from './classes.ts'
import { comparer } from './compare/pair.ts'
import { AT, type Corpus, capacityOf, WIDTH } from './corpus.ts'
import { type Edges, linkPiece, piecesOf } from './linkage.ts'
import { type Due, openMet } from './met.ts'
import { countSpread, emptySpread, type Spread } from './spread.ts'
import { type Answers, type Weigher, weigher } from './weigh.ts'

/** Pairs that speak for one business, as lists of neighbours in flat arrays. */
interface Graph {
  heads: Int32Array
  next: Int32Array
  to: Uint32Array
  used: number
}

/** A corpus that grows: what is known of it, and the graph of pairs that speak for one business. */
export interface Growing {
  readonly corpus: Corpus
  readonly spread: Spread
  readonly blocks: Blocks
  readonly graph: Graph
  readonly weigher: Weigher
  /** Resolves one of the listings that are due; answers those whose clusters may change by it, itself included. */
  readonly add: (index: number) => readonly number[]
  readonly neighbours: (index: number) => readonly number[]
}

/** What a corpus that grows was before. */
export interface Before {
  readonly corpus: Corpus
  readonly model: Model
  readonly answers: Answers
  /** Pairs of indexes that spoke for one business when last compared. */
  readonly edges: Iterable<readonly [a: number, b: number]>
}

/**
 * Makes a corpus ready to grow by the listings that are due. What was resolved before is counted, and blocked where one
 * of the due could meet it; nothing of it is compared again.
 */
export const grow = ({ corpus, model, answers, edges }: Before, due: Due): Growing => {
  const met = openMet(corpus, due)
  const spread = emptySpread(corpus.size)
  for (let i = 0; i < corpus.size; i++) if (!due.fresh.has(i)) countSpread(spread, corpus, i)
  const graph = emptyGraph(capacityOf(corpus))
  for (const [a, b] of edges) connect(graph, a, b)
  for (const [a, b] of answers.joined) connect(graph, a, b)
  const blocks = met()
  const compare = comparer(corpus, spread)
  const weighs = weigher(corpus, spread, model, answers)
  const candidates = candidateFinder(blocks, corpus)
  const neighbours = (index: number) => neighboursOf(graph, index)
  const add: Growing['add'] = (index) => {
    const crossed = countSpread(spread, corpus, index)
    putListing(blocks, corpus, index)
    const touched = [index]
    // what a listing stood for before stays in its former blocks, where it is only compared in vain
    candidates(index, corpus.size, (other) => {
      if (weighs.ofPattern(compare(index, other), index, other) > 0) connect(graph, index, other)
      if (crossed && shareValue(corpus, index, other)) touched.push(other)
    })
    return touched
  }
  return { corpus, spread, blocks, graph, weigher: weighs, add, neighbours }
}

/** Whether two listings have a phone, website or name in common: what becomes shared for one, does for the other. */
const shareValue = ({ cells, phones }: Corpus, a: number, b: number): boolean => {
  const x = a * WIDTH
  const y = b * WIDTH
  const same = (at: number) => cells[x + at] !== 0 && cells[x + at] === cells[y + at]
  if (same(AT.site) || same(AT.name)) return true
  const numbers = (at: number) => {
    const start = cells[at + AT.phoneStart] as number
    return phones.subarray(start, start + (cells[at + AT.phoneCount] as number))
  }
  return numbers(x).some((number) => numbers(y).includes(number))
}

const emptyGraph = (listings: number): Graph => ({
  heads: new Int32Array(listings).fill(-1),
  next: new Int32Array(listings * 4),
  to: new Uint32Array(listings * 4),
  used: 0,
})

const connect = (graph: Graph, a: number, b: number) => {
  link(graph, a, b)
  link(graph, b, a)
}

const link = (graph: Graph, from: number, to: number) => {
  if (from >= graph.heads.length) {
    const heads = new Int32Array(Math.max(from + 1, graph.heads.length * 2)).fill(-1)
    heads.set(graph.heads)
    graph.heads = heads
  }
  if (graph.used === graph.to.length) {
    const next = new Int32Array(graph.used * 2 + 16)
    const to = new Uint32Array(graph.used * 2 + 16)
    next.set(graph.next)
    to.set(graph.to)
    graph.next = next
    graph.to = to
  }
  graph.to[graph.used] = to
  graph.next[graph.used] = graph.heads[from] as number
  graph.heads[from] = graph.used++
}

const neighboursOf = (graph: Graph, index: number): number[] => {
  const found: number[] = []
  for (let e = graph.heads[index] ?? -1; e >= 0; e = graph.next[e] as number)
    found.push(graph.to[e] as number)
  return found
}

/** Clusters some listings anew by the pairs among them; each listing is in exactly one group. */
export const clusterAmong = (growing: Growing, members: readonly number[]): number[][] => {
  const inside = new Set(members)
  const a: number[] = []
  const b: number[] = []
  const weight: number[] = []
  const seen = new Set<number>()
  for (const x of members) {
    for (const y of growing.neighbours(x)) {
      if (y <= x || !inside.has(y) || seen.has(x * 0x4000000 + y)) continue
      seen.add(x * 0x4000000 + y)
      const w = growing.weigher.pair(x, y)
      if (w <= 0) continue
      a.push(x)
      b.push(y)
      weight.push(w)
    }
  }
  const edges: Edges = {
    a: Uint32Array.from(a),
    b: Uint32Array.from(b),
    weight: Float32Array.from(weight),
    size: a.length,
  }
  const groups = piecesOf(edges).flatMap((piece) => linkPiece(piece, edges, growing.weigher.pair))
  const placed = new Set(groups.flat())
  return [...groups, ...members.filter((member) => !placed.has(member)).map((member) => [member])]
}
