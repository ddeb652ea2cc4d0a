import { areaOf, type Corpus } from './corpus.ts'
import { mix } from './hash.ts'
import { count, countOf, emptyTally, type Tally } from './tally.ts'

/**
 * In how many areas each phone, website and name is seen. One that is seen in three or more belongs
 * to a chain, a call centre or an accountant, and says little about which business a listing is.
 */
export interface Spread {
  readonly phone: Tally
  readonly site: Tally
  readonly name: Tally
  /** Value and area together, to count each area once. */
  readonly seen: Tally
}

/** From this many areas on, a value is shared. */
export const SHARED = 3

export const emptySpread = (capacity = 1024): Spread => ({
  phone: emptyTally(capacity),
  site: emptyTally(capacity),
  name: emptyTally(capacity),
  seen: emptyTally(capacity * 3),
})

/** A phone number as a 32-bit key. */
export const phoneKey = (number: number): number =>
  mix((number % 0x100000000) >>> 0, Math.floor(number / 0x100000000) + 7)

/** Counts a listing's values; answers whether one of them became shared by it. */
export const countSpread = (spread: Spread, corpus: Corpus, i: number): boolean => {
  const area = areaOf(corpus, i)
  const number = corpus.number[i] ?? 0
  if (area === 0 && number === 0) return false
  let crossed = false
  const see = (tally: Tally, value: number, salt: number) => {
    if (value === 0) return
    if (area !== 0 && count(spread.seen, mix(mix(value, salt), area)) === 1)
      if (count(tally, value) === SHARED) crossed = true
    const doors = mix(value, 9)
    if (number !== 0 && count(spread.seen, mix(mix(value, salt + 10), number)) === 1)
      if (count(tally, doors) === SHARED) crossed = true
  }
  const start = corpus.phoneStart[i] ?? 0
  for (let k = 0; k < (corpus.phoneCount[i] ?? 0); k++)
    see(spread.phone, phoneKey(corpus.phones[start + k] ?? 0), 1)
  see(spread.site, corpus.site[i] ?? 0, 2)
  see(spread.name, corpus.name[i] ?? 0, 3)
  return crossed
}

export const isShared = (tally: Tally, value: number): boolean =>
  countOf(tally, value) >= SHARED || countOf(tally, mix(value, 9)) >= SHARED
