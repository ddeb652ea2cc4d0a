import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  companyNumber,
  kboNumber,
  kvkNumber,
  printKbo,
  vatNumber,
} from '../../pipeline/text/registers.ts'

describe('register numbers', () => {
  it('puts back the zeros of a Companies House number', () => {
    expect(companyNumber('1234567')).toBe('01234567')
    expect(companyNumber('SC12345')).toBe('SC012345')
    expect(companyNumber('oc 301 234')).toBe('OC301234')
    expect(companyNumber('00000000')).toBeUndefined()
    expect(companyNumber('XX123456')).toBeUndefined()
  })

  it('believes a Belgian number only when its check digits agree', () => {
    expect(kboNumber('0123.456.749')).toBe('0123456749')
    expect(kboNumber('BE 123.456.749')).toBe('0123456749')
    expect(kboNumber('0123.456.750')).toBeUndefined()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19_999_999 }), (stem) => {
        const number = `${String(stem).padStart(8, '0')}${String(97 - (stem % 97)).padStart(2, '0')}`
        expect(kboNumber(printKbo(number))).toBe(number)
        expect(vatNumber(`BE ${number}`)).toBe(`BE${number}`)
        const wrong = number.slice(0, 9) + ((Number(number[9]) + 1) % 10)
        expect(kboNumber(wrong)).toBeUndefined()
      }),
    )
  })

  it('takes eight digits for a Dutch number and no branch number', () => {
    expect(kvkNumber('KVK 12345678')).toBe('12345678')
    expect(kvkNumber('123456780000')).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const read of [companyNumber, kboNumber, kvkNumber, vatNumber]) {
          const number = read(text)
          if (number !== undefined) expect(read(number)).toBe(number)
        }
      }),
    )
  })
})
