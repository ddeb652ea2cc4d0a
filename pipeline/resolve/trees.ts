/** A regression tree in flat lists: node k asks whether a feature is at most a value, and goes left or right; a leaf adds. */
interface Tree {
  readonly feature: number[]
  readonly value: number[]
  readonly left: number[]
  readonly right: number[]
  /** What a leaf adds to the log odds; 0 for inner nodes. */
  readonly adds: number[]
}

/** Boosted trees: log odds before any question, and the trees that correct them. */
export interface Trees {
  readonly base: number
  readonly trees: readonly Tree[]
}

const ROUNDS = 220
const RATE = 0.06
const DEPTH = 4
const LEAST_LEAF = 8
const RIDGE = 2
/** Share of rows and of features that each tree sees. */
const ROWS = 0.7
const COLUMNS = 0.35

/** Log odds that a row is positive. */
export const scoreOf = (model: Trees, row: readonly number[]): number => {
  let sum = model.base
  for (const { feature, value, left, right, adds } of model.trees) {
    let node = 0
    while ((left[node] as number) >= 0)
      node = (
        (row[feature[node] as number] as number) <= (value[node] as number)
          ? left[node]
          : right[node]
      ) as number
    sum += adds[node] as number
  }
  return sum
}

/**
 * Fits boosted trees to labelled rows by Newton steps on the logistic loss (Friedman 2001; Chen &
 * Guestrin 2016 for gain and ridge). `next` gives chance, so that a seed gives the same trees.
 */
export const fitTrees = (
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  next: () => number,
): Trees => {
  const positive = labels.filter(Boolean).length
  const base = Math.log((positive + 1) / (labels.length - positive + 1))
  const scores = new Float64Array(rows.length).fill(base)
  const width = rows[0]?.length ?? 0
  const order = Array.from({ length: width }, (_, f) =>
    Uint32Array.from(rows.keys()).sort((p, q) => (rows[p]?.[f] ?? 0) - (rows[q]?.[f] ?? 0)),
  )
  const slope = new Float64Array(rows.length)
  const bend = new Float64Array(rows.length)
  const trees: Tree[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (let r = 0; r < rows.length; r++) {
      const p = 1 / (1 + Math.exp(-(scores[r] as number)))
      slope[r] = (labels[r] ? 1 : 0) - p
      bend[r] = p * (1 - p)
    }
    const inside = Uint8Array.from(rows, () => (next() < ROWS ? 1 : 0))
    const features = Array.from({ length: width }, (_, f) => f).filter(() => next() < COLUMNS)
    const tree = growTree({ rows, order, slope, bend, inside, features })
    trees.push(tree)
    const one: Trees = { base: 0, trees: [tree] }
    for (let r = 0; r < rows.length; r++)
      scores[r] = (scores[r] as number) + scoreOf(one, rows[r] as readonly number[])
  }
  return { base, trees }
}

interface Task {
  readonly rows: readonly (readonly number[])[]
  /** By feature: rows in the order of its values. */
  readonly order: readonly Uint32Array[]
  readonly slope: Float64Array
  readonly bend: Float64Array
  readonly inside: Uint8Array
  readonly features: readonly number[]
}

const growTree = (task: Task): Tree => {
  const tree: Tree = { feature: [], value: [], left: [], right: [], adds: [] }
  const add = (members: Uint8Array, depth: number): number => {
    const node = tree.feature.length
    const { g, h } = sums(task, members)
    tree.feature.push(0)
    tree.value.push(0)
    tree.left.push(-1)
    tree.right.push(-1)
    tree.adds.push((RATE * g) / (h + RIDGE))
    const best = depth === 0 ? undefined : bestSplit(task, members, g, h)
    if (best === undefined) return node
    const side = (isLeft: boolean) =>
      Uint8Array.from(members, (member, r) =>
        member === 1 && (task.rows[r]?.[best.feature] ?? 0) <= best.value === isLeft ? 1 : 0,
      )
    tree.feature[node] = best.feature
    tree.value[node] = best.value
    tree.adds[node] = 0
    tree.left[node] = add(side(true), depth - 1)
    tree.right[node] = add(side(false), depth - 1)
    return node
  }
  add(task.inside, DEPTH)
  return tree
}

const sums = ({ slope, bend }: Task, members: Uint8Array) => {
  let g = 0
  let h = 0
  for (let r = 0; r < members.length; r++) {
    if (members[r] === 0) continue
    g += slope[r] as number
    h += bend[r] as number
  }
  return { g, h }
}

/** The question that divides the rows best, or undefined when none gains. */
const bestSplit = (task: Task, members: Uint8Array, g: number, h: number) => {
  const whole = (g * g) / (h + RIDGE)
  let found: { feature: number; value: number } | undefined
  let most = 1e-6
  let size = 0
  for (const member of members) size += member
  for (const feature of task.features) {
    let gl = 0
    let hl = 0
    let left = 0
    let before = Number.NEGATIVE_INFINITY
    for (const r of task.order[feature] as Uint32Array) {
      if (members[r] === 0) continue
      const value = task.rows[r]?.[feature] ?? 0
      if (value > before && left >= LEAST_LEAF && size - left >= LEAST_LEAF) {
        const gr = g - gl
        const hr = h - hl
        const gain = (gl * gl) / (hl + RIDGE) + (gr * gr) / (hr + RIDGE) - whole
        if (gain > most) {
          most = gain
          found = { feature, value: (before + value) / 2 }
        }
      }
      gl += task.slope[r] as number
      hl += task.bend[r] as number
      left++
      before = value
    }
  }
  return found
}
