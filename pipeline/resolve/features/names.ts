import { jaroWinkler, withinEdits } from '../strings.ts'
import type { Census } from './census.ts'
import type { Facts } from './facts.ts'
import { cosine, dice, inclusion, likeness, longestRun } from './letters.ts'

/**
 * Names, by letters and by words: bigrams for what is spelt or spaced differently, words that are alike
 * by their rarity (Monge & Elkan 1996; soft TF-IDF, Cohen, Ravikumar & Fienberg 2003), and what is left
 * over on either side.
 */
export const nameFeatures = (x: Facts, y: Facts, census: Census) => {
  const { rarity, isTrade } = census
  const told = (words: readonly string[]) => words.reduce((sum, word) => sum + rarity(word), 0)
  const p = unsaid(x, y)
  const q = unsaid(y, x)
  const trades = [...p, ...q].filter(isTrade)
  const shared = x.name.filter((word) => isAmong(word, y.name))
  const own = shared.filter((word) => !isAmong(word, x.town) && !isAmong(word, y.town))
  return {
    nameDice: dice(x.bigrams, y.bigrams),
    nameInclusion: inclusion(x.bigrams, y.bigrams),
    nameCosine: cosine(x.bigrams, y.bigrams, census.bigramRarity),
    nameLikeness: likeness(x.joined, y.joined),
    nameRun: longestRun(x.joined, y.joined),
    nameWordsLess: Math.min(x.name.length, y.name.length),
    nameWordsMore: Math.max(x.name.length, y.name.length),
    sharedRarity: told(shared),
    sharedOwnRarity: told(own),
    sharedTradeless: told(own.filter((word) => !isTrade(word))),
    unsaid: p.length + q.length,
    unsaidBoth: Math.min(p.length, q.length),
    unsaidLess: Math.min(told(p), told(q)),
    unsaidMore: Math.max(told(p), told(q)),
    unsaidTrades: trades.length,
    unsaidOthers: p.length + q.length - trades.length,
    designators: designators(x, y),
    designatorsMore: Math.abs(x.designators.length - y.designators.length),
  }
}

/** Whether two words are one, or one misspelt, shortened or inflected. */
export const isLike = (x: string, y: string): boolean =>
  x === y ||
  (Math.min(x.length, y.length) >= 4 &&
    (x.startsWith(y) || y.startsWith(x) || jaroWinkler(x, y) >= 0.92 || withinEdits(x, y, 1)))

export const isAmong = (word: string, words: readonly string[]): boolean =>
  words.some((other) => isLike(word, other))

/** Words of a name that the other does not have, and that neither address explains. */
export const unsaid = (of: Facts, by: Facts): string[] =>
  of.name.filter(
    (word) =>
      !isAmong(word, by.name) &&
      !(word.length > 2 && by.joined.includes(word)) &&
      ![of.town, of.street, by.town, by.street].some((place) => isAmong(word, place)),
  )

/** 1 when both names number or letter what they mean alike (`Hall 2`), -1 when differently, 0 when one does not. */
const designators = (x: Facts, y: Facts): number =>
  x.designators.length === 0 || y.designators.length === 0
    ? 0
    : x.designators.join(' ') === y.designators.join(' ')
      ? 1
      : -1
