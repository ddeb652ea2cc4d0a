/** Chance from a seed: the same seed gives the same numbers everywhere (mulberry32). */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  /** A whole number below `n`. */
  readonly below: (n: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  readonly when: (probability: number) => boolean
}

export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
    when: (probability) => next() < probability,
  }
}
