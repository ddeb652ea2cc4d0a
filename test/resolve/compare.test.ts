import { describe, expect, it } from 'vitest'
import { comparer } from '../../pipeline/resolve/compare/pair.ts'
import { addRow, emptyCorpus } from '../../pipeline/resolve/corpus.ts'
import { FIELD_NAMES, FIELDS, type Field, levelsOf } from '../../pipeline/resolve/fields.ts'
import { EMPTY_ROW, type Row } from '../../pipeline/resolve/row.ts'
import { countSpread, emptySpread } from '../../pipeline/resolve/spread.ts'

/** The level of one fact about two listings, whichever comes first. */
const level = (field: Field, one: Partial<Row>, other: Partial<Row>): string => {
  const corpus = emptyCorpus()
  for (const row of [one, other]) addRow(corpus, { ...EMPTY_ROW, ...row })
  const spread = emptySpread()
  for (let i = 0; i < corpus.size; i++) countSpread(spread, corpus, i)
  const compare = comparer(corpus, spread)
  expect(compare(0, 1)).toBe(compare(1, 0))
  return FIELDS[field][levelsOf(compare(0, 1))[FIELD_NAMES.indexOf(field)] ?? 0] ?? ''
}

const names = (one: string, other: string, address = '') =>
  level('name', { name: one, address }, { name: other, address })

const places = (one: string, other: string) =>
  level('place', { address: one, town: 'Leeds' }, { address: other, town: 'Leeds' })

describe('names', () => {
  it.each([
    ['Alder & Sons Ltd', 'ALDER AND SONS', 'same'],
    ['Alder Bakery Alder Bakery', 'Alder Bakery', 'same'],
    ['Children?s Place', "Children's Place", 'same'],
    ['DePriest Oscar Nursery Group', 'Nursery Group De Priest Oscar', 'near'],
    ['Alder Bakery', 'Quay Opticians', 'other'],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(names(one, other)).toBe(expected)
  })

  it('a street that both listings stand in, told in one name, does not set the names apart', () => {
    expect(names('Robertson Nursery Quayside', 'Robertson Nursery', '12 Quayside')).toBe('near')
    expect(names('Robertson Nursery Quayside', 'Robertson Nursery', '12 Mill Lane')).not.toBe(
      'near',
    )
  })

  it('numbers tell branches apart, but not the house number', () => {
    expect(names('Nursery 2', 'Nursery 3', '12 Mill Lane')).toBe('slight')
    expect(names('Alder Nursery 12', 'Alder Nursery', '12 Mill Lane')).toBe('near')
  })
})

describe('places', () => {
  it.each([
    ['12 Mill Lane', '12 Mill Ln', 'door'],
    ['1900 Van Buren Street', '1900 VanBuren', 'door'],
    ['5 Kerk straat', 'Kerkstraat 5', 'door'],
    ['128 Mill Lane', '132 Mill Lane', 'next-door'],
    ['7510 Mill Lane', '7610 Mill Lane', 'next-door'],
    ['837 Mill Lane', '840 Mill Lane', 'other-door'],
    ['12 Mill Lane', '72 Mill Lane', 'other-door'],
    ['12 67th Street', '12 57th Street', 'other-door'],
    ['12 Mill Lane', '12 Quay Road', 'other-door'],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(places(one, other)).toBe(expected)
  })
})
