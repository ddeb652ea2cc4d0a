import type { GoldenField, GoldenRecord } from '../../model/prospect.ts'
import type { Instant, Language, Region, SourceId } from '../../model/region.ts'
import type { Subject } from '../facts.ts'
import { type Observation, observationsOf } from '../observe.ts'

/** Invented businesses on which templates are tried: with all there is to say, with almost nothing, and with long values. */
export const SAMPLES = ['full', 'bare', 'long'] as const
export type Sample = (typeof SAMPLES)[number]

interface Invented {
  readonly source: SourceId
  readonly other: SourceId
  readonly names: Readonly<Record<Sample, string>>
  readonly phones: readonly [string, string]
  readonly street: string
  readonly postcode: string
  readonly town: string
  readonly longTown: string
}

const INVENTED: Readonly<Record<`${Region}-${Language}`, Invented | undefined>> = {
  'uk-en': {
    source: 'uk/yell',
    other: 'any/osm',
    names: {
      full: 'Oakfield Plumbing',
      bare: 'Dene Bakery',
      long: 'The Marston Vale and District Plumbing, Heating and Drainage Partnership',
    },
    phones: ['+441134960001', '+441134960002'],
    street: 'High Street',
    postcode: 'LS6 2AB',
    town: 'Leeds',
    longTown: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  },
  'nl-nl': {
    source: 'nl/goudengids',
    other: 'any/osm',
    names: {
      full: 'Loodgietersbedrijf De Eik',
      bare: 'Bakkerij De Dijk',
      long: 'Algemeen Loodgieters-, Installatie- en Onderhoudsbedrijf Van der Eikenboom',
    },
    phones: ['+31301234560', '+31301234561'],
    street: 'Dorpsstraat',
    postcode: '3511 AB',
    town: 'Utrecht',
    longTown: 'Westerhaar-Vriezenveensewijk aan den Rijn',
  },
  'be-nl': {
    source: 'be/goudengids',
    other: 'any/osm',
    names: {
      full: 'Loodgieterij De Eik',
      bare: 'Bakkerij De Dijk',
      long: 'Algemene Sanitaire Installaties en Verwarmingswerken Van den Eikenboom',
    },
    phones: ['+3293000001', '+3293000002'],
    street: 'Kerkstraat',
    postcode: '9000',
    town: 'Gent',
    longTown: 'Onze-Lieve-Vrouw-Waver bij Sint-Katelijne',
  },
  'be-fr': {
    source: 'be/pagesdor',
    other: 'any/osm',
    names: {
      full: 'Plomberie Du Chêne',
      bare: 'Boulangerie Des Prés',
      long: "Entreprise générale de plomberie, chauffage et sanitaire du Bois d'Havré",
    },
    phones: ['+3243000001', '+3243000002'],
    street: 'Rue Haute',
    postcode: '4000',
    town: 'Liège',
    longTown: 'Le Roeulx-lez-Braine-le-Château-sur-Sambre',
  },
  'uk-nl': undefined,
  'uk-fr': undefined,
  'nl-en': undefined,
  'nl-fr': undefined,
  'be-en': undefined,
}

/** One sample as composing would see it; undefined for a language that the region does not read. */
export const sampleOf = (
  sample: Sample,
  region: Region,
  language: Language,
  named: (source: SourceId) => string,
  at: Instant,
): Subject | undefined => {
  const invented = INVENTED[`${region}-${language}`]
  if (invented === undefined) return undefined
  const golden = recordOf(invented, sample, at)
  const differences = observationsOf(golden, [], region, named)
  const observations = sample === 'bare' ? [] : [...differences, ...ideas(sample, at)]
  return { id: 0, region, golden, observations }
}

const recordOf = (of: Invented, sample: Sample, at: Instant): GoldenRecord => {
  const from = { listing: 1, source: of.source, page: 1, at }
  const other = { listing: 2, source: of.other, page: 2, at }
  const field = <T>(value: T, differ?: T): GoldenField<T> => ({
    value,
    from,
    agree: [],
    differ: differ === undefined ? [] : [{ value: differ, from: other }],
  })
  const name = field(of.names[sample])
  if (sample === 'bare') return { name }
  const town = sample === 'long' ? of.longTown : of.town
  const address = { street: of.street, number: '12', postcode: of.postcode, town }
  return {
    name,
    trade: field('plumber'),
    phone: field(of.phones[0], of.phones[1]),
    website: field('https://www.sample.example/'),
    address: field(address),
  }
}

const ideas = (sample: Sample, at: Instant): readonly Observation[] =>
  (
    [
      ['no-viewport', {}],
      [
        'generic-title',
        { title: sample === 'long' ? 'Welcome to our new website, home page' : 'Home' },
      ],
      ['phone-not-tappable', { phone: '0113 496 0001' }],
    ] as const
  ).map(([what, data], i) => ({ what, data, evidence: [`finding:${i + 1}`], at }))
