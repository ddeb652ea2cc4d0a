import type { Listing } from '../../pipeline/model/listing.ts'
import type { Page } from '../../pipeline/model/page.ts'
import { distinct, email, sites } from '../../pipeline/platforms/address.ts'
import { parseJson } from '../../pipeline/platforms/json.ts'
import { overpassQuery, TRADE_KEYS } from '../../pipeline/platforms/overpass.ts'
import {
  type Card,
  facts,
  type Loose,
  listing,
  readCards,
  reading,
  safely,
  shown,
  unknown,
  unread,
} from '../../pipeline/platforms/reading.ts'
import { type Strict, strict } from '../../pipeline/platforms/strict.ts'
import { oneLine } from '../../pipeline/platforms/tree.ts'
import { defineSource } from '../../pipeline/source.ts'

type Tags = Readonly<Record<string, string>>

const FAILED = /runtime error|timed out|out of memory|rate.?limit|too busy|dispatcher/i

/** The query ran out of its own time or memory; smaller ones may not. */
const TOO_MUCH = /query timed out|out of memory/i

const KNOWN = [
  'nodes',
  'members',
  'geometry',
  'bounds',
  'timestamp',
  'version',
  'changeset',
  'user',
  'uid',
]

const answer = (page: Page) => {
  const json = parseJson(page.body)
  if (json === undefined)
    return FAILED.test(page.body) && /overpass|osm/i.test(page.body)
      ? reading('blocked', { unread: [unread('answer', 'the server is busy', page.body)] })
      : unknown('not a JSON answer of Overpass', page)
  const root = strict(json)
  const remark = root.text('remark')
  if (remark !== undefined && FAILED.test(remark))
    return reading('blocked', {
      unread: [unread('remark', 'the query failed', remark)],
      ...(TOO_MUCH.test(remark) ? { tooMuch: true } : {}),
    })
  if (!Array.isArray(root.raw('elements'))) return unknown('no elements', page)
  const asOf = root.within('osm3s').text('timestamp_osm_base') ?? page.fetchedAt
  const elements = root.each('elements')
  const cards = readCards(elements, (element) => business(element, asOf))
  const rest = root.rest([
    'version',
    'generator',
    'osm3s.copyright',
    'osm3s.timestamp_areas_base',
    ...KNOWN.map((key) => `elements.${key}`),
  ])
  const said = remark === undefined ? [] : [unread('remark', 'said by the server', remark)]
  return reading(elements.length === 0 ? 'empty' : 'ok', {
    ...cards,
    unread: [...cards.unread, ...said, ...rest],
    total: elements.length,
  })
}

const business = (element: Strict, asOf: string): Card => {
  const [type, id] = [element.text('type'), element.text('id')]
  const centre = element.within('center')
  const lat = element.number('lat') ?? centre.number('lat')
  const lon = element.number('lon') ?? centre.number('lon')
  const tags = tagsOf(element.raw('tags'))
  if (type === undefined || id === undefined) return { unread: unread('element', 'no type or id') }
  if (closed(tags, asOf)) return { left: 'closed' }
  if (tags.name === undefined) return { left: 'no name' }
  const categories = TRADE_KEYS.flatMap((key) =>
    tags[key] === undefined ? [] : split(tags[key]).map((value) => `${key}=${value}`),
  )
  if (categories.length === 0 && !CONTACT.some((key) => tags[key] !== undefined))
    return { left: 'not a business' }
  return listing({
    ref: `${type}/${id}`,
    url: `https://www.openstreetmap.org/${type}/${id}`,
    name: tags.name,
    categories,
    ...contacts(tags),
    ...address(tags, lat, lon),
    lat,
    lon,
    hours: tags.opening_hours,
    description: tags.description,
    registers: shown({ vat: tags['ref:vatin'], kvk: tags['ref:NL:kvk'] ?? tags['ref:kvk'] }),
    extra: facts(Object.fromEntries(EXTRA.map((key) => [key, tags[key]]))),
  })
}

/** What makes a named element without a trade tag a place that people go to or call. */
const CONTACT = [
  'opening_hours',
  'phone',
  'contact:phone',
  'website',
  'contact:website',
  'email',
  'contact:email',
]

const EXTRA = [
  'operator',
  'brand',
  'brand:wikidata',
  'fax',
  'contact:fax',
  'cuisine',
  'alt_name',
  'official_name',
  'name:nl',
  'name:fr',
  'name:en',
]

const tagsOf = (raw: unknown): Tags =>
  Object.fromEntries(
    Object.entries(raw ?? {}).flatMap(([key, value]) => {
      const said = typeof value === 'string' ? oneLine(value) : undefined
      return said === undefined ? [] : [[key, said]]
    }),
  )

const split = (value: string): readonly string[] =>
  value
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)

/** A life-cycle prefix without a live trade, an end date gone by, or a vacant shop. */
const closed = (tags: Tags, asOf: string): boolean => {
  const past = Object.keys(tags).some((key) =>
    /^(disused|abandoned|was|demolished|removed|razed|closed):/.test(key),
  )
  const live = TRADE_KEYS.some(
    (key) => tags[key] !== undefined && !/^(vacant|no|disused|closed)$/.test(tags[key]),
  )
  const ended = /^\d{4}(-\d\d){0,2}/.exec(tags.end_date ?? '')?.[0]
  return (
    (past && !live) ||
    (!live && TRADE_KEYS.some((key) => tags[key] !== undefined)) ||
    tags.disused === 'yes' ||
    tags.abandoned === 'yes' ||
    /^(closed|closed_permanently)$/.test(tags.operational_status ?? '') ||
    (ended !== undefined && ended <= asOf)
  )
}

const NETWORKS: Readonly<Record<string, string>> = {
  facebook: 'https://www.facebook.com/',
  instagram: 'https://www.instagram.com/',
  twitter: 'https://twitter.com/',
  linkedin: 'https://www.linkedin.com/company/',
  youtube: 'https://www.youtube.com/',
  tiktok: 'https://www.tiktok.com/@',
  pinterest: 'https://www.pinterest.com/',
}

/** Both spellings of every contact tag, `phone` and `contact:phone`. */
const contacts = (tags: Tags): Loose<Listing> => {
  const both = (...keys: readonly string[]) =>
    keys.flatMap((key) =>
      [tags[key], tags[`contact:${key}`]].flatMap((value) => split(value ?? '')),
    )
  const linked = sites(both('website', 'url'))
  const networks = Object.entries(NETWORKS).flatMap(([network, base]) =>
    both(network).map((value) =>
      /^https?:/i.test(value) ? value : base + value.replace(/^@/, ''),
    ),
  )
  return {
    phones: distinct(both('phone', 'mobile', 'phone:mobile')),
    emails: distinct(both('email').map(email)),
    website: linked.website,
    socials: distinct([...networks, ...linked.socials]),
  }
}

/** Where the number stands before the street; without a country tag the place itself tells. */
const numberFirst = (tags: Tags, lat = 0, lon = 90): boolean =>
  tags['addr:country'] === undefined
    ? lat > 49.8 && lat < 61 && lon > -11 && lon < 1.9
    : /^(GB|UK|IE|US|CA|AU|NZ)$/i.test(tags['addr:country'])

/** French and Belgian mappers write `contact:street` where others write `addr:street`. */
const addressed = (tags: Tags): Tags => ({
  ...Object.fromEntries(
    ['street', 'housenumber', 'postcode', 'city', 'country'].flatMap((part) => {
      const value = tags[`contact:${part}`]
      return value === undefined ? [] : [[`addr:${part}`, value]]
    }),
  ),
  ...tags,
})

const address = (given: Tags, lat?: number, lon?: number): Loose<Listing> => {
  const tags = addressed(given)
  const road = tags['addr:street'] ?? tags['addr:place']
  const number = tags['addr:housenumber']
  const british = numberFirst(tags, lat, lon)
  const line = british ? [number, road] : [road, number]
  const unit = tags['addr:unit'] ?? tags['addr:door']
  const street = line.filter(Boolean).join(' ')
  return {
    street: (british
      ? [unit && /^[\w-]{1,4}$/.test(unit) ? `Unit ${unit}` : unit, tags['addr:housename'], street]
      : [street, unit && `bus ${unit}`]
    )
      .filter(Boolean)
      .join(british ? ', ' : ' '),
    postcode: tags['addr:postcode'],
    town: tags['addr:city'] ?? tags['addr:town'] ?? tags['addr:village'] ?? tags['addr:hamlet'],
    county: tags['addr:county'] ?? tags['addr:province'] ?? tags['addr:state'],
    country: tags['addr:country'],
    address: tags['addr:full'],
  }
}

export default defineSource({
  name: 'OpenStreetMap',
  about: 'OpenStreetMap, asked through Overpass: open data, drawn and kept by volunteers',
  home: 'https://www.openstreetmap.org',
  hosts: [
    'overpass-api.de',
    'overpass.kumi.systems',
    'overpass.private.coffee',
    'openstreetmap.org',
  ],
  regions: ['uk', 'nl', 'be'],
  terms: {
    automated: 'allowed',
    says: 'Open Database Licence; the public servers ask for a contact in the User-Agent and one or two queries at a time',
    read: '2026-08',
  },
  evidence: 'captured',
  attribution: '© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright',
  everything: '*',
  pace: { perMinute: 6 },
  expect: { 'search-json': { fill: { street: 0.5 } } },
  start: (query) => [
    {
      kind: 'search-json',
      url: 'https://overpass-api.de/api/interpreter',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `data=${encodeURIComponent(overpassQuery(query))}`,
    },
  ],
  read: { 'search-json': safely(answer) },
  recognise: ({ body }) => {
    const head = body.slice(0, 2000)
    return /^\s*\{/.test(head) &&
      (/"osm3s"\s*:/.test(head) || (/"elements"\s*:/.test(head) && /Overpass/i.test(head)))
      ? 'search-json'
      : undefined
  },
})
