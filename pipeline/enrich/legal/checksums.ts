const weigh = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0)

const letters = (text: string): bigint =>
  BigInt(
    [...text].map((sign) => (/\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55))).join(''),
  )

/**
 * What a Dutch VAT id (`NL123456789B01`) tells. Ids given to persons since 1 January 2020 hold to mod 97 over the
 * whole id (letters A=10 … Z=35, remainder 1); those of firms, and of persons before, to the eleven-test on the nine
 * digits. `person` is an id that holds to the first and not to the second; undefined is no id at all.
 */
export const dutchVat = (id: string): 'person' | 'either' | undefined => {
  const digits = /^NL(\d{9})B\d{2}$/.exec(id)?.[1]
  if (digits === undefined || digits === '000000000') return undefined
  const rest = weigh(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
  if (rest === Number(digits[8])) return 'either'
  return letters(id) % 97n === 1n ? 'person' : undefined
}

/**
 * Whether nine digits (or twelve, a branch) are a UK VAT number: weights 8 to 2 and the two check digits give 0 mod
 * 97, or with 55 added (numbers from 100 000 000 and since 2010).
 */
export const isUkVat = (digits: string): boolean => {
  if (!/^\d{9}(?:\d{3})?$/.test(digits) || /^0{7}/.test(digits)) return false
  const sum = weigh(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9))
  return sum % 97 === 0 || (sum + 55) % 97 === 0
}

/** Companies House prefixes behind which no legal person need stand: limited partnerships of England, Wales and Northern Ireland. */
const PARTNERSHIP = /^(?:LP|NL)/

/** What a Companies House number proves by itself. A Scottish limited partnership (`SL`) is a corporate subscriber (PECR reg 2). */
export const companyKind = (number: string): 'corporate' | 'unknown' =>
  PARTNERSHIP.test(number) ? 'unknown' : 'corporate'
