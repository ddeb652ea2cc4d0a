import type { Facts } from './facts.ts'
import { jaccard, longestRun } from './letters.ts'
import { stated } from './places.ts'

/**
 * Categories of two taxonomies (`fast_food_restaurant`; `Dining and Drinking > Restaurant > Burger Joint`):
 * which words they have in common, at all levels and at the narrowest, and which of them the names have.
 */
export const tradeFeatures = (x: Facts, y: Facts) => {
  const other = [inName(x, y), inName(y, x)] as const
  const own = [inName(x, x), inName(y, y)] as const
  return {
    tradeSame: x.trade.length === 0 || y.trade.length === 0 ? 0 : sameText(x, y) ? 1 : -1,
    tradeShared: jaccard(x.trade, y.trade),
    leafShared: jaccard(x.leaf, y.leaf),
    leafWithin: within(x, y),
    leafRun: longestRun(x.leaf.join(''), y.leaf.join('')),
    otherTradeInNameLess: Math.min(...other),
    otherTradeInNameMore: Math.max(...other),
    ownTradeInNameLess: Math.min(...own),
    ownTradeInNameMore: Math.max(...own),
    tradeStated: stated(x.trade) + stated(y.trade),
  }
}

const sameText = (x: Facts, y: Facts): boolean => x.row.trade === y.row.trade

/** Share of the narrowest words that stand anywhere in the other's category; -1 when one states none. */
const within = (x: Facts, y: Facts): number => {
  if (x.leaf.length === 0 || y.leaf.length === 0) return -1
  const p = x.leaf.filter((stem) => y.trade.includes(stem)).length
  const q = y.leaf.filter((stem) => x.trade.includes(stem)).length
  return (p + q) / (x.leaf.length + y.leaf.length)
}

/** Words of a category that a name has. */
const inName = ({ name }: Facts, { trade }: Facts): number =>
  trade.filter((stem) => stem.length > 2 && name.some((word) => word.startsWith(stem))).length
