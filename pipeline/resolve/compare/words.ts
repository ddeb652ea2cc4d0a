import type { Corpus } from '../corpus.ts'
import { jaroWinkler, withinEdits } from '../strings.ts'

const bits = (value: number): number => {
  let v = value - ((value >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/** Letters that one of two like words may lack: words that lack more are not worth comparing. */
const mayLack = (length: number): number => 0.34 * length + 0.5

/**
 * How alike two different words of a corpus are: 0.9 or more when one is the other misspelt or
 * shortened, 0.5 when one is the other's initial, else 0. Numbers are never alike.
 */
export const wordLikeness = ({ words, letters }: Corpus, x: number, y: number): number => {
  const a = words[x] as string
  const b = words[y] as string
  const short = Math.min(a.length, b.length)
  const first = a.charCodeAt(0)
  const second = b.charCodeAt(0)
  if (first <= 57 || second <= 57) return 0
  if (short === 1) return first === second ? 0.5 : 0
  if (short >= 4 && first === second && (a.startsWith(b) || b.startsWith(a))) return 0.9
  if (short < 3) return 0
  const p = letters[x] as number
  const q = letters[y] as number
  if (bits(p & ~q) > mayLack(a.length) || bits(q & ~p) > mayLack(b.length)) return 0
  const like = jaroWinkler(a, b)
  return like >= 0.9 || (short >= 4 && like > 0.8 && withinEdits(a, b, 1)) ? Math.max(like, 0.9) : 0
}

/** Listings that are counted before any is seen, so that the first ten are weighed sensibly. */
const IMAGINED = 200

/** How much a word tells: log of how seldom it stands in names. */
export const rarity = (corpus: Corpus, word: number): number =>
  Math.log((corpus.size + IMAGINED) / ((corpus.df[word] as number) + 1))
