import { AT, type Corpus } from '../corpus.ts'
import { isShared, phoneKey, type Spread } from '../spread.ts'

/** Levels of the field `phone`, as in fields.ts. */
const PHONE = { none: 0, same: 1, shared: 2, digitOff: 3, other: 4 }

/** Compares the phones of two rows: the best that any two of their numbers agree. */
export const phoneLevel = (corpus: Corpus, spread: Spread, a: number, b: number): number => {
  const { cells, phones } = corpus
  const n = cells[a + AT.phoneCount] as number
  const m = cells[b + AT.phoneCount] as number
  if (n === 0 || m === 0) return PHONE.none
  if (n === 1 && m === 1) return numberLevel(spread, firstOf(cells, a), firstOf(cells, b))
  const startA = cells[a + AT.phoneStart] as number
  const startB = cells[b + AT.phoneStart] as number
  let level = PHONE.other
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      level = Math.min(
        level,
        numberLevel(spread, phones[startA + i] as number, phones[startB + j] as number),
      )
  return level
}

const firstOf = (cells: Uint32Array, at: number): number =>
  (cells[at + AT.phoneHigh] as number) * 0x100000000 + (cells[at + AT.phone] as number)

const numberLevel = (spread: Spread, x: number, y: number): number => {
  if (x === y) return isShared(spread.phone, phoneKey(x)) ? PHONE.shared : PHONE.same
  return isDigitOff(x, y) ? PHONE.digitOff : PHONE.other
}

/** Whether two numbers differ in one digit, or in two neighbours that changed places. */
export const isDigitOff = (x: number, y: number): boolean => {
  let a = x
  let b = y
  let at = -1
  let first = 0
  for (let k = 0; a > 0 || b > 0; k++) {
    const p = a % 10
    const q = b % 10
    if (p !== q) {
      if (at < 0) {
        at = k
        first = p * 10 + q
      } else if (k !== at + 1 || first !== q * 10 + p) return false
      else first = -1
    }
    a = (a - p) / 10
    b = (b - q) / 10
  }
  return true
}

/** Levels of the field `site`, as in fields.ts. */
const SITE = { none: 0, same: 1, shared: 2, similar: 3, otherPage: 4, other: 5 }

/** Compares the websites of two rows. Of a shared one, the page tells which business is meant. */
export const siteLevel = (cells: Uint32Array, spread: Spread, a: number, b: number): number => {
  const x = cells[a + AT.site] as number
  const y = cells[b + AT.site] as number
  if (x === 0 || y === 0) return SITE.none
  if (x !== y) {
    const label = cells[a + AT.label] as number
    return label !== 0 && label === cells[b + AT.label] ? SITE.similar : SITE.other
  }
  if (!isShared(spread.site, x)) return SITE.same
  const page = cells[a + AT.path] as number
  const other = cells[b + AT.path] as number
  if (page === 0 || other === 0) return SITE.shared
  return page === other ? SITE.same : SITE.otherPage
}

/** 0 when one states none, 1 when they have a word of their trades in common, else 2. */
export const tradeLevel = (cells: Uint32Array, a: number, b: number): number => {
  const x = cells[a + AT.trade] as number
  const y = cells[b + AT.trade] as number
  if (x === 0 || y === 0) return 0
  const x2 = cells[a + AT.trade2] as number
  const y2 = cells[b + AT.trade2] as number
  return x === y || x === y2 || y === x2 || (x2 !== 0 && x2 === y2) ? 1 : 2
}
