import { describe, expect, it } from 'vitest'
import { AT, addRow, emptyCorpus, WIDTH } from '../../pipeline/resolve/corpus.ts'
import { nameWords } from '../../pipeline/resolve/normalise/names.ts'
import { phonesOf } from '../../pipeline/resolve/normalise/phones.ts'
import { readPostcode, readStreet } from '../../pipeline/resolve/normalise/places.ts'
import { readRegisters } from '../../pipeline/resolve/normalise/registers.ts'
import { readSite } from '../../pipeline/resolve/normalise/sites.ts'
import { EMPTY_ROW, type Row } from '../../pipeline/resolve/row.ts'

const name = (text: string, town = '') => nameWords(text, town === '' ? [] : [town]).join(' ')

describe('names', () => {
  it.each([
    ['Alder & Sons Ltd.', 'alder sons'],
    ['ALDER AND SONS LIMITED', 'alder sons'],
    ['Kapsalon Zoë B.V.', 'kapsalon zoe'],
    ['SPRL Dupont', 'dupont'],
    ["Mary's Café", 'marys cafe'],
    ['Limited', 'limited'],
    ['A.B.C. Motors', 'abc motors'],
  ])('reads %s', (text, words) => {
    expect(name(text)).toBe(words)
  })

  it('drop the town at the end, unless one word would be left', () => {
    expect(name('Kapsalon Zoe Gent', 'gent')).toBe('kapsalon zoe')
    expect(name('Garage Gent', 'gent')).toBe('garage gent')
  })
})

describe('phones', () => {
  it.each([
    ['+44 (0)20 7946 0123', 'GB'],
    ['020 7946 0123', 'GB'],
    ['0044 20 7946 0123', ''],
    ['442079460123', 'GB'],
    ['+442079460123 x12', 'GB'],
  ])('%s is one number', (text, country) => {
    expect(phonesOf(text, country)).toEqual([2079460123])
  })

  it('several in one cell are several, and nonsense is none', () => {
    expect(phonesOf('09/223 34 45; 0470 12 34 56')).toEqual([92233445, 470123456])
    expect(phonesOf('n/a')).toEqual([])
    expect(phonesOf('0000000000')).toEqual([])
  })
})

describe('places', () => {
  it.each([
    ['12 High Street', 12, 'high st'],
    ['Kerkstraat 5 bus 2', 5, 'kerkstr'],
    ['Kerkstr. 5', 5, 'kerkstr'],
    ['Unit 3, 38 North St', 38, 'n st'],
    ['100 W 22nd St', 100, 'w 22nd st'],
    ['St Thomas Hospital', 0, 'st thomas hospital'],
  ])('reads %s', (line, number, words) => {
    const street = readStreet(line, [])
    expect([street.number, street.words.join(' ')]).toEqual([number, words])
  })

  it.each([
    ['ls1 4ab', 'LS14AB', 'LS1', 'LS'],
    ['3511AB', '3511AB', '3511', '35'],
    ['B-9000', '', '9000', '90'],
    ['', '', '', ''],
  ])('reads the postcode %s', (text, full, area, district) => {
    expect(readPostcode(text)).toEqual({ full, area, district })
  })
})

describe('websites', () => {
  it.each([
    ['https://www.alder.co.uk/index.html?utm_source=x', 'alder.co.uk', ''],
    ['alder.co.uk/branches/leeds/', 'alder.co.uk', '/branches/leeds'],
    ['https://www.yell.com/biz/alder', '', ''],
    ['https://www.facebook.com/alder.bakery', 'facebook.com/alderbakery', ''],
    ['https://facebook.com/pages/12345', '', ''],
    ['No', '', ''],
  ])('reads %s', (text, domain, path) => {
    expect(readSite(text)).toMatchObject({ domain, path })
  })
})

describe('register numbers', () => {
  const read = (row: Partial<Row>) => readRegisters({ ...EMPTY_ROW, ...row }).business

  it('have the shape of their register, or are left out', () => {
    expect(read({ kvk: '12345678' })).toBe('kvk:12345678')
    expect(read({ kbo: 'BE 0123.456.789' })).toBe('kbo:0123456789')
    expect(read({ vat: 'BE0123456789' })).toBe('kbo:0123456789')
    expect(read({ company: 'SC123456' })).toBe('company:SC123456')
    expect(read({ company: 'unknown' })).toBe('')
  })
})

describe('names that name nobody', () => {
  const isPlaceholder = (row: Partial<Row>) => {
    const corpus = emptyCorpus()
    const i = addRow(corpus, { ...EMPTY_ROW, ...row })
    return corpus.cells[i * WIDTH + AT.placeholder] === 1
  }

  it('repeat the address and the trade', () => {
    expect(isPlaceholder({ name: '18 High Street Dentist', trade: 'Dentist' })).toBe(true)
    expect(
      isPlaceholder({ name: 'Mill Court Garage', address: 'Mill Court, Hill Rd', trade: 'Garage' }),
    ).toBe(true)
    expect(
      isPlaceholder({ name: 'Alder Garage', address: 'Mill Court, Hill Rd', trade: 'Garage' }),
    ).toBe(false)
    expect(isPlaceholder({ name: '99 Cents Store', address: 'Mill Court' })).toBe(false)
  })
})
