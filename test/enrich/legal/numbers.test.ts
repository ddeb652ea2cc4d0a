import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dutchVat, isUkVat } from '../../../pipeline/enrich/legal/checksums.ts'
import { numbersIn } from '../../../pipeline/enrich/legal/numbers.ts'
import type { Region } from '../../../pipeline/model/region.ts'

const read = (text: string, region: Region) =>
  numbersIn(text, region).map(({ by, value, kind }) => `${by} ${value} ${kind}`)

const asNumber = (id: string) =>
  BigInt([...id].map((c) => (/\d/.test(c) ? c : String(c.charCodeAt(0) - 55))).join(''))

describe('numbers that a site states', () => {
  it.each<[Region, string, readonly string[]]>([
    ['uk', 'Registered in England and Wales No. 01234567', ['company-number 01234567 corporate']],
    ['uk', 'Company Number: SC123456', ['company-number SC123456 corporate']],
    ['uk', 'Company registration no 7654321', ['company-number 07654321 corporate']],
    [
      'uk',
      'Registered in Scotland SC 123456. VAT No. 434 0314 94',
      ['company-number SC123456 corporate', 'vat-number GB434031494 unknown'],
    ],
    ['uk', 'Company No. LP012345', ['company-number LP012345 unknown']],
    ['uk', 'VAT number GB 123 4567 89', []],
    ['uk', 'Call our company on 01632 960123', []],
    ['uk', 'a company with 12345678 customers', []],
    ['nl', 'KvK: 01234567', ['kvk-number 01234567 unknown']],
    ['nl', 'KVK-nummer 0123 4567', ['kvk-number 01234567 unknown']],
    ['nl', 'Kamer van Koophandel Utrecht nr. 01.23.45.67', ['kvk-number 01234567 unknown']],
    [
      'nl',
      'Handelsregister: 87654321 | BTW: NL004495445B01',
      ['kvk-number 87654321 unknown', 'vat-number NL004495445B01 unknown'],
    ],
    ['nl', 'KvK 12345678', []],
    ['nl', 'BTW NL000000000B00', []],
    ['nl', 'Telefoon 0701234567', []],
    ['be', 'BTW BE 0403.019.261', ['kbo-number 0403019261 unknown']],
    ['be', 'TVA: BE0403019261', ['kbo-number 0403019261 unknown']],
    ['be', 'Ondernemingsnummer 403.019.261', ['kbo-number 0403019261 unknown']],
    ['be', "Numéro d'entreprise : 0403 019 261 RPM Bruxelles", ['kbo-number 0403019261 unknown']],
    ['be', 'BTW BE 0403.019.262', []],
    ['be', 'Tel 0470 12 34 56', []],
  ])('%s: %s', (region, text, expected) => {
    expect(read(text, region)).toEqual(expected)
  })

  it('tells a Dutch person by the VAT id given since 2020, which holds to mod 97', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), (nine) => {
        const ids = Array.from(
          { length: 98 },
          (_, i) => `NL${nine}B${String(i + 1).padStart(2, '0')}`,
        )
        const persons = ids.filter((id) => dutchVat(id) === 'person')
        expect(persons.every((id) => asNumber(id) % 97n === 1n)).toBe(true)
        expect(persons.length).toBeLessThanOrEqual(2)
        expect(ids.some((id) => asNumber(id) % 97n === 1n && dutchVat(id) === undefined)).toBe(
          false,
        )
      }),
      { numRuns: 50 },
    )
  })

  it('knows a UK VAT number by its check digits, old and new, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 9_999_999 }), (seven) => {
        const sum = [...String(seven)].reduce((all, digit, i) => all + Number(digit) * (8 - i), 0)
        const good = Array.from({ length: 97 }, (_, check) => check).filter((check) =>
          isUkVat(`${seven}${String(check).padStart(2, '0')}`),
        )
        expect(good).toEqual(
          [(97 - (sum % 97)) % 97, (97 - ((sum + 55) % 97)) % 97].sort((a, b) => a - b),
        )
      }),
      { numRuns: 50 },
    )
  })
})
