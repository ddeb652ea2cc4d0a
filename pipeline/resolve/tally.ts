import { sharedWords } from './memory.ts'

/** Counts by 32-bit key, in two flat arrays (open addressing): a million keys take 16 MB. Key 0 is not counted. */
export interface Tally {
  keys: Uint32Array
  counts: Uint32Array
  used: number
}

export const emptyTally = (capacity = 1024): Tally => {
  let size = 1024
  while (size < capacity * 2) size *= 2
  return { keys: sharedWords(size), counts: sharedWords(size), used: 0 }
}

const slot = (keys: Uint32Array, key: number): number => {
  const mask = keys.length - 1
  let at = (key ^ (key >>> 15)) & mask
  while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask
  return at
}

const grow = (tally: Tally) => {
  const { keys, counts } = tally
  tally.keys = sharedWords(keys.length * 2)
  tally.counts = sharedWords(keys.length * 2)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    if (key === 0) continue
    const at = slot(tally.keys, key)
    tally.keys[at] = key
    tally.counts[at] = counts[i] ?? 0
  }
}

/** Adds to a key's count; answers the new count. */
export const count = (tally: Tally, key: number, by = 1): number => {
  if (tally.used * 2 >= tally.keys.length) grow(tally)
  const at = slot(tally.keys, key)
  if (tally.keys[at] === 0) {
    tally.keys[at] = key
    tally.used++
  }
  const now = (tally.counts[at] ?? 0) + by
  tally.counts[at] = now
  return now
}

/** A key's count; 0 when it was never counted. */
export const countOf = (tally: Tally, key: number): number =>
  tally.counts[slot(tally.keys, key)] ?? 0
