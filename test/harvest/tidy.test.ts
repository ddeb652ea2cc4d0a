import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAbroad, type Tidying, tidy } from '../../pipeline/harvest/tidy.ts'
import type { Listing } from '../../pipeline/model/listing.ts'
import { REGIONS } from '../../pipeline/model/region.ts'

const noted = (raw: Listing, about: Partial<Tidying> = {}) => {
  const notes: string[] = []
  const listing = tidy(raw, { source: 'uk/yell', region: 'uk', ...about }, (field, what) =>
    notes.push(`${field}: ${what}`),
  )
  return { listing, notes }
}

describe('clean-up of a listing', () => {
  it('makes a British directory card into parts that can be matched and written to', () => {
    const { listing, notes } = noted({
      ref: '1',
      name: 'SMITH &amp; SONS PLUMBING LTD.',
      categories: ['Plumbers & Heating Engineers'],
      phones: ['01632 960123', '01632 960 123', 'Fax: 01632 960124', '0900-12'],
      emails: ['Info@Smith-Plumbing.EXAMPLE', 'logo@2x.png', 'noreply@smith-plumbing.example'],
      website: 'https://www.google.com/url?q=http://www.smith-plumbing.example/?utm_source=yell',
      street: 'Unit 3, Foo Business Park, 12 Mill Lane,',
      town: 'Inverness',
      postcode: 'iv11aa',
      lat: 57.48,
      lon: -4.22,
      hours: 'Mon-Fri 9am - 5pm, Sat closed',
      registers: { company: '1234567' },
    })
    expect(listing).toEqual({
      source: 'uk/yell',
      ref: '1',
      region: 'uk',
      name: 'Smith & Sons Plumbing',
      legalForm: 'Ltd',
      trade: 'plumber',
      phones: ['+441632960123'],
      emails: ['info@smith-plumbing.example'],
      website: 'http://www.smith-plumbing.example',
      domain: 'smith-plumbing.example',
      socials: [],
      address: {
        unit: 'Unit 3',
        building: 'Foo Business Park',
        number: '12',
        street: 'Mill Lane',
        town: 'Inverness',
        postcode: 'IV1 1AA',
        country: 'GB',
      },
      lat: 57.48,
      lon: -4.22,
      hours: 'Mo-Fr 09:00-17:00; Sa off',
      registers: { company: '01234567' },
      noMarketing: false,
      status: 'open',
    })
    expect(notes).toEqual([
      'name: cleaned',
      'name: legal form split off',
      'name: case',
      'phones: repeated',
      'phones: fax',
      'phones: invalid',
      'emails: unreadable',
      'emails: junk',
      'website: cleaned',
    ])
  })

  it('reads a Belgian listing in either language', () => {
    const about = { source: 'be/pagesdor', region: 'be' } as const
    const { listing } = noted(
      {
        ref: 'L1',
        name: 'SPRL Plomberie Dupont',
        phones: ['02/555.12.12', '0475/12.34.56'],
        address: 'Rue de la Loi 16 bte 3, 1000 Bruxelles, Belgique',
        hours: 'du lundi au vendredi de 9h00 à 12h00 et de 13h00 à 18h00',
        registers: { vat: 'BE 0123.456.749' },
        noMarketing: true,
      },
      about,
    )
    expect(listing).toMatchObject({
      name: 'Plomberie Dupont',
      legalForm: 'SPRL',
      phones: ['+3225551212', '+32475123456'],
      address: { street: 'Rue de la Loi', number: '16', unit: 'bte 3', town: 'Bruxelles' },
      hours: 'Mo-Fr 09:00-12:00,13:00-18:00',
      registers: { vat: 'BE0123456749', kbo: '0123456749' },
      noMarketing: true,
    })
  })

  it('files a listing that says it lies in another of our regions there, and reads it so', () => {
    const { listing, notes } = noted(
      { ref: '2', name: 'Bakkerij X BVBA', phones: ['02 555 12 12'], address: '9000 Gent, België' },
      { source: 'any/overture', region: 'nl' },
    )
    expect(listing).toMatchObject({ region: 'be', legalForm: 'BVBA', phones: ['+3225551212'] })
    expect(notes).toContain('country: another region')
  })

  it('knows a listing that says it lies in none of our regions', () => {
    const berlin: Listing = {
      ref: '7',
      name: 'X',
      address: 'Musterstraße 1, 10115 Berlin, Duitsland',
    }
    const there = noted(berlin)
    expect(isAbroad(there.listing, berlin)).toBe(true)
    expect(there.notes).toContain('country: abroad')
    const leeds: Listing = { ref: '8', name: 'X', town: 'Leeds' }
    expect(isAbroad(noted(leeds).listing, leeds)).toBe(false)
  })

  it.each<[string, Partial<Listing>, boolean]>([
    ['a point outside, and nothing else', { lat: 47.6, lon: -122.33 }, true],
    ['a point outside and a street', { lat: 48.2, lon: 16.37, street: 'Ring 1' }, true],
    ['a point inside', { lat: 53.8, lon: -1.55 }, false],
    ['a point outside, but a postcode', { lat: 47.6, lon: -122.33, postcode: 'LS1 4AP' }, false],
    ['a point outside, but its country', { lat: 1.55, lon: 53.8, country: 'GB' }, false],
    ['no point', { lat: 0, lon: 0 }, false],
  ])('knows by its point where a listing lies that names no country: %s', (_, parts, abroad) => {
    const raw: Listing = { ref: '9', name: 'X', ...parts }
    expect(isAbroad(noted(raw).listing, raw)).toBe(abroad)
  })

  it('keeps a social page as a social page and takes no directory for a website', () => {
    const facebook = noted({ ref: '3', name: 'X', website: 'https://m.facebook.com/smith?ref=x' })
    expect(facebook.listing.website).toBeUndefined()
    expect(facebook.listing.socials).toEqual(['https://m.facebook.com/smith'])
    expect(facebook.notes).toEqual(['website: social'])
    const directory = noted({ ref: '4', name: 'X', website: 'https://www.yell.com/biz/smith-1/' })
    expect(directory.listing.website).toBeUndefined()
    expect(directory.notes).toEqual(['website: directory'])
  })

  it('replaces the dirty values that the card of the source names, and says so', () => {
    const repairs = { town: { 'n/a': null, 'St Helens .': 'St Helens' }, phones: { '0': null } }
    const { listing, notes } = noted(
      { ref: '5', name: 'X', town: 'n/a', phones: ['0'] },
      { repairs },
    )
    expect(listing.address.town).toBeUndefined()
    expect(listing.phones).toEqual([])
    expect(notes).toEqual(['town: repaired', 'phones: repaired'])
  })

  it('leaves out points at 0/0 and on the wrong side of the earth', () => {
    expect(noted({ ref: '6', name: 'X', lat: 0, lon: 0 }).notes).toEqual(['lat: nowhere'])
    expect(noted({ ref: '6', name: 'X', lat: -33, lon: 151 }).notes).toEqual([
      'lat: outside the region',
    ])
  })

  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.webUrl(), fc.emailAddress())
  const raw: fc.Arbitrary<Listing> = fc.record(
    {
      ref: fc.string(),
      name: text,
      categories: fc.array(text, { maxLength: 3 }),
      phones: fc.array(text, { maxLength: 3 }),
      emails: fc.array(text, { maxLength: 3 }),
      website: text,
      socials: fc.array(text, { maxLength: 2 }),
      address: text,
      street: text,
      postcode: text,
      town: text,
      country: text,
      lat: fc.double(),
      lon: fc.double(),
      hours: text,
      legalForm: text,
      registers: fc.record({ company: text, kvk: text, kbo: text, vat: text }),
    },
    { requiredKeys: ['ref', 'name'] },
  )

  it('never throws, and what it made it would make again', () => {
    fc.assert(
      fc.property(raw, fc.constantFrom(...REGIONS), (listing, region) => {
        const about = { source: 'any/list', region } as const
        const once = tidy(listing, about, () => undefined)
        const { registers, address, trade: _trade, domain: _domain, ...rest } = once
        const again = tidy(
          { ...rest, ...address, registers } as Listing,
          { ...about, region: once.region },
          () => undefined,
        )
        expect(again.phones).toEqual(once.phones)
        expect(again.emails).toEqual(once.emails)
        expect(again.website).toEqual(once.website)
        expect(again.domain).toEqual(once.domain)
        expect(again.hours).toEqual(once.hours)
        expect(again.registers).toEqual(once.registers)
        expect(again.address.postcode).toEqual(once.address.postcode)
      }),
    )
  })

  it('says of every value that it dropped why', () => {
    fc.assert(
      fc.property(raw, (listing) => {
        const { listing: so, notes } = noted(listing)
        const dropped = (listing.emails ?? []).length - so.emails.length
        expect(notes.filter((line) => line.startsWith('emails: ')).length).toBe(dropped)
        if (listing.website !== undefined && so.website === undefined)
          expect(notes.some((line) => line.startsWith('website: '))).toBe(true)
        if (listing.hours !== undefined && so.hours === undefined)
          expect(notes).toContain('hours: unreadable')
      }),
    )
  })
})
