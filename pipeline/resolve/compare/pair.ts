import { AT, type Corpus, WIDTH } from '../corpus.ts'
import { FIELDS } from '../fields.ts'
import type { Spread } from '../spread.ts'
import { phoneLevel, siteLevel, tradeLevel } from './contact.ts'
import { nameComparer } from './name.ts'
import { PLACE, placeComparer } from './place.ts'

/** Compares listings by index; answers the pattern of the pair (see fields.ts). */
export type Compare = (a: number, b: number) => number

const SIZE = {
  place: FIELDS.place.length,
  phone: FIELDS.phone.length,
  site: FIELDS.site.length,
  trade: FIELDS.trade.length,
  source: FIELDS.source.length,
}

/** Compares over a corpus and its spread counters. */
export const comparer = (corpus: Corpus, spread: Spread): Compare => {
  const name = nameComparer(corpus, spread)
  const place = placeComparer(corpus)
  return (one, other) => {
    const { cells } = corpus
    // the same pair must give the same pattern, whichever was seen first
    const turn =
      (cells[one * WIDTH + AT.name] as number) > (cells[other * WIDTH + AT.name] as number)
    const a = (turn ? other : one) * WIDTH
    const b = (turn ? one : other) * WIDTH
    const where = place(a, b)
    let pattern = name(a, b) * SIZE.place + where
    pattern = pattern * SIZE.phone + phoneLevel(corpus, spread, a, b)
    pattern = pattern * SIZE.site + siteLevel(cells, spread, a, b)
    pattern = pattern * SIZE.trade + tradeLevel(cells, a, b)
    return pattern * SIZE.source + sourceLevel(cells, a, b, where >= PLACE.otherDoor)
  }
}

/** 0 unknown, 1 two sources, 2 one source; 3 and 4 the same for two places. */
const sourceLevel = (cells: Uint32Array, a: number, b: number, apart: boolean): number => {
  const x = cells[a + AT.source] as number
  const y = cells[b + AT.source] as number
  if (x === 0 || y === 0) return 0
  return (apart ? 3 : 1) + (x === y ? 1 : 0)
}
