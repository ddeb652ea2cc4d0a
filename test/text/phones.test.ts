import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { describe, expect, it } from 'vitest'
import { REGIONS, type Region } from '../../pipeline/model/region.ts'
import {
  phone,
  phoneLine,
  printPhone,
  readPhones,
  withoutExtension,
} from '../../pipeline/text/phones.ts'

describe('phone numbers', () => {
  it.each<[Region, string, string | undefined]>([
    ['uk', '020 7946 0123', '+442079460123'],
    ['uk', '+44 (0)20 7946 0999', '+442079460999'],
    ['uk', '(0)20 7946 0999', '+442079460999'],
    ['uk', '01632 960123', '+441632960123'],
    ['uk', '020 7946 0123 ext. 4', '+442079460123;ext=4'],
    ['uk', 'tel:+442079460123;ext=4', '+442079460123;ext=4'],
    ['nl', '020-1234567', '+31201234567'],
    ['nl', '0031 (0)6 12345678', '+31612345678'],
    ['nl', '020 1234567 toestel 12', '+31201234567;ext=12'],
    ['be', '02/555.12.12', '+3225551212'],
    ['be', '0475/12.34.56', '+32475123456'],
    ['be', '+31 20 123 45 67', '+31201234567'],
    ['uk', '999', undefined],
    ['uk', 'call us', undefined],
  ])('in %s reads %j as %j', (region, text, number) => {
    expect(phone(text, region)).toBe(number)
  })

  it('reads each of several numbers, but no slash inside a Belgian one', () => {
    const numbers = (text: string, region: Region) => readPhones(text, region).map((r) => r.number)
    expect(numbers('Tel: 020 7946 0999 / 020 7946 0998', 'uk')).toEqual([
      '+442079460999',
      '+442079460998',
    ])
    expect(numbers('02/555 12 12 - 0475/12 34 56', 'be')).toEqual(['+3225551212', '+32475123456'])
    expect(numbers('07700 900123 or 01632 960 123', 'uk')).toEqual([
      '+447700900123',
      '+441632960123',
    ])
  })

  it('says what is wrong with a number that may not be stored', () => {
    const trouble = (text: string, region: Region) => readPhones(text, region)[0]?.trouble
    expect(trouble('Fax: 020 7946 0123', 'uk')).toBe('fax')
    expect(trouble('0900 1234567', 'nl')).toBe('premium')
    expect(trouble('0900 12 345', 'be')).toBe('premium')
    expect(trouble('0909 8790000', 'uk')).toBe('premium')
    expect(trouble('0123', 'uk')).toBe('invalid')
    expect(trouble('Unit 7', 'uk')).toBe('unreadable')
  })

  it('reads numbers written as most are just as the library reads them', () => {
    const start = { uk: ['0', '(0', '+44', '+44 '], nl: ['0', '+31 '], be: ['0', '+32', '(0'] }
    const usual = fc
      .constantFrom(...REGIONS)
      .chain((region) =>
        fc.tuple(
          fc.constant(region),
          fc.constantFrom(...start[region]),
          fc.stringMatching(/^[1-9]\d{1,4}$/),
          fc.constantFrom('', ' ', ') ', '-', '.'),
          fc.stringMatching(/^\d{2,4}[ .-]?\d{2,4}$/),
        ),
      )
    let valid = 0
    fc.assert(
      fc.property(usual, ([region, before, area, between, rest]) => {
        const text = `${before}${area}${between}${rest}`
        const [reading] = readPhones(text, region)
        const asked = parsePhoneNumberFromString(
          text,
          ({ uk: 'GB', nl: 'NL', be: 'BE' } as const)[region],
        )
        valid += asked?.isValid() ? 1 : 0
        if (asked?.isValid()) expect(reading?.number).toBe(asked.number)
        else if (region !== 'uk') expect(reading?.trouble).toBeDefined()
      }),
      { numRuns: 3000 },
    )
    expect(valid).toBeGreaterThan(100)
  })

  it('tells lines apart by their first digits', () => {
    expect(phoneLine('+447700900123')).toBe('mobile')
    expect(phoneLine('+442079460123')).toBe('landline')
    expect(phoneLine('+441184960123')).toBe('landline')
    expect(phoneLine('+44118118')).toBe('premium')
    expect(phoneLine('+448081570000')).toBe('freephone')
    expect(phoneLine('+448701234567')).toBe('service')
    expect(phoneLine('+31612345678')).toBe('mobile')
    expect(phoneLine('+31880000000')).toBe('landline')
    expect(phoneLine('+3278123456')).toBe('service')
    expect(phoneLine('+32475123456')).toBe('mobile')
    expect(phoneLine('+33123456789')).toBe('unknown')
  })

  it('prints a number as its country writes it', () => {
    expect(printPhone('+442079460123', 'uk')).toBe('020 7946 0123')
    expect(printPhone('+442079460123;ext=4', 'nl')).toBe('+44 20 7946 0123 ext. 4')
  })

  it('never throws, and reads its own numbers in any region', () => {
    const digits = fc
      .array(
        fc.constantFrom(...'0123456789', ' ', '-', '/', '.', '+', '(0)', ' ext 3', '\n', ' of '),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), digits, fc.stringMatching(/^0[1-9][0-9]{8,9}$/)),
        fc.constantFrom(...REGIONS),
        fc.constantFrom(...REGIONS),
        (text, region, other) => {
          for (const { number, trouble } of readPhones(text, region))
            if (number !== undefined && trouble === undefined) {
              expect(phone(number, other)).toBe(number)
              expect(withoutExtension(number)).toMatch(/^\+[1-9]\d{4,14}$/)
            }
        },
      ),
      { numRuns: 500 },
    )
  })
})
