import type { Page } from '../../pipeline/model/page.ts'
import { parseJson } from '../../pipeline/platforms/json.ts'
import type { OverturePage, OverturePlace } from '../../pipeline/platforms/overture.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  unknown,
  unread,
} from '../../pipeline/platforms/reading.ts'
import { defineSource } from '../../pipeline/source.ts'
import { hostKind } from '../../pipeline/text/hosts.ts'

/** Below this Overture itself is more unsure than sure that the place exists. */
const UNSURE = 0.5

const places = (page: Page) => {
  const overture = (parseJson(page.body) as Partial<OverturePage> | undefined)?.overture
  if (overture === undefined || !Array.isArray(overture.places))
    return unknown('not a page of places', page)
  return reading(
    overture.places.length === 0 ? 'empty' : 'ok',
    readCards(overture.places, business),
  )
}

const texts = (values: readonly (string | null)[] | null | undefined): readonly string[] =>
  (values ?? []).filter((value): value is string => typeof value === 'string' && value !== '')

const said = (value: string | null | undefined): string | undefined => value ?? undefined

const business = (place: OverturePlace | null): Card => {
  if (place === null) return { unread: unread('place', 'is empty') }
  const { bbox, categories, taxonomy, confidence } = place
  if (typeof confidence === 'number' && confidence < UNSURE) return { left: 'unsure' }
  if (place.operating_status === 'permanently_closed') return { left: 'closed' }
  const addresses = place.addresses ?? []
  const address = addresses.find((one) => one?.freeform || one?.postcode) ?? addresses[0]
  const websites = texts(place.websites)
  return listing({
    ref: said(place.id),
    name: said(place.names?.primary),
    categories: texts([
      categories?.primary ?? taxonomy?.primary ?? null,
      ...(categories?.alternate ?? []),
      place.basic_category ?? null,
    ]),
    phones: texts(place.phones),
    emails: texts(place.emails),
    website: websites.find((address) => hostKind(address) === 'own') ?? websites[0],
    socials: texts(place.socials),
    street: said(address?.freeform),
    town: said(address?.locality),
    postcode: said(address?.postcode),
    country: said(address?.country),
    ...(bbox && {
      lat: round((bbox.ymin + bbox.ymax) / 2),
      lon: round((bbox.xmin + bbox.xmax) / 2),
    }),
    status: place.operating_status === 'temporarily_closed' ? 'temporarily-closed' : 'open',
    seller: 'business',
    extra: facts({
      confidence: typeof confidence === 'number' ? confidence.toFixed(2) : undefined,
      brand: said(place.brand?.names?.primary),
      'brand:wikidata': said(place.brand?.wikidata),
    }),
  })
}

/** The box is stored in single precision: more digits would be noise. */
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5

export default defineSource({
  name: 'Overture Maps',
  about:
    'Overture Places: monthly GeoParquet of 64 million places, most with website, phone or social page',
  home: 'https://docs.overturemaps.org/guides/places/',
  // It comes as a file (--from FILE, or its path in the configuration); there is no page to ask for.
  hosts: [],
  regions: ['uk', 'nl', 'be'],
  terms: {
    automated: 'allowed',
    says: 'open data: CDLA-Permissive-2.0, in part Apache-2.0 and CC0',
    read: '2026-08',
  },
  evidence: 'documented',
  attribution: 'Overture Maps Foundation (overturemaps.org), CDLA-Permissive-2.0',
  pace: { perMinute: 60 },
  expect: { places: { fill: { lat: 0.99, categories: 0.8, phones: 0.4, street: 0.6 } } },
  start: () => [],
  read: { places: safely(places) },
  recognise: ({ body }) => (/^\s*\{\s*"overture"\s*:/.test(body) ? 'places' : undefined),
})
