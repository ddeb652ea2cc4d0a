import { seeded } from '../../pipeline/resolve/chance.ts'

/** Chance from a seed. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  /** A whole number below `n`. */
  readonly below: (n: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  readonly when: (probability: number) => boolean
}

export const chance = (seed: number): Chance => {
  const next = seeded(seed)
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
    when: (probability) => next() < probability,
  }
}
