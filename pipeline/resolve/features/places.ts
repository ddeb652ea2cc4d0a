import type { Facts } from './facts.ts'
import { dice, frontOf, inclusion, jaccard, likeness } from './letters.ts'
import { isAmong } from './names.ts'

/** Addresses: by how much house numbers differ, not only whether; street and town by letters, for they come in any language. */
export const placeFeatures = (x: Facts, y: Facts) => {
  const n = x.numbers[0]
  const m = y.numbers[0]
  const apart = n === undefined || m === undefined ? undefined : Math.abs(n - m)
  const shorter = Math.min(x.postcode.length, y.postcode.length)
  return {
    numberGap: apart === undefined ? -1 : Math.log1p(apart),
    numberGapShare: apart === undefined ? -1 : apart / Math.max(n ?? 1, m ?? 1, 1),
    numberNearest: apart === undefined ? -1 : Math.log1p(nearest(x.numbers, y.numbers)),
    numbersShared: jaccard(x.numbers, y.numbers),
    numbersStated: stated(x.numbers) + stated(y.numbers),
    streetDice: dice(x.streetBigrams, y.streetBigrams),
    streetInclusion: inclusion(x.streetBigrams, y.streetBigrams),
    streetLikeness: likeness(x.street.join(''), y.street.join('')),
    townDice: dice(x.townBigrams, y.townBigrams),
    postcodeFront: shorter === 0 ? -1 : frontOf(x.postcode, y.postcode) / shorter,
    nameInStreet: nameInStreet(x, y) + nameInStreet(y, x),
    addressStated: stated(x.row.address) + stated(y.row.address),
  }
}

/** 1 when there is something, else 0: what is not stated is a fact of its own. */
export const stated = (value: { readonly length: number }): number => (value.length > 0 ? 1 : 0)

const nearest = (x: readonly number[], y: readonly number[]): number =>
  Math.min(...x.flatMap((p) => y.map((q) => Math.abs(p - q))))

/** Words of a name that stand in the other's address (`Subway`, `in Walmart`). */
const nameInStreet = (of: Facts, by: Facts): number =>
  of.name.filter((word) => word.length > 3 && isAmong(word, by.street)).length
