import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressParts } from '../../pipeline/model/listing.ts'
import { REGIONS, type Region } from '../../pipeline/model/region.ts'
import { countryCode, readAddress } from '../../pipeline/text/addresses.ts'

/** `unit | building | number | street | postcode | town` */
const said = (parts: AddressParts) =>
  [parts.unit, parts.building, parts.number, parts.street, parts.postcode, parts.town]
    .map((part) => part ?? '')
    .join('|')

const lines: readonly (readonly [Region, string, string])[] = [
  [
    'uk',
    'Unit 3, Foo Business Park, 12 Mill Lane, Leeds, West Yorkshire LS1 4AP, UK',
    'Unit 3|Foo Business Park|12|Mill Lane|LS1 4AP|Leeds',
  ],
  [
    'uk',
    'Unit 3 Foo Business Park, Mill Lane, Hull HU1 1AA',
    'Unit 3|Foo Business Park||Mill Lane|HU1 1AA|Hull',
  ],
  ['uk', 'Flat 1, 12 High Street, London SW1A 1AA', 'Flat 1||12|High Street|SW1A 1AA|London'],
  ['uk', '12-14 High Street, Whitley Bay', '||12-14|High Street||Whitley Bay'],
  ['uk', '12A High St, Durham, DH1 1AA', '||12A|High St|DH1 1AA|Durham'],
  ['uk', 'The Old Mill, Mill Lane, York YO1 1AA', '|The Old Mill||Mill Lane|YO1 1AA|York'],
  ['uk', '1st Floor, 5 King Street, Manchester', '1st Floor||5|King Street||Manchester'],
  ['uk', '12 2nd Avenue, Leeds', '||12|2nd Avenue||Leeds'],
  ['uk', '2nd Avenue, Leeds', '|||2nd Avenue||Leeds'],
  ['uk', 'PO Box 12, Hull HU1 1AA', '|||PO Box 12|HU1 1AA|Hull'],
  ['uk', 'High Street, Bath, Somerset', '|||High Street||Bath'],
  ['uk', 'Inverness', '|||||Inverness'],
  ['uk', 'Western Canyon Rd', '|||Western Canyon Rd||'],
  ['nl', 'Dorpsstraat 12-A, 1234 AB Ons Dorp, Nederland', '||12-A|Dorpsstraat|1234 AB|Ons Dorp'],
  ['nl', 'Dorpsstraat 12a 1234AB Ons Dorp', '||12-A|Dorpsstraat|1234 AB|Ons Dorp'],
  ['nl', 'Keizersgracht 12-14, 1015 CN Amsterdam', '||12-14|Keizersgracht|1015 CN|Amsterdam'],
  [
    'nl',
    '2e Jan van der Heijdenstraat 12 hs, 1073 TW Amsterdam',
    '||12-hs|2e Jan van der Heijdenstraat|1073 TW|Amsterdam',
  ],
  ['nl', 'Plein 1945 3, 1972 AB IJmuiden', '||3|Plein 1945|1972 AB|IJmuiden'],
  ['nl', 'Straat 12 bis A, 3511 AB Utrecht', '||12-bis-A|Straat|3511 AB|Utrecht'],
  [
    'nl',
    'Bedrijvencentrum De Hoek, Industrieweg 4 unit 12, 3542 AD Utrecht',
    'unit 12|Bedrijvencentrum De Hoek|4|Industrieweg|3542 AD|Utrecht',
  ],
  ['nl', 'Postbus 123, 1000 AA Amsterdam', '|||Postbus 123|1000 AA|Amsterdam'],
  ['nl', 'Amsterdam', '|||||Amsterdam'],
  ['nl', 'Zuidhaven 39/a, 4611 HC Dorp', '||39-A|Zuidhaven|4611 HC|Dorp'],
  ['nl', 'Onder de Toren 18 20, 8302 BV Dorp', '||18-20|Onder de Toren|8302 BV|Dorp'],
  ['nl', '29RR+CPC, Kerkstraat 5, 1234 AB Dorp', '||5|Kerkstraat|1234 AB|Dorp'],
  ['be', 'Kerkstraat 5 bus 2, 9000 Gent, België', 'bus 2||5|Kerkstraat|9000|Gent'],
  ['be', 'Rue X 17 bte 1, 1000 Bruxelles', 'bte 1||17|Rue X|1000|Bruxelles'],
  ['be', '17, rue de la Loi, 1000 Bruxelles', '||17|rue de la Loi|1000|Bruxelles'],
  ['be', 'Rue de la Loi 16/3, 1000 Bruxelles', 'bus 3||16|Rue de la Loi|1000|Bruxelles'],
  ['be', '9000 Gent, Kerkstraat 5', '||5|Kerkstraat|9000|Gent'],
  ['be', 'Chaussée de Mons 1200, 1070 Anderlecht', '||1200|Chaussée de Mons|1070|Anderlecht'],
  ['be', 'Kerkstraat 1200, Gent', '||1200|Kerkstraat||Gent'],
  ['be', 'Kerkstraat 12A, B-9000 Gent', '||12A|Kerkstraat|9000|Gent'],
  ['be', 'Place Saint-Lambert 4 boîte 12, 4000 Liège', 'bte 12||4|Place Saint-Lambert|4000|Liège'],
]

describe('addresses', () => {
  it.each(lines)('in %s reads %j', (region, address, parts) => {
    expect(said(readAddress({ address }, region))).toBe(parts)
  })

  it('believes given parts before the one line, and takes the postcode out of the town', () => {
    const parts = readAddress(
      { street: 'Kerkstraat 5', town: '9000 Gent', address: 'Elders 1' },
      'be',
    )
    expect(said(parts)).toBe('||5|Kerkstraat|9000|Gent')
    const yell = readAddress({ street: '12 High Street,', town: 'Leeds', postcode: 'ls14ap' }, 'uk')
    expect(said(yell)).toBe('||12|High Street|LS1 4AP|Leeds')
  })

  it('does not repeat the town and postcode in the street', () => {
    const given = { street: '12 High Street, Leeds LS1 4AP', town: 'Leeds', postcode: 'LS1 4AP' }
    expect(said(readAddress(given, 'uk'))).toBe('||12|High Street|LS1 4AP|Leeds')
  })

  it('finds the town behind a county, and a range without its hyphen', () => {
    const county = {
      street: '11 13 Rutford Road, Leeds',
      town: 'West Yorkshire',
      postcode: 'LS11 6AJ',
    }
    expect(said(readAddress(county, 'uk'))).toBe('||11-13|Rutford Road|LS11 6AJ|Leeds')
    const greater = { street: '4 Mill Lane', town: 'Greater London' }
    expect(said(readAddress(greater, 'uk'))).toBe('||4|Mill Lane||London')
    expect(readAddress({ street: '4 Mill Lane', town: 'Durham' }, 'uk').town).toBe('Durham')
  })

  it('names a country by its code, and takes the region for home', () => {
    expect(readAddress({ address: 'Kerkstraat 5, 9000 Gent, Belgique' }, 'nl').country).toBe('BE')
    expect(readAddress({ town: 'Leeds' }, 'uk').country).toBe('GB')
    expect(countryCode('The Netherlands')).toBe('NL')
    expect(countryCode('Narnia')).toBeUndefined()
    expect(countryCode('Duitsland')).toBe('DE')
    expect(countryCode('Grèce')).toBe('GR')
    expect(countryCode('USA')).toBe('US')
  })

  const name = fc.constantFrom(
    'Mill',
    'Kerk',
    'Station',
    'Nieuwe',
    'Koning Albert',
    'Saint-Lambert',
  )
  const number = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('', 'A', '-14'))

  it('reads every address that it would write back into the same parts', () => {
    fc.assert(
      fc.property(name, number, fc.constantFrom('', '1', '12B'), (stem, [digits, suffix], box) => {
        const suffixed = suffix === '-14' ? `-${digits + 2}` : suffix
        const british = readAddress(
          {
            address: `${box && `Flat ${box}, `}${digits}${suffixed} ${stem} Street, Leeds LS1 4AP`,
          },
          'uk',
        )
        expect(said(british)).toBe(
          `${box && `Flat ${box}`}||${digits}${suffixed}|${stem} Street|LS1 4AP|Leeds`,
        )
        const belgian = readAddress(
          { address: `${stem}straat ${digits}${suffixed}${box && ` bus ${box}`}, 9000 Gent` },
          'be',
        )
        expect(said(belgian)).toBe(
          `${box && `bus ${box}`}||${digits}${suffixed}|${stem}straat|9000|Gent`,
        )
        const dutch = readAddress(
          {
            address: `${stem}straat ${digits}${suffixed && `-${suffixed.replace('-', '')}`}, 1234 AB Dorp`,
          },
          'nl',
        )
        expect(said(dutch)).toBe(
          `||${digits}${suffixed && `-${suffixed.replace('-', '')}`}|${stem}straat|1234 AB|Dorp`,
        )
      }),
    )
  })

  it('never throws, and invents no word that was not there', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(...lines.map((l) => l[1])),
    )
    fc.assert(
      fc.property(text, text, fc.constantFrom(...REGIONS), (address, street, region) => {
        const parts = readAddress({ address, street }, region)
        const letters = (of: string) => of.toLowerCase().replace(/[^\p{L}]/gu, '')
        const all = letters(plainly(`${address} ${street}`))
        for (const part of [parts.town, parts.building])
          if (part !== undefined) expect(all).toContain(letters(part.split(',')[0] ?? ''))
      }),
      { numRuns: 500 },
    )
  })
})

const plainly = (text: string) => text.normalize('NFC')
