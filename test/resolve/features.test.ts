import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FEATURE_NAMES, featurer } from '../../pipeline/resolve/features.ts'
import { EMPTY_ROW, type Row } from '../../pipeline/resolve/row.ts'

const row = (some: Partial<Row>): Row => ({ ...EMPTY_ROW, ...some })

/** What the learner sees of two rows in a table of these, by name. */
const seen = (x: Partial<Row>, y: Partial<Row>) => {
  const values = featurer([row(x), row(y)])(0, 1)
  return (name: string) => values[FEATURE_NAMES.indexOf(name)]
}

const rows = fc.record({
  name: fc.string({ unit: 'grapheme' }),
  address: fc.string({ unit: 'grapheme' }),
  town: fc.constantFrom('', 'Ghent', 'Lower Market'),
  postcode: fc.constantFrom('', '9000', 'ZZ1 1ZZ'),
  phone: fc.constantFrom('', '+441632960111', '01632 960 112', 'none'),
  website: fc.oneof(fc.webUrl(), fc.constantFrom('', 'http://https://a.example/%zz', 'x')),
  trade: fc.constantFrom('', 'pet_store', 'Retail > Pet Store', '>'),
})

describe('what a learner sees of two listings', () => {
  it('is the same whichever comes first, and always finite', () => {
    fc.assert(
      fc.property(rows, rows, (x, y) => {
        const featuresOf = featurer([row(x), row(y)])
        const values = featuresOf(0, 1)
        expect(values).toHaveLength(FEATURE_NAMES.length)
        expect(values.every(Number.isFinite)).toBe(true)
        expect(featuresOf(1, 0)).toEqual(values)
      }),
    )
  })

  it('tells a firm from its department', () => {
    const shop = { name: 'Brightwell', trade: 'supermarket', website: 'https://brightwell.example' }
    const counter = { name: 'Brightwell Pharmacy', trade: 'pharmacy' }
    const pair = seen(shop, { ...counter, website: 'https://brightwell.example/pharmacy' })
    expect(pair('addedWords')).toBe(1)
    expect(pair('addedTrades')).toBe(1)
    expect(pair('unsaidOwnTrade')).toBe(1)
    expect(pair('unsaidOwnPage')).toBe(1)
    expect(seen(shop, shop)('addedWords')).toBe(0)
  })

  it('tells what numbers and letters name apart', () => {
    expect(seen({ name: 'Lecture Hall 2' }, { name: 'Lecture Hall 22' })('designators')).toBe(-1)
    expect(seen({ name: 'Plant B' }, { name: 'Plant C' })('designators')).toBe(-1)
    expect(seen({ name: 'Hall 2' }, { name: 'HALL ２' })('designators')).toBe(1)
  })

  it('reads one name in two scripts', () => {
    expect(seen({ name: 'パンヤ' }, { name: 'ぱんや' })('nameDice')).toBe(1)
  })

  it('sees how far two doors of one street are apart', () => {
    const gap = seen({ address: '12 Mill Lane' }, { address: '14 Mill Lane' })('numberGap')
    expect(gap).toBeLessThan(
      seen({ address: '12 Mill Lane' }, { address: '340 Mill Lane' })('numberGap') ?? 0,
    )
  })

  it('reads very long cells in no time to speak of', () => {
    const long = 'abc 12 '.repeat(20_000)
    const pair = seen({ name: long, address: long, website: long }, { name: `${long}x` })
    expect(pair('nameLikeness')).toBe(1)
  })
})
