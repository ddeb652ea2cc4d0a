import type { Link, Page } from '../../pipeline/model/page.ts'
import { distinct, sites, unwrapped } from '../../pipeline/platforms/address.ts'
import { isObject, parseJson } from '../../pipeline/platforms/json.ts'
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
import { listOf, type Strict, strict } from '../../pipeline/platforms/strict.ts'
import { dayNumbered, weekOf } from '../../pipeline/platforms/week.ts'
import { defineSource, type Query, type Reading } from '../../pipeline/source.ts'

const URL_ = 'https://places.googleapis.com/v1/places:searchText'

/** What is asked and so paid for: the Enterprise class, for phone, website, rating and hours. */
const FIELDS = listOf(`
  id displayName types primaryType formattedAddress addressComponents location businessStatus
  googleMapsUri nationalPhoneNumber internationalPhoneNumber websiteUri rating userRatingCount
  regularOpeningHours priceLevel pureServiceAreaBusiness`)

const HEADERS = {
  'content-type': 'application/json',
  'x-goog-api-key': '{GOOGLE_PLACES_KEY}',
  'x-goog-fieldmask': [...FIELDS.map((field) => `places.${field}`), 'nextPageToken'].join(','),
}

const KNOWN = listOf(`
  iconMaskBaseUri iconBackgroundColor utcOffsetMinutes adrFormatAddress viewport plusCode photos
  reviews currentOpeningHours name timeZone postalAddress googleMapsLinks shortFormattedAddress
  attributions displayName.languageCode primaryTypeDisplayName.languageCode
  editorialSummary.languageCode regularOpeningHours.openNow
  regularOpeningHours.weekdayDescriptions regularOpeningHours.nextOpenTime
  regularOpeningHours.nextCloseTime regularOpeningHours.periods.open.day
  regularOpeningHours.periods.open.hour regularOpeningHours.periods.open.minute`).map(
  (field) => `places.${field}`,
)

/** One answer, or several answers of one query kept as a list. */
const answers = (page: Page): Reading => {
  const json = parseJson(page.body)
  const pages = (Array.isArray(json) ? json : [json]).map(asAnswer)
  if (!pages.every(isObject)) return unknown('not an answer of the Places API', page)
  const refused = pages.map((one) => strict(one).within('error').text('message')).find(Boolean)
  if (refused !== undefined)
    return reading('blocked', { unread: [unread('error', 'the interface refused', refused)] })
  const accounts = pages.map((one) => strict(one))
  const places = accounts.flatMap((one) => one.each('places'))
  const cards = readCards(places, place)
  const token = accounts.at(-1)?.text('nextPageToken')
  for (const one of accounts) one.raw('nextPageToken')
  const verdict =
    places.length > 0
      ? 'ok'
      : accounts.every((one) => one.keys.every((key) => key === 'places'))
        ? 'empty'
        : 'unknown'
  return reading(verdict, {
    ...cards,
    links: token === undefined ? [] : nextPage(page, token),
    unread: [...cards.unread, ...accounts.flatMap((one) => one.rest(KNOWN)).filter(firstOfItsName)],
  })
}

/** One place by itself, as Place Details answers it, is an answer of one. */
const asAnswer = (json: unknown): unknown =>
  isObject(json) && typeof json.id === 'string' && isObject(json.displayName)
    ? { places: [json] }
    : json

const firstOfItsName = <T extends { readonly what: string }>(
  one: T,
  index: number,
  all: readonly T[],
): boolean => all.findIndex(({ what }) => what === one.what) === index

/** The next page is asked with everything else unchanged, or the interface refuses the token. */
const nextPage = ({ sent }: Page, pageToken: string): readonly Link[] => {
  const before = parseJson(sent ?? '')
  if (!isObject(before)) return []
  return [
    {
      kind: 'search-json',
      url: URL_,
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ ...before, pageToken }),
      priority: 1,
    },
  ]
}

const STATUS = {
  OPERATIONAL: 'open',
  CLOSED_TEMPORARILY: 'temporarily-closed',
  CLOSED_PERMANENTLY: 'closed',
} as const

/** Types that every place has. */
const PLAIN = new Set(['point_of_interest', 'establishment'])

const place = (from: Strict): Card => {
  const id = from.text('id')
  const location = from.within('location')
  const status = from.text('businessStatus')
  const parts = components(from)
  if (status === 'FUTURE_OPENING') return { left: 'not open yet' }
  return listing({
    ref: id,
    name: from.within('displayName').text('text'),
    url:
      from.text('googleMapsUri') ??
      (id === undefined ? undefined : `https://www.google.com/maps/place/?q=place_id:${id}`),
    categories: distinct([from.text('primaryType'), ...from.texts('types')]).filter(
      (type) => !PLAIN.has(type),
    ),
    phones: distinct([from.text('internationalPhoneNumber') ?? from.text('nationalPhoneNumber')]),
    ...sites([unwrapped(from.text('websiteUri'))]),
    address: from.text('formattedAddress'),
    ...parts,
    lat: location.number('latitude'),
    lon: location.number('longitude'),
    hours: hours(from.within('regularOpeningHours')),
    rating: from.number('rating'),
    reviews: from.number('userRatingCount'),
    description: from.within('editorialSummary').text('text'),
    status: Object.entries(STATUS).find(([word]) => word === status)?.[1],
    extra: facts({
      trade: from.within('primaryTypeDisplayName').text('text'),
      price: from.text('priceLevel'),
      serviceArea: from.raw('pureServiceAreaBusiness') === true ? 'yes' : undefined,
      national: from.has('internationalPhoneNumber') ? from.text('nationalPhoneNumber') : undefined,
    }),
  })
}

/** Street and number in the order of the country: `14 Mill Lane`, `Kerkstraat 5`. */
const components = (from: Strict) => {
  const found = from.each('addressComponents').map((part) => ({
    types: part.texts('types'),
    long: part.text('longText'),
    short: part.text('shortText'),
    language: part.raw('languageCode'),
  }))
  const of = (type: string) => found.find(({ types }) => types.includes(type))
  const country = of('country')?.short
  const [route, number] = [of('route')?.long, of('street_number')?.long]
  const line = country === 'GB' ? [of('subpremise')?.long, number, route] : [route, number]
  return {
    street: route === undefined ? undefined : line.filter(Boolean).join(' '),
    town: of('postal_town')?.long ?? of('locality')?.long,
    postcode: of('postal_code')?.long,
    county: of('administrative_area_level_2')?.long,
    country,
  }
}

const hours = (from: Strict): string | undefined => {
  const periods = from
    .each('periods')
    .map((period) => ({ open: period.within('open'), close: period.within('close') }))
  const [only] = periods
  if (periods.length === 1 && only !== undefined && only.close.keys.length === 0) return '24/7'
  return weekOf(
    periods.flatMap(({ open, close }) => {
      const day = dayNumbered(open.number('day'))
      close.raw('day')
      const [opens, closes] = [clockOf(open), clockOf(close)]
      return day === undefined || opens === undefined || closes === undefined
        ? []
        : [[day, `${opens}-${closes}`] as const]
    }),
  )
}

const clockOf = (time: Strict): string | undefined => {
  const hour = time.number('hour')
  time.raw('date')
  return hour === undefined
    ? undefined
    : `${String(hour).padStart(2, '0')}:${String(time.number('minute') ?? 0).padStart(2, '0')}`
}

const COUNTRY = { uk: 'GB', nl: 'NL', be: 'BE' } as const
const LANGUAGE = { uk: 'en', nl: 'nl', be: 'nl' } as const

const area = ({ where }: Query) => {
  if (where.box !== undefined) {
    const [south, west, north, east] = where.box
    return {
      locationRestriction: {
        rectangle: {
          low: { latitude: south, longitude: west },
          high: { latitude: north, longitude: east },
        },
      },
    }
  }
  if (where.lat === undefined || where.lon === undefined) return {}
  return {
    locationBias: {
      circle: {
        center: { latitude: where.lat, longitude: where.lon },
        radius: Math.min(where.radius ?? 5000, 50_000),
      },
    },
  }
}

const start = (query: Query): readonly Link[] => [
  {
    kind: 'search-json',
    url: URL_,
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({
      textQuery: query.where.box === undefined ? `${query.what} ${query.where.name}` : query.what,
      languageCode: LANGUAGE[query.region],
      regionCode: COUNTRY[query.region],
      pageSize: 20,
      includePureServiceAreaBusinesses: true,
      ...area(query),
    }),
  },
]

export default defineSource({
  name: 'Google',
  about: 'Google Places API (New): the official, paid interface to Google Maps',
  home: 'https://developers.google.com/maps/documentation/places/web-service',
  hosts: ['places.googleapis.com'],
  regions: ['uk', 'nl', 'be'],
  terms: {
    automated: 'allowed',
    says: 'allowed with a key and at its price; place ids may be kept, most other fields only briefly',
    read: '2026-08',
  },
  evidence: 'captured',
  needs: {
    secret: 'GOOGLE_PLACES_KEY',
    cost: 'about $35 for 1,000 calls, of 20 places each, at the Enterprise price',
    usd: 0.035,
  },
  cap: 60,
  fickle: true,
  pace: { perMinute: 300 },
  expect: { 'search-json': { cards: [1, 60], fill: { address: 0.5, lat: 0.6, categories: 0.8 } } },
  start,
  read: { 'search-json': safely(answers) },
  recognise: ({ url, body }) => {
    const head = body.slice(0, 400)
    if (
      /^\s*[[{]/.test(head) &&
      /"places"\s*:\s*\[|^\s*\{\s*"(?:name|id)"\s*:\s*"(?:places\/)?ChIJ/.test(head) &&
      /"displayName"\s*:\s*\{|"id"\s*:\s*"ChIJ|"formattedAddress"/.test(body)
    )
      return 'search-json'
    return url.includes('places.googleapis.com') ? 'search-json' : undefined
  },
})
