import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REGIONS, type Region } from '../../pipeline/model/region.ts'
import {
  district,
  findPostcode,
  outcode,
  postcode,
  UK_AREAS,
} from '../../pipeline/text/postcodes.ts'

const read: readonly (readonly [Region, string, string | undefined])[] = [
  ['uk', 'sw1a1aa', 'SW1A 1AA'],
  ['uk', ' M1  1AE ', 'M1 1AE'],
  ['uk', 'B33 8TH', 'B33 8TH'],
  ['uk', 'CR2 6XH', 'CR2 6XH'],
  ['uk', 'DN55 1PT', 'DN55 1PT'],
  ['uk', 'W1A 0AX', 'W1A 0AX'],
  ['uk', 'EC1A 1BB', 'EC1A 1BB'],
  ['uk', 'gir0aa', 'GIR 0AA'],
  ['uk', 'QQ1 1AA', undefined],
  ['uk', 'SW1A 1CA', undefined],
  ['uk', '1234 AB', undefined],
  ['nl', '1012ab', '1012 AB'],
  ['nl', 'NL-1012 AB', '1012 AB'],
  ['nl', '1012 SA', undefined],
  ['nl', '1012 SS', undefined],
  ['nl', '0012 AB', undefined],
  ['be', '9000', '9000'],
  ['be', 'B-9000', '9000'],
  ['be', '0900', undefined],
  ['be', '90000', undefined],
]

describe('postcodes', () => {
  it.each(read)('reads %s %j as %j', (region, text, code) => {
    expect(postcode(text, region)).toBe(code)
  })

  it('reads its own output as the same postcode, whatever the text', () => {
    const shapes = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$/),
      fc.stringMatching(/^[0-9]{4} ?[A-Z]{2}$/),
      fc.stringMatching(/^(B-)?[0-9]{4}$/),
    )
    fc.assert(
      fc.property(shapes, fc.constantFrom(...REGIONS), (text, region) => {
        const code = postcode(text, region)
        if (code === undefined) return
        expect(postcode(code, region)).toBe(code)
        expect(postcode(code.toLowerCase().replace(' ', ''), region)).toBe(code)
      }),
    )
  })

  it('never takes an area that Royal Mail does not have', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,2}$/), (area) => {
        expect(postcode(`${area}1 1AA`, 'uk') !== undefined).toBe(UK_AREAS.has(area))
      }),
    )
  })

  it('groups by outward code in the UK and by four digits elsewhere', () => {
    expect(outcode('sw1a 1aa')).toBe('SW1A')
    expect(outcode('iv1')).toBe('IV1')
    expect(outcode('Inverness')).toBeUndefined()
    expect(district('1012 AB', 'nl')).toBe('1012')
    expect(district('1012', 'nl')).toBe('1012')
    expect(district('9000', 'be')).toBe('9000')
  })

  it('finds the postcode in a line, not the house number', () => {
    expect(findPostcode('12 High Street, Leeds LS1 4AP, UK', 'uk')?.code).toBe('LS1 4AP')
    expect(findPostcode('Kerkstraat 1200, 9000 Gent', 'be')?.code).toBe('9000')
    expect(findPostcode('Dorpsstraat 12-A, 1234AB Ons Dorp', 'nl')?.code).toBe('1234 AB')
    expect(findPostcode('Dorpsstraat 12', 'nl')).toBeUndefined()
    expect(findPostcode('Kerkstraat 1200, Gent', 'be')).toBeUndefined()
    expect(findPostcode('Kerkstraat 1200 bus 3', 'be')).toBeUndefined()
    expect(findPostcode('Kerkstraat 5, 9000', 'be')?.code).toBe('9000')
    expect(findPostcode('Gent 9000', 'be')).toBeUndefined()
  })
})
