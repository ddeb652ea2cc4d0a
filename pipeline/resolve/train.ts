import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { Trouble } from '../model/trouble.ts'
import { type ColumnName, findColumns } from './columns.ts'
import { FEATURE_NAMES, featurer } from './features.ts'
import type { Row } from './row.ts'
import { rowOf } from './table.ts'
import { fitTrees, scoreOf, type Trees } from './trees.ts'

/** Labelled pairs: what the learner sees of each, and whether it is one business. */
export interface Labelled {
  readonly features: readonly (readonly number[])[]
  readonly same: readonly boolean[]
}

/** How well weights that were learnt decide pairs they had not seen. */
export interface Trained {
  readonly pairs: number
  readonly f1: number
  readonly precision: number
  readonly recall: number
  readonly weights: Weights
}

/** Weights as they are kept in a file. */
interface Weights {
  /** What the trees ask about; weights learnt from other features do not fit. */
  readonly features: readonly string[]
  /** Several fits of boosted trees, whose mean is the weight. */
  readonly bag: readonly Trees[]
}

/** Starts or ends of column names that tell the two sides apart. */
const SIDES: readonly (readonly [left: RegExp, right: RegExp])[] = [
  [/^l_/i, /^r_/i],
  [/^left_/i, /^right_/i],
  [/^a_/i, /^b_/i],
  [/_1$/, /_2$/],
  [/_l$/i, /_r$/i],
]

const YES = /^(?:1|true|yes|y|ja|oui|match|same)$/i

/** Reads a CSV of labelled pairs: columns `l_name,r_name,…` (or left_/right_, a_/b_, _1/_2) and `label`. Trouble `bad-file`. */
export const readPairs = (path: string): Labelled => {
  const bad = (why: string) => new Trouble('bad-file', 'usage', `${path}: ${why}`)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Trouble('bad-file', 'usage', `${path} cannot be read: ${String(cause)}`, cause)
  }
  const [header = [], ...lines] = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' }).data
  const label = header.findIndex((name) => /^(?:label|same|match)$/i.test(name))
  const sides = SIDES.find(([left]) => header.some((name) => left.test(name)))
  if (label < 0 || sides === undefined)
    throw bad('labelled pairs need a column label (1 or 0) and columns l_name, r_name and so on')
  const columns = sides.map((side) => {
    const own = header.map((name) => (side.test(name) ? name.replace(side, '') : ''))
    return findColumns(own, []) satisfies Partial<Record<ColumnName, number>>
  })
  const featuresOf = featurer(
    lines.flatMap((cells) => columns.map((side) => rowOf(cells, side, ''))),
  )
  return {
    features: lines.map((_, k) => featuresOf(2 * k, 2 * k + 1)),
    same: lines.map((cells) => YES.test(cells[label] ?? '')),
  }
}

const BAG = 3

const fitBag = (
  features: Labelled['features'],
  same: Labelled['same'],
  next: () => number,
): Trees[] => Array.from({ length: BAG }, () => fitTrees(features, same, next))

const mean = (bag: readonly Trees[], row: readonly number[]): number =>
  bag.reduce((sum, trees) => sum + scoreOf(trees, row), 0) / bag.length

/** F1 is highest where pairs count as one from half of F1 on (Lipton et al. 2014): 0.45, as log odds. */
const THRESHOLD = -0.2

const FOLDS = 5

/** Learns weights from labelled pairs, and measures them on five folds that were held out in turn. */
export const train = ({ features, same }: Labelled, next: () => number): Trained => {
  const fold = features.map(() => Math.floor(next() * FOLDS))
  let hits = 0
  let wrong = 0
  let missed = 0
  for (let f = 0; f < FOLDS; f++) {
    const seen = (_: unknown, k: number) => fold[k] !== f
    const bag = fitBag(features.filter(seen), same.filter(seen), next)
    features.forEach((row, k) => {
      if (fold[k] !== f) return
      const says = mean(bag, row) > THRESHOLD
      if (says && same[k]) hits++
      else if (says) wrong++
      else if (same[k]) missed++
    })
  }
  return {
    pairs: features.length,
    f1: (2 * hits) / (2 * hits + wrong + missed || 1),
    precision: hits / (hits + wrong || 1),
    recall: hits / (hits + missed || 1),
    weights: { features: FEATURE_NAMES, bag: fitBag(features, same, next) },
  }
}

/** Weights that `train` learnt, for resolving a table's rows, by index. Trouble `bad-file` when they ask about other features. */
export const learntFrom = ({ features, bag }: Weights): Learnt => {
  if (String(features) !== String(FEATURE_NAMES) || !Array.isArray(bag) || bag.length === 0)
    throw new Trouble('bad-file', 'usage', 'these weights were learnt from other features')
  return (rows) => {
    const featuresOf = featurer(rows)
    return (a, b) => mean(bag, featuresOf(a, b)) - THRESHOLD
  }
}

/** Weights learnt from labelled pairs, made ready for the rows of a table. */
export type Learnt = (rows: readonly Row[]) => (a: number, b: number) => number
