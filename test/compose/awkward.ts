import type { Finding } from '../../pipeline/model/finding.ts'
import type { Shop } from './street.ts'

/** An invented business that is hard to write to, and what was found on its site. */
export interface Awkward extends Shop {
  /** File name of its golden. */
  readonly slug: string
  readonly findings?: readonly Pick<Finding, 'probe' | 'data'>[]
  /** Code of the trouble that must stop every message to it. */
  readonly stopped?: 'unusable-value'
}

const UK = { phone: '+441632960011', otherPhone: '+441632960012' } as const
const nl = { region: 'nl', language: 'nl', sources: ['nl/goudengids', 'any/osm'] } as const
const beNl = { region: 'be', language: 'nl', sources: ['be/goudengids', 'any/osm'] } as const
const beFr = { region: 'be', language: 'fr', sources: ['be/pagesdor', 'any/google-maps'] } as const
const seen = (probe: string, data: Finding['data'] = {}) => ({ probe, data })

export const AWKWARD: readonly Awkward[] = [
  {
    slug: 'uk-shouted-name',
    name: "O'BRIEN & SONS PLUMBING LTD",
    trade: 'plumber',
    ...UK,
    address: { street: 'High Street', number: '12', postcode: 'LS6 2AB', town: 'LEEDS' },
    findings: [seen('no-viewport'), seen('generic-title', { title: 'Home' })],
  },
  { slug: 'uk-nothing-but-a-name', name: 'Dene Bakery' },
  {
    slug: 'uk-curly-braces',
    name: '{{name}} Barbers {{> foot}}',
    trade: 'hairdresser',
    phone: '+441632960013',
    stopped: 'unusable-value',
  },
  {
    slug: 'uk-markup',
    name: '<b>Bright</b> & Breezy "Windows"',
    trade: 'window-cleaner',
    address: { building: 'Rose Cottage', street: 'Long Row', postcode: 'YO1 6AA', town: 'York' },
    stopped: 'unusable-value',
  },
  {
    slug: 'uk-quotes-and-a-named-house',
    name: 'Bright & Breezy "Windows"',
    trade: 'window-cleaner',
    address: { building: 'Rose Cottage', street: 'Long Row', postcode: 'YO1 6AA', town: 'York' },
    findings: [
      seen('generic-title', { title: '<b>Home</b>' }),
      seen('under-construction', { words: 'see https://evil.example' }),
      seen('no-viewport'),
    ],
  },
  {
    slug: 'uk-line-breaks',
    name: 'Harrow\r\nBcc: all@victims.example\r\n\r\nBuy',
    stopped: 'unusable-value',
  },
  { slug: 'uk-link-in-name', name: 'Visit www.win.example now', stopped: 'unusable-value' },
  {
    slug: 'uk-endless-name',
    name: `The ${'Very '.repeat(20)}Long Name`,
    stopped: 'unusable-value',
  },
  {
    slug: 'uk-hidden-characters',
    name: 'Ash\u202e\u200b & \ue000Elm\u0007',
    trade: 'roofer',
    ...UK,
    address: {
      street: 'Wharf Road',
      number: '4–6',
      postcode: 'CF10 1AA',
      town: 'Llanfairpwllgwyngyll',
    },
  },
  {
    slug: 'uk-number-for-a-name',
    name: '24/7 Locksmiths',
    trade: 'locksmith',
    phone: '+441632960014',
    findings: [
      seen('phone-differs', {
        a: 'Yell',
        aSays: '01632 960014',
        b: 'website',
        bSays: '01632 960099',
        listing: '90',
      }),
      seen('no-https', { host: 'locks.example' }),
      seen('phone-not-tappable', { phone: '01632 960014' }),
      seen('old-copyright', { year: '2017' }),
    ],
  },
  {
    slug: 'uk-named-after-its-site',
    name: 'fixit.example',
    website: 'https://www.fixit.example/',
    trade: 'handyman',
  },
  {
    slug: 'nl-golden-lion',
    ...nl,
    name: 'DE GOUDEN LEEUW B.V.',
    trade: 'restaurant',
    phone: '+31201234560',
    address: {
      street: 'Nieuwe Hoogstraat',
      number: '12-A',
      postcode: '1011 AB',
      town: 'AMSTERDAM',
    },
    otherAddress: {
      street: 'Nieuwe Hoogstraat',
      number: '21',
      postcode: '1011 AB',
      town: 'Amsterdam',
    },
  },
  {
    slug: 'nl-apostrophe-first',
    ...nl,
    name: "'t Hoekje",
    phone: '+31701234560',
    otherPhone: '+31612345670',
    address: { street: 'Plein', number: '1', postcode: '2511 CR', town: "'s-Gravenhage" },
    findings: [
      seen('hours-differ', {
        day: 'mo',
        a: 'Gouden Gids',
        aSays: '09:00-17:00',
        b: 'website',
        bSays: 'off',
        listing: '1',
      }),
    ],
  },
  {
    slug: 'nl-dijk',
    ...nl,
    name: 'IJSSALON VAN DER IJSSEL V.O.F.',
    findings: [
      seen('incomplete-local-business', { missing: 'phone, hours' }),
      seen('heavy-image', { megabytes: '6.2' }),
    ],
  },
  {
    slug: 'be-nl-painter',
    ...beNl,
    name: "SCHILDERWERKEN D'HONDT BVBA",
    trade: 'painter',
    phone: '+3293000001',
    otherPhone: '+32470000001',
    address: { street: 'Kerkstraat', number: '5', unit: 'bus 2', postcode: '9000', town: 'Gent' },
    findings: [
      seen('dead-link', { text: 'Prijzen', url: 'https://x.example/prijzen', status: '404' }),
    ],
  },
  {
    slug: 'be-nl-brussels',
    ...beNl,
    name: 'Bakkerij De Dijk',
    phone: '+3220000001',
    address: {
      street: 'Rue Haute - Hoogstraat',
      number: '17',
      unit: 'bte 1',
      postcode: '1000',
      town: 'Bruxelles/Brussel',
    },
  },
  {
    slug: 'be-fr-le-roeulx',
    ...beFr,
    name: 'PLOMBERIE DU CHÊNE SPRL',
    trade: 'plumber',
    phone: '+3264000001',
    otherPhone: '+32470000002',
    address: {
      street: "Rue d'En Haut",
      number: '3',
      unit: 'boîte 4',
      postcode: '7070',
      town: 'Le Roeulx',
    },
    findings: [
      seen('no-opening-hours'),
      seen('bad-certificate', { host: 'chene.example', reason: 'expired' }),
    ],
  },
  {
    slug: 'be-fr-accents',
    ...beFr,
    name: 'Boucherie «\u00a0À l’Étoile\u00a0»',
    findings: [seen('under-construction', { words: 'site en construction' })],
  },
]
