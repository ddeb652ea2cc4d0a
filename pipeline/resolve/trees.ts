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

const ROUNDS = 400
const RATE = 0.04
const DEPTH = 4
const LEAST_LEAF = 8
const RIDGE = 2
/** Share of rows and of features that each tree sees. */
const ROWS = 0.7
const COLUMNS = 0.15
/** Most bins into which the values of a feature are sorted. */
const BINS = 64

/** Log odds that a row is positive. */
export const scoreOf = ({ base, trees }: Trees, row: readonly number[]): number =>
  trees.reduce((sum, tree) => sum + answerOf(tree, row), base)

const answerOf = ({ feature, value, left, right, adds }: Tree, row: readonly number[]): number => {
  let node = 0
  while ((left[node] as number) >= 0)
    node = (
      (row[feature[node] as number] as number) <= (value[node] as number) ? left[node] : right[node]
    ) as number
  return adds[node] as number
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
  const bins = (rows[0] ?? []).map((_, f) => binsOf(rows.map((row) => row[f] as number)))
  const slope = new Float64Array(rows.length)
  const bend = new Float64Array(rows.length)
  const trees: Tree[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (let r = 0; r < rows.length; r++) {
      const p = 1 / (1 + Math.exp(-(scores[r] as number)))
      slope[r] = (labels[r] ? 1 : 0) - p
      bend[r] = p * (1 - p)
    }
    const inside = Uint32Array.from(rows.keys()).filter(() => next() < ROWS)
    const features = [...bins.keys()].filter(() => next() < COLUMNS)
    const tree = growTree({ bins, slope, bend, features }, inside)
    trees.push(tree)
    rows.forEach((row, r) => {
      scores[r] = (scores[r] as number) + answerOf(tree, row)
    })
  }
  return { base, trees }
}

/** Values of a feature sorted into bins, so that a split is sought between few values (Ke et al. 2017). */
interface Bins {
  /** By row: its bin. */
  readonly of: Uint8Array
  /** The greatest value, halfway to the next, of every bin but the last. */
  readonly cuts: readonly number[]
}

const binsOf = (values: readonly number[]): Bins => {
  const sorted = Float64Array.from(values).sort()
  const cuts: number[] = []
  let start = 0
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1] as number
    if (sorted[i] === before || i - start < sorted.length / BINS) continue
    cuts.push((before + (sorted[i] as number)) / 2)
    start = i
  }
  return { of: Uint8Array.from(values, (value) => binOf(cuts, value)), cuts }
}

const binOf = (cuts: readonly number[], value: number): number => {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (cuts[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

interface Task {
  readonly bins: readonly Bins[]
  readonly slope: Float64Array
  readonly bend: Float64Array
  readonly features: readonly number[]
}

const growTree = (task: Task, inside: Uint32Array): Tree => {
  const tree: Tree = { feature: [], value: [], left: [], right: [], adds: [] }
  const add = (members: Uint32Array, depth: number): number => {
    const node = tree.feature.length
    const { g, h } = sums(task, members)
    tree.feature.push(0)
    tree.value.push(0)
    tree.left.push(-1)
    tree.right.push(-1)
    tree.adds.push((RATE * g) / (h + RIDGE))
    const best = depth === 0 ? undefined : bestSplit(task, members, g, h)
    if (best === undefined) return node
    const { of, cuts } = task.bins[best.feature] as Bins
    const side = (isLeft: boolean) =>
      members.filter((r) => (of[r] as number) <= best.bin === isLeft)
    tree.feature[node] = best.feature
    tree.value[node] = cuts[best.bin] as number
    tree.adds[node] = 0
    tree.left[node] = add(side(true), depth - 1)
    tree.right[node] = add(side(false), depth - 1)
    return node
  }
  add(inside, DEPTH)
  return tree
}

const sums = ({ slope, bend }: Task, members: Uint32Array) => {
  let g = 0
  let h = 0
  for (const r of members) {
    g += slope[r] as number
    h += bend[r] as number
  }
  return { g, h }
}

/** The question that divides the rows best, or undefined when none gains. */
const bestSplit = (task: Task, members: Uint32Array, g: number, h: number) => {
  const whole = (g * g) / (h + RIDGE)
  const slopes = new Float64Array(BINS + 1)
  const bends = new Float64Array(BINS + 1)
  const sizes = new Uint32Array(BINS + 1)
  let found: { feature: number; bin: number } | undefined
  let most = 1e-6
  for (const feature of task.features) {
    const { of, cuts } = task.bins[feature] as Bins
    slopes.fill(0)
    bends.fill(0)
    sizes.fill(0)
    for (const r of members) {
      const bin = of[r] as number
      slopes[bin] = (slopes[bin] as number) + (task.slope[r] as number)
      bends[bin] = (bends[bin] as number) + (task.bend[r] as number)
      sizes[bin] = (sizes[bin] as number) + 1
    }
    let gl = 0
    let hl = 0
    let left = 0
    for (let bin = 0; bin < cuts.length; bin++) {
      gl += slopes[bin] as number
      hl += bends[bin] as number
      left += sizes[bin] as number
      if (left < LEAST_LEAF || members.length - left < LEAST_LEAF) continue
      const gr = g - gl
      const hr = h - hl
      const gain = (gl * gl) / (hl + RIDGE) + (gr * gr) / (hr + RIDGE) - whole
      if (gain <= most) continue
      most = gain
      found = { feature, bin }
    }
  }
  return found
}
