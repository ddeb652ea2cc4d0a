import { CLIP, type Model, weightTable } from './classes.ts'
import { comparer } from './compare/pair.ts'
import { AT, type Corpus, WIDTH } from './corpus.ts'
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
  /** What decides about a pair. */
  readonly decides: (pattern: number, a: number, b: number) => 'person' | 'register' | 'facts'
  /** What the pattern alone says. */
  readonly table: (pattern: number) => number
  readonly spread: Spread
}

const clip = (weight: number): number => Math.max(-CLIP, Math.min(CLIP, weight))

const keyOf = (a: number, b: number): number => Math.min(a, b) * 0x4000000 + Math.max(a, b)

/**
 * A pair's weight: what a person answered; else what official registers say, unless the address says
 * that it is another branch; else what was learnt from labelled pairs, where there is such; else the pattern's.
 */
export const weigher = (
  corpus: Corpus,
  spread: Spread,
  model: Model,
  answers: Answers,
  learnt?: (a: number, b: number) => number,
): Weigher => {
  const table = weightTable(model)
  const compare = comparer(corpus, spread)
  const said = new Map<number, number>()
  for (const [a, b] of answers.joined) said.set(keyOf(a, b), Number.POSITIVE_INFINITY)
  for (const [a, b] of answers.parted) said.set(keyOf(a, b), Number.NEGATIVE_INFINITY)
  const answerOn = (a: number, b: number) => (said.size > 0 ? said.get(keyOf(a, b)) : undefined)
  const ofPattern = (pattern: number, a: number, b: number): number =>
    answerOn(a, b) ??
    registersOn(corpus, pattern, a, b) ??
    (learnt === undefined ? table(pattern) : clip(learnt(a, b)))
  return {
    table,
    spread,
    ofPattern,
    pair: (a, b) => ofPattern(compare(a, b), a, b),
    decides: (pattern, a, b) => {
      if (answerOn(a, b) !== undefined) return 'person'
      return registersOn(corpus, pattern, a, b) === undefined ? 'facts' : 'register'
    },
  }
}

/** The weight that register numbers give, or undefined where they do not decide. */
const registersOn = (
  { cells }: Corpus,
  pattern: number,
  a: number,
  b: number,
): number | undefined => {
  const x = cells[a * WIDTH + AT.register] as number
  const y = cells[b * WIDTH + AT.register] as number
  const v = cells[a * WIDTH + AT.vat] as number
  if (x !== 0 && y !== 0 && x !== y) return -CLIP
  const same = (x !== 0 && x === y) || (v !== 0 && v === cells[b * WIDTH + AT.vat])
  return same && !isApart(pattern) ? CLIP : undefined
}
