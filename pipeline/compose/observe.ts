import type { Finding } from '../model/finding.ts'
import type { AddressParts } from '../model/listing.ts'
import type { GoldenField, GoldenRecord } from '../model/prospect.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import { naturalCase } from '../text/names.ts'
import { printPhone, withoutExtension } from '../text/phones.ts'

/** Something true that a message may say: a difference between listings, or a finding on the website. */
export interface Observation {
  /** Names its sentence: `templates/<lang>/findings/<what>.hbs`. */
  readonly what: string
  readonly data: Readonly<Record<string, string>>
  readonly evidence: readonly string[]
  readonly at: Instant
}

/** What asks the owner something, the most useful first; a difference found on the own site goes before the listings' own. */
const QUESTIONS = [
  'phone-differs',
  'hours-differ',
  'address-differs',
  'directory-outdated',
  'website-differs',
  'name-differs',
]

/** Everything that may be said about a prospect, in the order in which it deserves to be said. */
export const observationsOf = (
  golden: GoldenRecord,
  findings: readonly Finding[],
  region: Region,
  named: (source: SourceId) => string,
): readonly Observation[] => {
  const all = [...findings.map(observed), ...differences(golden, region, named)]
  const place = ({ what }: Observation) => {
    const found = QUESTIONS.indexOf(what)
    return found < 0 ? QUESTIONS.length : found
  }
  return all.sort((a, b) => place(a) - place(b))
}

/** What differs between a prospect's own listings: phone, address, website. */
const differences = (
  golden: GoldenRecord,
  region: Region,
  named: (source: SourceId) => string,
): readonly Observation[] => [
  ...differ('phone', golden.phone, named, (v) => phoneText(v, region), withoutExtension),
  ...differ('address', golden.address, named, oneLine, premise),
  ...differ('website', golden.website, named, hostOf, hostOf),
]

const differ = <T>(
  name: 'phone' | 'address' | 'website',
  field: GoldenField<T> | undefined,
  named: (source: SourceId) => string,
  print: (value: T) => string,
  same: (value: T) => string,
): readonly Observation[] => {
  const other = field?.differ.find(
    ({ value, from }) =>
      same(value) !== same(field.value) &&
      same(value) !== '' &&
      named(from.source) !== named(field.from.source),
  )
  if (field === undefined || other === undefined) return []
  const ends = { phone: 'phones', address: 'street', website: 'website' } as const
  return [
    {
      what: `${name}-differs`,
      data: {
        a: named(other.from.source),
        aSays: print(other.value),
        b: named(field.from.source),
        bSays: print(field.value),
      },
      evidence: [
        `golden:${name}`,
        `listing:${field.from.listing}#${ends[name]}`,
        `listing:${other.from.listing}#${ends[name]}`,
      ],
      at: [field.from.at, other.from.at].sort()[0] ?? field.from.at,
    },
  ]
}

/** A finding as something to say. */
const observed = (finding: Finding): Observation => ({
  what: finding.probe,
  data: finding.data,
  evidence: [
    `finding:${finding.id}`,
    ...['listing', 'otherListing'].flatMap((key) => {
      const id = finding.data[key]
      return id === undefined ? [] : [`listing:${id}`]
    }),
  ],
  at: finding.at,
})

const phones = new Map<string, string>()

/** A number as people write it there. Kept for a while: a prospect's number stands in each of its messages. */
export const phoneText = (number: string, region: Region): string => {
  const key = `${region}${number}`
  const known = phones.get(key) ?? printPhone(number, region)
  if (phones.size > 1000) phones.clear()
  phones.set(key, known)
  return known
}

/** Host name of an address without `www.`; empty where there is none. */
export const hostOf = (url: string): string => {
  const host = URL.parse(url)?.hostname ?? ''
  return host.replace(/^www\./, '')
}

const premise = (address: AddressParts): string =>
  address.postcode === undefined || address.number === undefined
    ? ''
    : `${address.postcode} ${address.number}`.replace(/[\s-]+/g, '').toUpperCase()

const oneLine = (address: AddressParts): string => {
  const { number, postcode, unit } = address
  const street = naturalCase(address.street ?? '')
  const town = naturalCase(address.town ?? '')
  const british = /[A-Z]\d[A-Z\d]? \d[A-Z]{2}$/.test(postcode ?? '')
  const line = (british ? [unit, number, street] : [street, number, unit]).filter(Boolean).join(' ')
  const place = (british ? [town, postcode] : [postcode, town]).filter(Boolean).join(' ')
  return [line, place].filter(Boolean).join(', ')
}
