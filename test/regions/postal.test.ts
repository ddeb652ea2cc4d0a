import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressParts } from '../../pipeline/model/listing.ts'
import type { Language, Region } from '../../pipeline/model/region.ts'
import { loadRegions } from '../../pipeline/region.ts'

const regions = await loadRegions()
const lines = (region: Region, address: AddressParts, language: Language = 'nl') => {
  const layout = regions[region].postal.layout(address, language)
  return typeof layout === 'string' ? layout : layout.lines
}

describe('an address as Royal Mail prints it', () => {
  it.each<[string, AddressParts, readonly string[] | string]>([
    [
      'number before street, town and postcode in capitals',
      { street: 'High Street', number: '12', postcode: 'sw1a1aa', town: 'London' },
      ['12 High Street', 'LONDON', 'SW1A 1AA'],
    ],
    [
      'unit and building above the street',
      {
        unit: 'Unit 3',
        building: 'Canal Mills',
        street: 'Wharf Road',
        number: '4-6',
        postcode: 'LS6 2AB',
        town: 'Leeds',
      },
      ['Unit 3, Canal Mills', '4-6 Wharf Road', 'LEEDS', 'LS6 2AB'],
    ],
    [
      'a named house on a line of its own',
      { number: 'Rose Cottage', street: 'Long Row', postcode: 'YO1 6AA', town: 'York' },
      ['Rose Cottage', 'Long Row', 'YORK', 'YO1 6AA'],
    ],
    [
      'a number that stands in the street already',
      { street: '12a High Street', postcode: 'LS6 2AB', town: 'Leeds' },
      ['12a High Street', 'LEEDS', 'LS6 2AB'],
    ],
    [
      'a post office box',
      { street: 'PO Box 12', postcode: 'LS6 2AB', town: 'Leeds' },
      ['PO Box 12', 'LEEDS', 'LS6 2AB'],
    ],
    [
      'no trailing commas, no country at home',
      { street: 'High Street,', number: '1', postcode: 'LS6 2AB', town: 'Leeds,', country: 'GB' },
      ['1 High Street', 'LEEDS', 'LS6 2AB'],
    ],
    [
      'no street without a premise',
      { street: 'High Street', postcode: 'LS6 2AB', town: 'Leeds' },
      'no-premise',
    ],
    [
      'no area that does not exist',
      { street: 'High Street', number: '1', postcode: 'ZZ1 1ZZ', town: 'Leeds' },
      'bad-postcode',
    ],
    [
      'no fixed abode',
      { street: 'NFA', number: '1', postcode: 'LS6 2AB', town: 'Leeds' },
      'no-fixed-abode',
    ],
    [
      'no address abroad',
      { street: 'Kerkstraat', number: '1', postcode: 'LS6 2AB', town: 'Gent', country: 'BE' },
      'other-country',
    ],
  ])('%s', (_, address, expected) => expect(lines('uk', address, 'en')).toEqual(expected))
})

describe('an address as PostNL prints it', () => {
  it.each<[string, AddressParts, readonly string[] | string]>([
    [
      'number after street, two spaces before the town in capitals',
      { street: 'Dorpsstraat', number: '12-A', postcode: '1234ab', town: 'Nergenshuizen' },
      ['Dorpsstraat 12-A', '1234 AB  NERGENSHUIZEN'],
    ],
    [
      'the town of the court keeps its apostrophe',
      { street: 'Plein', number: '1', postcode: '2511 CR', town: "'s-Gravenhage" },
      ['Plein 1', "2511 CR  'S-GRAVENHAGE"],
    ],
    [
      'letter pairs that were never given out are none',
      { street: 'Plein', number: '1', postcode: '2511 SS', town: 'Den Haag' },
      'bad-postcode',
    ],
    [
      'a street without a number is none',
      { street: 'Plein', postcode: '2511 CR', town: 'Den Haag' },
      'no-premise',
    ],
  ])('%s', (_, address, expected) => expect(lines('nl', address)).toEqual(expected))
  it('knows a delivery point by postcode, number and suffix, whatever the street is called', () => {
    const key = (street: string, number: string) => {
      const layout = regions.nl.postal.layout(
        { street, number, postcode: '1234 AB', town: 'X' },
        'nl',
      )
      return typeof layout === 'string' ? layout : layout.key
    }
    expect(key('Dorpsstraat', '12-A')).toBe(key('Dorpstr.', '12 a'))
    expect(key('Dorpsstraat', '12')).not.toBe(key('Dorpsstraat', '12-A'))
  })
})

describe('an address as bpost prints it', () => {
  it.each<[string, Language, AddressParts, readonly string[] | string]>([
    [
      'box after number, in Dutch',
      'nl',
      { street: 'Kerkstraat', number: '5', unit: 'bte 2', postcode: '9000', town: 'Gent' },
      ['Kerkstraat 5 bus 2', '9000 Gent'],
    ],
    [
      'box after number, in French',
      'fr',
      { street: 'Rue Haute', number: '17', unit: 'boîte 1', postcode: 'B-5590', town: 'Ciney' },
      ['Rue Haute 17 bte 1', '5590 Ciney'],
    ],
    [
      'one language of two, in Dutch',
      'nl',
      {
        street: 'Rue Haute - Hoogstraat',
        number: '1',
        postcode: '1000',
        town: 'Bruxelles/Brussel',
      },
      ['Hoogstraat 1', '1000 Brussel'],
    ],
    [
      'one language of two, in French',
      'fr',
      {
        street: 'Hoogstraat - Rue Haute',
        number: '1',
        postcode: '1000',
        town: 'Brussel - Bruxelles',
      },
      ['Rue Haute 1', '1000 Bruxelles'],
    ],
    [
      'a floor above the street',
      'nl',
      { unit: '2de verdieping', street: 'Kerkstraat', number: '5', postcode: '9000', town: 'Gent' },
      ['2de verdieping', 'Kerkstraat 5', '9000 Gent'],
    ],
    [
      'no slash and no comma in the number',
      'nl',
      { street: 'Kerkstraat', number: '5/2', postcode: '9000', town: 'Gent' },
      ['Kerkstraat 5 2', '9000 Gent'],
    ],
  ])('%s', (_, language, address, expected) =>
    expect(lines('be', address, language)).toEqual(expected),
  )
})

describe('any address', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 20 })
  const parts = fc.record(
    {
      street: word,
      number: word,
      unit: word,
      building: word,
      postcode: fc.oneof(word, fc.constantFrom('LS6 2AB', '1234 AB', '9000')),
      town: word,
    },
    { requiredKeys: [] },
  )
  it('is laid out whole on single lines, or refused with a word', () => {
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom<Region[]>('uk', 'nl', 'be'),
        fc.constantFrom<Language[]>('nl', 'fr'),
        (address, region, language) => {
          const layout = regions[region].postal.layout(address, language)
          if (typeof layout === 'string') return
          expect(layout.lines.length).toBeGreaterThan(1)
          for (const line of layout.lines) expect(line).toMatch(/^\S(?:.*\S)?$/u)
          expect(layout.lines.join('\n').toUpperCase()).toContain(layout.town.toUpperCase())
          expect(layout.lines.join('\n')).toContain(layout.postcode)
          expect(layout.key).not.toBe('')
        },
      ),
      { numRuns: 500 },
    )
  })
})
