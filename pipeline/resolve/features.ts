import { comparer } from './compare/pair.ts'
import { rarity, wordLikeness } from './compare/words.ts'
import { AT, type Corpus, WIDTH } from './corpus.ts'
import { FIELD_NAMES, FIELDS, levelsOf } from './fields.ts'
import type { Spread } from './spread.ts'
import { jaroWinkler } from './strings.ts'

/** What a learner sees of a pair: numbers, always as many and in the same order. */
export const featurer = (corpus: Corpus, spread: Spread) => {
  const compare = comparer(corpus, spread)
  return (i: number, j: number): number[] => {
    const levels = levelsOf(compare(i, j))
    const a = i * WIDTH
    const b = j * WIDTH
    const name = overlap(corpus, a, b, AT.wordStart, AT.wordCount)
    const street = overlap(corpus, a, b, AT.streetStart, AT.streetCount)
    return [
      ...FIELD_NAMES.flatMap((field, f) => FIELDS[field].map((_, l) => (levels[f] === l ? 1 : 0))),
      ...name,
      ...street,
      ...['full', 'area', 'number', 'town', 'unit', 'site', 'label', 'path', 'trade', 'name'].map(
        (cell) => agreement(corpus, a, b, AT[cell as keyof typeof AT]),
      ),
      jaroWinkler(joined(corpus, a), joined(corpus, b)),
      lastDigits(corpus, a, b),
      ...unexplained(corpus, a, b),
      ...ends(corpus, a, b),
    ]
  }
}

/** 1 the same, -1 different, 0 not stated by both. */
const agreement = ({ cells }: Corpus, a: number, b: number, at: number): number => {
  const x = cells[a + at] as number
  const y = cells[b + at] as number
  return x === 0 || y === 0 ? 0 : x === y ? 1 : -1
}

/** Digits, from the last, in which two phone numbers agree; -1 when one is not stated. */
const lastDigits = ({ cells, phones }: Corpus, a: number, b: number): number => {
  if (cells[a + AT.phoneCount] === 0 || cells[b + AT.phoneCount] === 0) return -1
  const x = String(phones[cells[a + AT.phoneStart] as number])
  const y = String(phones[cells[b + AT.phoneStart] as number])
  let front = 0
  while (front < x.length && x[front] === y[front]) front++
  return front
}

const joined = ({ cells, pool, words }: Corpus, at: number): string =>
  [
    ...pool.subarray(
      cells[at + AT.wordStart],
      (cells[at + AT.wordStart] as number) + (cells[at + AT.wordCount] as number),
    ),
  ]
    .map((word) => words[word])
    .join('')

/** Of two lists of words: shares in common (of all, of the lesser), and how much each has that the other has not. */
const overlap = (corpus: Corpus, a: number, b: number, start: number, count: number): number[] => {
  const { cells, pool } = corpus
  const wordsAt = (at: number) =>
    pool.subarray(cells[at + start], (cells[at + start] as number) + (cells[at + count] as number))
  const x = wordsAt(a)
  const y = wordsAt(b)
  const missing = (of: Uint32Array, from: Uint32Array) => {
    let lost = 0
    let rarest = 0
    let all = 0
    for (const word of of) {
      const weight = rarity(corpus, word)
      all += weight
      let best = 0
      for (const other of from)
        best = Math.max(best, other === word ? 1 : wordLikeness(corpus, word, other))
      lost += (1 - best) * weight
      rarest = Math.max(rarest, (1 - best) * weight)
    }
    return { lost, rarest, all }
  }
  const p = missing(x, y)
  const q = missing(y, x)
  const both = (p.all - p.lost + q.all - q.lost) / 2
  return [
    both / (p.lost + q.lost + both || 1),
    both / (Math.min(p.all, q.all) || 1),
    Math.min(p.lost, q.lost),
    Math.max(p.lost, q.lost),
    Math.min(p.rarest, q.rarest),
    Math.max(p.rarest, q.rarest),
    Math.abs(x.length - y.length),
    Math.min(x.length, y.length),
  ]
}

const wordsIn = ({ cells, pool }: Corpus, at: number, start: number, count: number): Uint32Array =>
  pool.subarray(cells[at + start], (cells[at + start] as number) + (cells[at + count] as number))

/** Rarity of the words that one name has and the other has not, those of either address and town aside. */
const unexplained = (corpus: Corpus, a: number, b: number): number[] => {
  const placed = new Set(
    [a, b].flatMap((at) => [
      ...wordsIn(corpus, at, AT.streetStart, AT.streetCount),
      ...wordsIn(corpus, at, AT.townStart, AT.townCount),
    ]),
  )
  const x = wordsIn(corpus, a, AT.wordStart, AT.wordCount)
  const y = wordsIn(corpus, b, AT.wordStart, AT.wordCount)
  const lost = (of: Uint32Array, from: Uint32Array) =>
    of.reduce(
      (sum, word) =>
        placed.has(word) || from.some((w) => w === word || wordLikeness(corpus, word, w) >= 0.9)
          ? sum
          : sum + rarity(corpus, word),
      0,
    )
  const p = lost(x, y)
  const q = lost(y, x)
  return [Math.min(p, q), Math.max(p, q)]
}

/** Whether the names begin alike and end alike. */
const ends = (corpus: Corpus, a: number, b: number): number[] => {
  const x = wordsIn(corpus, a, AT.wordStart, AT.wordCount)
  const y = wordsIn(corpus, b, AT.wordStart, AT.wordCount)
  if (x.length === 0 || y.length === 0) return [-1, -1]
  let front = 0
  while (front < x.length && x[front] === y[front]) front++
  return [front, x.at(-1) === y.at(-1) ? 1 : 0]
}
