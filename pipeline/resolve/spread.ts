import { AT, areaOf, type Corpus, WIDTH } from './corpus.ts'
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
  seen: emptyTally(capacity * 4),
})

/** A phone number as a 32-bit key, from its low and high half. */
const halvesKey = (low: number, high: number): number => mix(low, high + 7)

/** A phone number as a 32-bit key. */
export const phoneKey = (number: number): number =>
  halvesKey((number % 0x100000000) >>> 0, Math.floor(number / 0x100000000))

/** Sets the doors of a value apart from its areas. */
const DOORS = 9

/** Counts a listing's values; answers whether one of them became shared by it. */
export const countSpread = (spread: Spread, corpus: Corpus, i: number): boolean => {
  const { cells, phones } = corpus
  const at = i * WIDTH
  const area = areaOf(corpus, i)
  const number = cells[at + AT.number] as number
  if (area === 0 && number === 0) return false
  let crossed = false
  const see = (tally: Tally, value: number, salt: number) => {
    if (value === 0) return
    if (area !== 0 && count(spread.seen, mix(mix(value, salt), area)) === 1)
      if (count(tally, value) === SHARED) crossed = true
    if (number !== 0 && count(spread.seen, mix(mix(value, salt + 10), number)) === 1)
      if (count(tally, mix(value, DOORS)) === SHARED) crossed = true
  }
  const start = cells[at + AT.phoneStart] as number
  for (let k = 0; k < (cells[at + AT.phoneCount] as number); k++)
    see(spread.phone, phoneKey(phones[start + k] as number), 1)
  see(spread.site, cells[at + AT.site] as number, 2)
  see(spread.name, cells[at + AT.name] as number, 3)
  return crossed
}

export const isShared = (tally: Tally, value: number): boolean =>
  countOf(tally, value) >= SHARED || countOf(tally, mix(value, DOORS)) >= SHARED
