/** One line of a bench: what is measured, and what it stands for. */
export interface Row {
  readonly name: string
  /** `floor` is the least work that could do it, `peer` another program, `ours` Doorstep. */
  readonly role: 'floor' | 'peer' | 'ours'
  /** Does the work once; answers how many units were done. What ran in a process of its own tells its own time and peak memory. */
  readonly run: () => Promise<number | Done>
}

/** Work done by another process. */
export interface Done {
  readonly units: number
  readonly seconds?: number
  readonly cpuSeconds?: number
  readonly megabytes?: number
}

/** A bench: rows over the same seeded data, run in turn in one process, so that only ratios need be believed. */
export interface Bench {
  readonly about: string
  /** What is counted: `pages`, `listings`, `mails`. */
  readonly unit: string
  /** Timed rounds after one that is not counted; default 3. */
  readonly rounds?: number
  readonly setup: () => Promise<{
    readonly rows: readonly Row[]
    /** What could not be measured here, and why (a peer that is not installed). */
    readonly missing?: readonly string[]
    readonly close?: () => Promise<void>
  }>
}

/** Declares a bench. Its name is its file's name in this folder. */
export const defineBench = (bench: Bench): Bench => bench

/** A seeded generator of numbers in [0, 1): mulberry32, so that every run makes the same data. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
