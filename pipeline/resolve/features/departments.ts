import type { Census } from './census.ts'
import type { Facts } from './facts.ts'
import { isAmong, isLike, unsaid } from './names.ts'

/**
 * A firm and a part of it: the pharmacy of a supermarket, the workshop of a dealer, the cash machine of
 * a bank. Door, phone and website agree, and one name goes on where the other ends; what it goes on
 * with is a trade, which its own category or page bears out and the other's does not.
 */
export const departmentFeatures = (x: Facts, y: Facts, { isTrade }: Census) => {
  const p = unsaid(x, y)
  const q = unsaid(y, x)
  const more = p.length === 0 ? q : q.length === 0 ? p : undefined
  return {
    addedWords: more === undefined ? -1 : more.length,
    addedTrades: more === undefined || more.length === 0 ? -1 : more.filter(isTrade).length,
    addedLast: isTrade(more?.at(-1) ?? '') ? 1 : 0,
    unsaidOwnTrade: ofOwnTrade(p, x, y, isTrade) + ofOwnTrade(q, y, x, isTrade),
    unsaidOtherTrade: p.filter((w) => isOf(y, w)).length + q.filter((w) => isOf(x, w)).length,
    unsaidOwnPage: onOwnPage(p, x, y) + onOwnPage(q, y, x),
    unsaidOffPage: p.filter((w) => !isOn(y, w)).length + q.filter((w) => !isOn(x, w)).length,
    pageTrades: pageTrades(x, y, isTrade) + pageTrades(y, x, isTrade),
  }
}

/** Whether a listing's category has a word; whether its website's address has. */
const isOf = ({ trade }: Facts, word: string) => trade.some((stem) => word.startsWith(stem))
const isOn = ({ page }: Facts, word: string) => page.some((part) => part.includes(word))

const ofOwnTrade = (
  words: readonly string[],
  own: Facts,
  other: Facts,
  isTrade: Census['isTrade'],
): number => words.filter((word) => isTrade(word) && isOf(own, word) && !isOf(other, word)).length

const onOwnPage = (words: readonly string[], own: Facts, other: Facts): number =>
  words.filter((word) => word.length > 2 && isOn(own, word) && !isOn(other, word)).length

/** Trades that the one's page of a common website names, and nothing of the other does. */
const pageTrades = (of: Facts, by: Facts, isTrade: Census['isTrade']): number =>
  of.domain === '' || of.domain !== by.domain
    ? 0
    : of.page.filter(
        (word) =>
          isTrade(word) &&
          !of.town.some((other) => isLike(word, other)) &&
          !isAmong(word, by.page) &&
          !isAmong(word, by.name),
      ).length
