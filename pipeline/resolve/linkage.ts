/** Pairs with a weight above 0: parallel arrays. A weight of Infinity joins whatever else is known. */
export interface Edges {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly weight: Float32Array
  readonly size: number
}

/** Weighs a pair that is no edge; -Infinity keeps its clusters apart whatever else is known. */
export type Weigh = (a: number, b: number) => number

/** Two clusters are joined while their mean weight is above this (log odds; a probability of 0.6). */
const JOIN = 0.4

/** Largest piece of the graph that is clustered as one; a fuller one is cut at its weakest edges first. */
const LARGEST_PIECE = 300

/**
 * Average-link clustering (Sokal & Michener 1958) of listings joined by edges: the two clusters with
 * the highest mean weight over all their pairs are joined, while that mean is above `JOIN`. Pairs that
 * blocking never brought together are weighed on the spot. Connected components only bound the work.
 * Answers, for each listing, the lowest index of its cluster.
 */
export const averageLink = (size: number, edges: Edges, weigh: Weigh): Uint32Array => {
  const piece = connected(size, edges)
  const cluster = new Uint32Array(size)
  for (let i = 0; i < size; i++) cluster[i] = i
  const head = new Int32Array(size).fill(-1)
  const next = new Int32Array(edges.size)
  for (let e = edges.size - 1; e >= 0; e--) {
    const root = piece[edges.a[e] as number] as number
    next[e] = head[root] as number
    head[root] = e
  }
  for (let root = 0; root < size; root++) {
    if (head[root] === -1) continue
    const list: number[] = []
    for (let e = head[root] as number; e >= 0; e = next[e] as number) list.push(e)
    for (const group of linkPiece(list, edges, weigh)) {
      const lowest = group[0] as number
      for (const member of group) cluster[member] = lowest
    }
  }
  return cluster
}

/** The lowest index of each listing's connected component (union–find with path halving). */
const connected = (size: number, edges: Edges): Uint32Array => {
  const parent = new Uint32Array(size)
  for (let i = 0; i < size; i++) parent[i] = i
  const root = (i: number): number => {
    let at = i
    for (let up = parent[at] as number; up !== at; up = parent[at] as number) {
      parent[at] = parent[up] as number
      at = parent[at] as number
    }
    return at
  }
  for (let e = 0; e < edges.size; e++) {
    const x = root(edges.a[e] as number)
    const y = root(edges.b[e] as number)
    if (x < y) parent[y] = x
    else parent[x] = y
  }
  for (let i = 0; i < size; i++) parent[i] = root(i)
  return parent
}

/** The connected pieces of some edges, each as the numbers of its edges. */
export const piecesOf = (edges: Edges): number[][] => {
  const parent = new Map<number, number>()
  const root = (i: number): number => {
    let at = i
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) at = up
    return at
  }
  for (let e = 0; e < edges.size; e++) {
    const x = root(edges.a[e] as number)
    const y = root(edges.b[e] as number)
    parent.set(Math.max(x, y), Math.min(x, y))
  }
  const pieces = new Map<number, number[]>()
  for (let e = 0; e < edges.size; e++) {
    const top = root(edges.a[e] as number)
    const piece = pieces.get(top)
    if (piece === undefined) pieces.set(top, [e])
    else piece.push(e)
  }
  return [...pieces.values()]
}

/** Clusters one connected piece, given as the numbers of its edges: groups of listings, each sorted. */
export const linkPiece = (list: readonly number[], edges: Edges, weigh: Weigh): number[][] => {
  const { a, b, weight } = edges
  if (list.length === 1) {
    const e = list[0] as number
    const pair = [a[e] as number, b[e] as number].sort((x, y) => x - y)
    return (weight[e] as number) > JOIN ? [pair] : pair.map((member) => [member])
  }
  const members = [...new Set(list.flatMap((e) => [a[e] as number, b[e] as number]))]
  if (members.length > LARGEST_PIECE)
    return cut(list, edges).flatMap((part) => linkPiece(part, edges, weigh))
  members.sort((x, y) => x - y)
  const at = new Map(members.map((member, k) => [member, k]))
  const n = members.length
  const means = new Float64Array(n * n).fill(Number.NaN)
  const set = (x: number, y: number, mean: number) => {
    means[x * n + y] = mean
    means[y * n + x] = mean
  }
  for (const e of list)
    set(at.get(a[e] as number) ?? 0, at.get(b[e] as number) ?? 0, weight[e] as number)
  for (let x = 0; x < n; x++)
    for (let y = x + 1; y < n; y++)
      if (Number.isNaN(means[x * n + y]))
        set(x, y, weigh(members[x] as number, members[y] as number))
  return agglomerate(n, means).map((group) =>
    group.map((k) => members[k] as number).sort((x, y) => x - y),
  )
}

/** Joins the two clusters of highest mean until none is above `JOIN`; the lower pair first on a tie. */
const agglomerate = (n: number, means: Float64Array): number[][] => {
  const groups: number[][] = Array.from({ length: n }, (_, k) => [k])
  for (;;) {
    let best = JOIN
    let x = -1
    let y = -1
    for (let i = 0; i < n; i++) {
      if (groups[i]?.length === 0) continue
      for (let j = i + 1; j < n; j++) {
        const mean = means[i * n + j] as number
        if (mean > best && groups[j]?.length !== 0) {
          best = mean
          x = i
          y = j
        }
      }
    }
    if (x < 0) return groups.filter((group) => group.length > 0)
    const joined = groups[x] as number[]
    const taken = groups[y] as number[]
    for (let k = 0; k < n; k++) {
      if (k === x || k === y) continue
      const mean = meanOf(
        means[x * n + k] as number,
        joined.length,
        means[y * n + k] as number,
        taken.length,
      )
      means[x * n + k] = mean
      means[k * n + x] = mean
    }
    joined.push(...taken)
    groups[y] = []
  }
}

/** The mean of two means. A pair that must stay apart keeps both apart, even from one that must join. */
const meanOf = (mean: number, size: number, other: number, others: number): number =>
  mean === Number.NEGATIVE_INFINITY || other === Number.NEGATIVE_INFINITY
    ? Number.NEGATIVE_INFINITY
    : (mean * size + other * others) / (size + others)

/** Cuts a piece that is too large: the strongest edges are kept while what they join stays small enough. */
const cut = (list: readonly number[], edges: Edges): number[][] => {
  const sorted = [...list].sort(
    (x, y) => (edges.weight[y] as number) - (edges.weight[x] as number) || x - y,
  )
  const parts = new Map<number, { members: number[]; edges: number[] }>()
  const part = (i: number) => {
    const known = parts.get(i)
    if (known !== undefined) return known
    const made = { members: [i], edges: [] }
    parts.set(i, made)
    return made
  }
  for (const e of sorted) {
    const p = part(edges.a[e] as number)
    const q = part(edges.b[e] as number)
    if (p === q) p.edges.push(e)
    else if (p.members.length + q.members.length <= LARGEST_PIECE) {
      const [into, from] = p.members.length >= q.members.length ? [p, q] : [q, p]
      into.members.push(...from.members)
      into.edges.push(...from.edges, e)
      for (const member of from.members) parts.set(member, into)
    }
  }
  return [...new Set(parts.values())]
    .map(({ edges: kept }) => kept)
    .filter((kept) => kept.length > 0)
}
