import type { Facts } from './facts.ts'

/** How often things stand in a file of listings: what is rare tells businesses apart, what is common does not. */
export interface Census {
  /** How much a word of a name tells: log of how seldom names have it (inverse document frequency, Spärck Jones 1972). */
  readonly rarity: (word: string) => number
  /** The same for two neighbouring letters. */
  readonly bigramRarity: (bigram: string) => number
  /** Whether a word is one that the file's categories are made of (`pharmacy`, `parts`, `bank`), up to its ending. */
  readonly isTrade: (word: string) => boolean
  /** Log of how many listings state a phone number, or a domain; 0 for none. */
  readonly phone: (number: string) => number
  readonly domain: (domain: string) => number
}

/** Listings that are counted before any is seen, so that words of a short file are not all rare. */
const IMAGINED = 200

/** Letters that a word may have beyond the stem of a category. */
const ENDING = 3

/** Shortest stem that means a trade by itself. */
const SHORTEST = 3

export const censusOf = (listings: Iterable<Facts>): Census => {
  const words = new Map<string, number>()
  const bigrams = new Map<string, number>()
  const phones = new Map<string, number>()
  const domains = new Map<string, number>()
  const trades = new Set<string>()
  let size = IMAGINED
  for (const { name, bigrams: pairs, phone, domain, trade } of listings) {
    size++
    for (const word of new Set(name)) count(words, word)
    for (const pair of new Set(pairs)) count(bigrams, pair)
    if (phone !== '') count(phones, phone)
    if (domain !== '') count(domains, domain)
    for (const stem of trade) if (stem.length >= SHORTEST) trades.add(stem)
  }
  const seldom = (counts: Map<string, number>) => (key: string) =>
    Math.log(size / ((counts.get(key) ?? 0) + 1))
  const often = (counts: Map<string, number>) => (key: string) => Math.log1p(counts.get(key) ?? 0)
  return {
    rarity: seldom(words),
    bigramRarity: seldom(bigrams),
    isTrade: (word) => {
      for (let end = word.length; end >= Math.max(SHORTEST, word.length - ENDING); end--)
        if (trades.has(word.slice(0, end))) return true
      return false
    },
    phone: often(phones),
    domain: often(domains),
  }
}

const count = (counts: Map<string, number>, key: string) => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
