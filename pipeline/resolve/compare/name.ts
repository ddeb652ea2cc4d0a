import { AT, type Corpus } from '../corpus.ts'
import { isShared, type Spread } from '../spread.ts'
import { withinEdits } from '../strings.ts'
import { rarity, wordLikeness } from './words.ts'

/** Levels of the field `name`, as in fields.ts. */
const NAME = {
  none: 0,
  same: 1,
  common: 2,
  near: 3,
  strong: 4,
  contained: 5,
  overlap: 6,
  partial: 7,
  slight: 8,
  trace: 9,
  other: 10,
}

/** Rarity that the words of a contained name must have together (about one name in thirty). */
const TELLING = 3.4

/** Most words of a name (normalise/fold.ts). */
const MOST = 16

/** Compares names of two rows (offsets of their cells). */
export const nameComparer = (corpus: Corpus, spread: Spread) => {
  const overlap = overlapOf(corpus)
  return (a: number, b: number): number => {
    const { cells } = corpus
    const x = cells[a + AT.name] as number
    const y = cells[b + AT.name] as number
    if (x === 0 || y === 0) return NAME.none
    if (x === y || cells[a + AT.joined] === cells[b + AT.joined])
      return isShared(spread.name, x) || isShared(spread.name, y) ? NAME.common : NAME.same
    const { soft, inner, shared } = overlap(a, b)
    if (soft >= 0.8) return NAME.near
    if (soft >= 0.6) return NAME.strong
    if (inner >= 0.9 && shared >= TELLING) return NAME.contained
    if (inner >= 0.6 && shared >= TELLING) return NAME.overlap
    if (cells[a + AT.placeholder] === 1 || cells[b + AT.placeholder] === 1) return NAME.none
    if (soft >= 0.4) return NAME.partial
    if (soft >= 0.2) return NAME.slight
    return soft > 0 ? NAME.trace : NAME.other
  }
}

/** How much two names have in common, words weighed by rarity. */
interface Overlap {
  /** Share of all words that both have (soft Jaccard). */
  soft: number
  /** Share of the words of the lesser name that the other has. */
  inner: number
  /** Rarity of the words that both have. */
  shared: number
}

/**
 * Soft Jaccard and containment of two names (Cohen, Ravikumar & Fienberg 2003): words that are spelt
 * nearly alike count as one, at the weight of the commoner of the two. The answer is overwritten by the next.
 */
const overlapOf = (corpus: Corpus) => {
  const answer: Overlap = { soft: 0, inner: 0, shared: 0 }
  const mine = new Uint32Array(MOST)
  const theirs = new Uint32Array(MOST)
  const open = new Uint8Array(MOST)
  const free = new Uint8Array(MOST)
  return (a: number, b: number): Overlap => {
    const { cells, pool } = corpus
    const startA = cells[a + AT.wordStart] as number
    const startB = cells[b + AT.wordStart] as number
    const n = cells[a + AT.wordCount] as number
    const m = cells[b + AT.wordCount] as number
    for (let j = 0; j < m; j++) {
      theirs[j] = pool[startB + j] as number
      free[j] = 1
    }
    let both = 0
    let misses = 0
    for (let i = 0; i < n; i++) {
      const word = pool[startA + i] as number
      let j = 0
      while (j < m && (theirs[j] !== word || free[j] === 0)) j++
      if (j === m) mine[misses++] = word
      else {
        free[j] = 0
        both += rarity(corpus, word)
      }
    }
    open.fill(1, 0, misses)
    both += runTogether(corpus, mine, open, misses, theirs, free, m)
    both += runTogether(corpus, theirs, free, m, mine, open, misses)
    let left = both
    let right = both
    let numberA = false
    for (let i = 0; i < misses; i++) {
      if (open[i] === 0) continue
      const word = mine[i] as number
      let best = 0
      let at = -1
      for (let j = 0; j < m; j++) {
        if (free[j] === 0) continue
        const like = wordLikeness(corpus, word, theirs[j] as number)
        if (like <= best) continue
        best = like
        at = j
      }
      if (at < 0) {
        if (isPlaced(corpus, a, b, word)) continue
        left += rarity(corpus, word)
        numberA ||= isNumber(corpus.words[word] as string)
        continue
      }
      free[at] = 0
      const weight = Math.min(rarity(corpus, word), rarity(corpus, theirs[at] as number))
      both += best * weight
      left += weight
      right += weight
    }
    let numberB = false
    for (let j = 0; j < m; j++) {
      if (free[j] === 0 || isPlaced(corpus, a, b, theirs[j] as number)) continue
      right += rarity(corpus, theirs[j] as number)
      numberB ||= isNumber(corpus.words[theirs[j] as number] as string)
    }
    answer.soft = both / (left + right - both || 1)
    answer.inner = both / (Math.min(left, right) || 1)
    answer.shared = both
    if (numberA && numberB) answer.soft = Math.min(answer.soft, 0.59)
    else if (answer.soft < 0.8 && isCloseJoined(corpus, a, b)) answer.soft = 0.8
    return answer
  }
}

/**
 * Strikes out the words of one name that are two neighbours of the other's written together (`DePriest`,
 * `De Priest`), and those neighbours; answers how much they tell.
 */
const runTogether = (
  corpus: Corpus,
  wholes: Uint32Array,
  openWholes: Uint8Array,
  n: number,
  parts: Uint32Array,
  openParts: Uint8Array,
  m: number,
): number => {
  const { words } = corpus
  let told = 0
  for (let i = 0; i < n; i++) {
    if (openWholes[i] === 0) continue
    const whole = words[wholes[i] as number] as string
    for (let k = 0; k + 1 < m; k++) {
      if (openParts[k] === 0 || openParts[k + 1] === 0) continue
      const front = words[parts[k] as number] as string
      const back = words[parts[k + 1] as number] as string
      if (front.length + back.length !== whole.length) continue
      if (!whole.startsWith(front) || !whole.endsWith(back)) continue
      openWholes[i] = openParts[k] = openParts[k + 1] = 0
      told += rarity(corpus, wholes[i] as number)
      break
    }
  }
  return told
}

/** Whether a word only repeats the street or the number that both listings state (`Loomis School`, in Loomis Street). */
const isPlaced = (corpus: Corpus, a: number, b: number, word: number): boolean => {
  if (isInStreet(corpus, a, word) && isInStreet(corpus, b, word)) return true
  const number = corpus.cells[a + AT.number] as number
  if (number === 0 || number !== corpus.cells[b + AT.number]) return false
  return Number(corpus.words[word]) === number
}

const isInStreet = ({ cells, pool }: Corpus, at: number, word: number): boolean => {
  const start = cells[at + AT.streetStart] as number
  for (let k = 0; k < (cells[at + AT.streetCount] as number); k++)
    if (pool[start + k] === word) return true
  return false
}

/** Words that tell branches of one place apart: numbers and points of the compass. */
const isNumber = (text: string): boolean =>
  /^(?:[0-9]+|[ivx]+|north|south|east|west|noord|zuid|oost|nord|sud|ouest)$/.test(text)

/** Whether the names differ by a letter or a space only (`KroegaBlom`, `Kroeg Blom`). */
const isCloseJoined = (corpus: Corpus, a: number, b: number): boolean => {
  const n = lengthOf(corpus, a)
  const m = lengthOf(corpus, b)
  if (Math.abs(n - m) > 1 || Math.min(n, m) < 5) return false
  return withinEdits(joinedName(corpus, a), joinedName(corpus, b), 1)
}

const lengthOf = ({ cells, pool, words }: Corpus, at: number): number => {
  const start = cells[at + AT.wordStart] as number
  let length = 0
  for (let k = 0; k < (cells[at + AT.wordCount] as number); k++)
    length += (words[pool[start + k] as number] as string).length
  return length
}

const joinedName = ({ cells, pool, words }: Corpus, at: number): string => {
  const start = cells[at + AT.wordStart] as number
  let joined = ''
  for (let k = 0; k < (cells[at + AT.wordCount] as number); k++)
    joined += words[pool[start + k] as number] as string
  return joined
}
