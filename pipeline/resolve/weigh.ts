import { CLIP, type Model, weightTable } from './classes.ts'
import { comparer } from './compare.ts'
import type { Corpus } from './corpus.ts'
import { isApart } from './fields.ts'
import type { Spread } from './spread.ts'

/** What people said about pairs of listings (by index): they hold whatever the weights say. */
export interface Answers {
  readonly joined: readonly (readonly [a: number, b: number])[]
  readonly parted: readonly (readonly [a: number, b: number])[]
}

export const NO_ANSWERS: Answers = { joined: [], parted: [] }

/** Weighs pairs: log odds that two listings are one business. */
export interface Weigher {
  readonly pair: (a: number, b: number) => number
  /** The same for a pair whose pattern is known. */
  readonly ofPattern: (pattern: number, a: number, b: number) => number
  /** The table behind it: log odds by pattern. */
  readonly table: Float32Array
}

const keyOf = (a: number, b: number): number => Math.min(a, b) * 0x4000000 + Math.max(a, b)

/**
 * A pair's weight: what a person answered; else what official registers say, unless the address says
 * that it is another branch; else the pattern's.
 */
export const weigher = (
  corpus: Corpus,
  spread: Spread,
  model: Model,
  answers: Answers,
): Weigher => {
  const table = weightTable(model)
  const compare = comparer(corpus, spread)
  const said = new Map<number, number>()
  for (const [a, b] of answers.joined) said.set(keyOf(a, b), Number.POSITIVE_INFINITY)
  for (const [a, b] of answers.parted) said.set(keyOf(a, b), Number.NEGATIVE_INFINITY)
  const ofPattern = (pattern: number, a: number, b: number): number => {
    if (said.size > 0) {
      const answer = said.get(keyOf(a, b))
      if (answer !== undefined) return answer
    }
    const known = registers(corpus, a, b)
    if (known < 0) return -CLIP
    if (known > 0 && !isApart(pattern)) return CLIP
    return table[pattern] as number
  }
  return { table, ofPattern, pair: (a, b) => ofPattern(compare(a, b), a, b) }
}

/** 1 when both stand under one register number, -1 under two of one register, 0 when that is not known. */
const registers = ({ register, vat }: Corpus, a: number, b: number): number => {
  const x = register[a] as number
  const y = register[b] as number
  if (x !== 0 && y !== 0) return x === y ? 1 : -1
  const v = vat[a] as number
  return v !== 0 && v === vat[b] ? 1 : 0
}
