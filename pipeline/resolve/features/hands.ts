import type { Facts } from './facts.ts'
import { stated } from './places.ts'

/**
 * The hand in which each listing is written. A file of pairs seldom names the directories they came from,
 * but each directory writes phones, postcodes and categories in its own way, and how likely two listings
 * are one business depends on which two directories they stand in (Newcombe et al. 1959 weigh by file).
 */
export const handFeatures = (x: Facts, y: Facts) => {
  const both = (is: (facts: Facts) => boolean) => Number(is(x)) + Number(is(y))
  return {
    phonesAbroad: both(({ row }) => row.phone.startsWith('+')),
    phonesGrouped: both(({ row }) => /\d[ ().-]+\d/.test(row.phone)),
    tradePaths: both(({ row }) => row.trade.includes('>')),
    tradeTokens: both(({ row }) => /^[a-z_']+$/.test(row.trade)),
    longPostcodes: both(({ row }) => row.postcode.length > 8),
    queries: both(({ row }) => row.website.includes('?')),
    capitals: both(({ row }) => isCapitals(row.name)),
    oneHand: Number(handOf(x) === handOf(y)),
    filled: filled(x) + filled(y),
  }
}

const isCapitals = (text: string): boolean =>
  text === text.toUpperCase() && text !== text.toLowerCase()

const handOf = ({ row }: Facts): string => `${row.phone.startsWith('+')} ${row.trade.includes('>')}`

const filled = ({ row }: Facts): number =>
  [row.address, row.phone, row.website, row.postcode, row.town].map(stated).reduce((a, b) => a + b)
