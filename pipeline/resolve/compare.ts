import type { Corpus } from './corpus.ts'
import { isShared, phoneKey, type Spread } from './spread.ts'
import { jaroWinkler, withinEdits } from './strings.ts'

/** Compares listings by index; answers the pattern of the pair (see fields.ts). */
export type Compare = (a: number, b: number) => number

/** Listings that are counted before any is seen, so that the first ten are weighed sensibly. */
const IMAGINED = 200

/** How much a word tells: log of how seldom it stands in names. */
export const rarity = (corpus: Corpus, word: number): number =>
  Math.log((corpus.size + IMAGINED) / ((corpus.df[word] ?? 0) + 1))

/** Compares over a corpus and its spread counters. */
export const comparer = (corpus: Corpus, spread: Spread): Compare => {
  const name = nameLevel(corpus, spread)
  const place = placeLevel(corpus)
  return (one, other) => {
    // the same pair must give the same pattern, whichever was seen first
    const turn = (corpus.name[one] as number) > (corpus.name[other] as number)
    const a = turn ? other : one
    const b = turn ? one : other
    let pattern = name(a, b)
    const where = place(a, b)
    pattern = pattern * 9 + where
    pattern = pattern * 5 + phoneLevel(corpus, spread, a, b)
    pattern = pattern * 6 + siteLevel(corpus, spread, a, b)
    pattern = pattern * 3 + tradeLevel(corpus, a, b)
    const source = corpus.source[a] ?? 0
    const source2 = corpus.source[b] ?? 0
    if (source === 0 || source2 === 0) return pattern * 5
    return pattern * 5 + (where >= PLACE.otherDoor ? 3 : 1) + (source === source2 ? 1 : 0)
  }
}

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

const nameLevel = (corpus: Corpus, spread: Spread) => {
  const similarity = nameSimilarity(corpus)
  return (a: number, b: number): number => {
    const { name, joined } = corpus
    if (name[a] === 0 || name[b] === 0) return NAME.none
    if (name[a] === name[b] || joined[a] === joined[b])
      return isShared(spread.name, name[a] ?? 0) ? NAME.common : NAME.same
    const [soft, inner, shared] = similarity(a, b)
    if (soft >= 0.8) return NAME.near
    if (soft >= 0.6) return NAME.strong
    if (inner >= 0.9 && shared >= TELLING) return NAME.contained
    if (inner >= 0.6 && shared >= TELLING) return NAME.overlap
    if (corpus.placeholder[a] === 1 || corpus.placeholder[b] === 1) return NAME.none
    if (soft >= 0.4) return NAME.partial
    if (soft >= 0.2) return NAME.slight
    return soft > 0 ? NAME.trace : NAME.other
  }
}

/**
 * Soft Jaccard and containment of two names, words weighed by rarity (Cohen, Ravikumar & Fienberg
 * 2003): words that are spelt nearly alike count as one, at the weight of the commoner of the two.
 */
export const nameSimilarity = (corpus: Corpus) => {
  const answer: [soft: number, inner: number, shared: number] = [0, 0, 0]
  const ids = new Uint32Array(16)
  const free = new Uint8Array(16)
  return (a: number, b: number): readonly [soft: number, inner: number, shared: number] => {
    const { pool, words } = corpus
    const startA = corpus.wordStart[a] ?? 0
    const startB = corpus.wordStart[b] ?? 0
    const n = corpus.wordCount[a] ?? 0
    const m = corpus.wordCount[b] ?? 0
    for (let j = 0; j < m; j++) {
      ids[j] = pool[startB + j] ?? 0
      free[j] = 1
    }
    let both = 0
    let left = 0
    let misses = 0
    const missed: number[] = []
    for (let i = 0; i < n; i++) {
      const word = pool[startA + i] ?? 0
      let found = -1
      for (let j = 0; j < m; j++) if (free[j] === 1 && ids[j] === word) found = j
      if (found < 0) {
        missed[misses++] = word
        continue
      }
      free[found] = 0
      const weight = rarity(corpus, word)
      both += weight
      left += weight
    }
    let right = left
    for (let i = 0; i < misses; i++) {
      const word = missed[i] ?? 0
      const text = words[word] ?? ''
      let best = 0
      let at = -1
      for (let j = 0; j < m; j++) {
        if (free[j] !== 1) continue
        const like = wordLikeness(text, words[ids[j] ?? 0] ?? '')
        if (like > best) {
          best = like
          at = j
        }
      }
      if (at < 0) {
        left += rarity(corpus, word)
        continue
      }
      free[at] = 0
      const weight = Math.min(rarity(corpus, word), rarity(corpus, ids[at] ?? 0))
      both += best * weight
      left += weight
      right += weight
    }
    for (let j = 0; j < m; j++) if (free[j] === 1) right += rarity(corpus, ids[j] ?? 0)
    let soft = both / (left + right - both || 1)
    const inner = both / (Math.min(left, right) || 1)
    const numbered = numberMissed(words, missed, misses) && numberLeft(words, ids, free, m)
    if (numbered) soft = Math.min(soft, 0.59)
    else if (soft < 0.8 && closeJoined(corpus, a, b)) soft = 0.8
    answer[0] = soft
    answer[1] = inner
    answer[2] = both
    return answer
  }
}

/** Words that tell branches of one place apart: numbers and points of the compass. */
const isNumber = (text: string): boolean =>
  /^(?:[0-9]+|[ivx]+|north|south|east|west|noord|zuid|oost|nord|sud|ouest)$/.test(text)

const numberMissed = (
  words: readonly string[],
  missed: readonly number[],
  misses: number,
): boolean => {
  for (let i = 0; i < misses; i++) if (isNumber(words[missed[i] ?? 0] ?? '')) return true
  return false
}

const numberLeft = (
  words: readonly string[],
  ids: Uint32Array,
  free: Uint8Array,
  m: number,
): boolean => {
  for (let j = 0; j < m; j++) if (free[j] === 1 && isNumber(words[ids[j] ?? 0] ?? '')) return true
  return false
}

/** Whether the names differ by a letter or a space only (`KroegaBlom`, `Kroeg Blom`). */
const closeJoined = (corpus: Corpus, a: number, b: number): boolean => {
  const x = joinedName(corpus, a)
  const y = joinedName(corpus, b)
  const shorter = Math.min(x.length, y.length)
  return shorter >= 5 && withinEdits(x, y, 1)
}

const joinedName = (corpus: Corpus, i: number): string => {
  const start = corpus.wordStart[i] ?? 0
  let joined = ''
  for (let k = 0; k < (corpus.wordCount[i] ?? 0); k++)
    joined += corpus.words[corpus.pool[start + k] ?? 0] ?? ''
  return joined
}

/** How alike two different words are: 0 when they are not the same word misspelt, shortened or an initial. */
export const wordLikeness = (a: string, b: string): number => {
  const short = Math.min(a.length, b.length)
  const first = a.charCodeAt(0)
  if (short === 1) return first === b.charCodeAt(0) && first > 57 ? 0.5 : 0
  if (first <= 57 || b.charCodeAt(0) <= 57) return 0
  if (short >= 4 && (a.startsWith(b) || b.startsWith(a))) return 0.9
  if (short < 3) return 0
  const like = jaroWinkler(a, b)
  return like >= 0.9 || (short >= 4 && like > 0.8 && withinEdits(a, b, 1)) ? Math.max(like, 0.9) : 0
}

const PLACE = {
  none: 0,
  door: 1,
  otherwise: 2,
  building: 3,
  near: 4,
  street: 5,
  area: 6,
  otherDoor: 7,
  elsewhere: 8,
}

/** Metres within which two points are one building, a neighbourhood, or not the same place. */
const SAME_POINT = 150
const FAR = 3000

const placeLevel = (corpus: Corpus) => {
  const sameStreet = streetComparer(corpus)
  return (a: number, b: number): number => {
    const { full, area, town, number } = corpus
    const metres = distance(corpus, a, b)
    const numberA = number[a] ?? 0
    const numberB = number[b] ?? 0
    const numbers = numberA === 0 || numberB === 0 ? 0 : numberA === numberB ? 1 : -1
    const street = sameStreet(a, b)
    const code = full[a] !== 0 && full[b] !== 0 ? (full[a] === full[b] ? 1 : -1) : 0
    const zone = area[a] !== 0 && area[b] !== 0 ? (area[a] === area[b] ? 1 : -1) : 0
    const city =
      town[a] !== 0 && town[b] !== 0
        ? town[a] === town[b] || townWithin(corpus, a, b)
          ? 1
          : -1
        : 0
    const apart =
      metres > FAR || (zone === -1 && (city === -1 || metres > 1000)) || (zone === 0 && city === -1)
    if (street > 0 && numbers > 0)
      return apart && code !== 1 ? (metres > FAR ? PLACE.elsewhere : PLACE.otherwise) : PLACE.door
    if (code > 0 && numbers >= 0)
      return street < 0 && numbers === 0 ? PLACE.near : numbers > 0 ? PLACE.door : PLACE.building
    if (numbers < 0 || (street < 0 && metres > SAME_POINT))
      return apart ? PLACE.elsewhere : PLACE.otherDoor
    if (metres <= SAME_POINT) return street > 0 ? PLACE.building : PLACE.near
    if (street > 0 && !apart) return PLACE.street
    if (apart) return PLACE.elsewhere
    if (street < 0) return PLACE.otherDoor
    if (zone > 0 || city > 0 || !Number.isNaN(metres)) return PLACE.area
    return zone < 0 ? PLACE.elsewhere : PLACE.none
  }
}

/** Whether one town's name holds the other's (`New York`, `New York City`). */
const townWithin = (corpus: Corpus, a: number, b: number): boolean => {
  const { pool, townStart, townCount } = corpus
  const short = (townCount[a] ?? 0) <= (townCount[b] ?? 0) ? a : b
  const long = short === a ? b : a
  const startS = townStart[short] ?? 0
  const startL = townStart[long] ?? 0
  for (let i = 0; i < (townCount[short] ?? 0); i++) {
    let found = false
    for (let j = 0; j < (townCount[long] ?? 0); j++)
      if (pool[startS + i] === pool[startL + j]) found = true
    if (!found) return false
  }
  return true
}

/** Metres between two listings' points on a flat map; NaN when one has none. */
const distance = (corpus: Corpus, a: number, b: number): number => {
  const latA = corpus.lat[a] ?? Number.NaN
  const north = ((corpus.lat[b] ?? Number.NaN) - latA) * 111_320
  const east =
    ((corpus.lon[b] ?? 0) - (corpus.lon[a] ?? 0)) * 111_320 * Math.cos((latA * Math.PI) / 180)
  return Math.sqrt(north * north + east * east)
}

/** 1 the same street (or one line within the other), -1 another, 0 when one says none. */
const streetComparer =
  (corpus: Corpus) =>
  (a: number, b: number): number => {
    const { street, pool, words } = corpus
    if (street[a] === 0 || street[b] === 0) return 0
    if (street[a] === street[b]) return 1
    const short = (corpus.streetCount[a] ?? 0) <= (corpus.streetCount[b] ?? 0) ? a : b
    const long = short === a ? b : a
    const n = corpus.streetCount[short] ?? 0
    const m = corpus.streetCount[long] ?? 0
    const startS = corpus.streetStart[short] ?? 0
    const startL = corpus.streetStart[long] ?? 0
    let found = 0
    let all = 0
    for (let i = 0; i < n; i++) {
      const word = pool[startS + i] ?? 0
      const text = words[word] ?? ''
      const weight = text.length > 3 ? 1 : 0.3
      all += weight
      for (let j = 0; j < m; j++) {
        const other = pool[startL + j] ?? 0
        if (other === word || wordLikeness(text, words[other] ?? '') >= 0.9) {
          found += weight
          break
        }
      }
    }
    return found >= 0.66 * all ? 1 : -1
  }

const phoneLevel = (corpus: Corpus, spread: Spread, a: number, b: number): number => {
  const n = corpus.phoneCount[a] ?? 0
  const m = corpus.phoneCount[b] ?? 0
  if (n === 0 || m === 0) return 0
  const startA = corpus.phoneStart[a] ?? 0
  const startB = corpus.phoneStart[b] ?? 0
  let level = 4
  for (let i = 0; i < n; i++) {
    const x = corpus.phones[startA + i] ?? 0
    for (let j = 0; j < m; j++) {
      const y = corpus.phones[startB + j] ?? 0
      if (x === y) {
        if (!isShared(spread.phone, phoneKey(x))) return 1
        level = 2
      } else if (level > 3 && digitOff(x, y)) level = 3
    }
  }
  return level
}

/** Whether two numbers differ in one digit, or in two neighbours that changed places. */
const digitOff = (x: number, y: number): boolean => {
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

const siteLevel = (corpus: Corpus, spread: Spread, a: number, b: number): number => {
  const { site, label, path } = corpus
  const x = site[a] ?? 0
  const y = site[b] ?? 0
  if (x === 0 || y === 0) return 0
  if (x === y) {
    if (!isShared(spread.site, x)) return 1
    if (path[a] !== 0 && path[b] !== 0) return path[a] === path[b] ? 1 : 4
    return 2
  }
  return label[a] !== 0 && label[a] === label[b] ? 3 : 5
}

const tradeLevel = (corpus: Corpus, a: number, b: number): number => {
  const { trade, trade2 } = corpus
  const x = trade[a] ?? 0
  const y = trade[b] ?? 0
  if (x === 0 || y === 0) return 0
  return x === y ||
    x === trade2[b] ||
    y === trade2[a] ||
    (trade2[a] !== 0 && trade2[a] === trade2[b])
    ? 1
    : 2
}
