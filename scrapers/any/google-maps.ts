import type { Page } from '../../pipeline/model/page.ts'
import { card } from '../../pipeline/platforms/maps-card.ts'
import {
  mapsJson,
  placeCard,
  placeOf,
  placesOf,
  stateOf,
} from '../../pipeline/platforms/maps-json.ts'
import { placeOn } from '../../pipeline/platforms/maps-place.ts'
import { readCards, reading, safely, unknown } from '../../pipeline/platforms/reading.ts'
import { cardsIn, marked, one, parse, text } from '../../pipeline/platforms/tree.ts'
import { defineSource, type Query, type Reading } from '../../pipeline/source.ts'

const HOME = 'https://www.google.com'

const NONE =
  /Google Maps can.t find|kan .{1,80} niet vinden|ne trouve pas|Geen resultaten gevonden|Aucun résultat|No results found/i

/** A list of results; a search with one hit shows its place page instead. */
const search = (page: Page): Reading => {
  const tree = parse(page.body)
  const cards = cardsIn(one(tree, '[role="feed"]') ?? tree, '.Nv2PK')
  // No links to place pages: robots.txt forbids them, and the answers that the list loads say the same.
  if (cards.length > 0) return reading('ok', readCards(cards, card))
  if (one(tree, 'h1.DUwDvf') !== undefined) return place(page)
  const { places } = stateOf(page.body)
  if (places !== undefined) return listed(places)
  return NONE.test(text(tree) ?? '')
    ? reading('empty', { cards: 0 })
    : unknown('no result cards', page)
}

const place = (page: Page): Reading => {
  const shown = placeOn(parse(page.body), page)
  if (shown !== undefined) {
    const read = readCards([shown], (one) => one)
    return reading(read.listings.length > 0 ? 'ok' : 'unknown', read)
  }
  const held = stateOf(page.body).place
  return held === undefined ? unknown('no place', page) : single(held)
}

const searchAnswer = (page: Page): Reading => {
  const places = placesOf(mapsJson(page.body))
  return places === undefined ? unknown('no list of places in the answer', page) : listed(places)
}

const placeAnswer = (page: Page): Reading => {
  const found = placeOf(mapsJson(page.body))
  return found === undefined ? unknown('no place in the answer', page) : single(found)
}

const listed = (places: NonNullable<ReturnType<typeof placesOf>>): Reading =>
  reading(
    places.length > 0 ? 'ok' : 'empty',
    readCards(places, (one) => placeCard(one.place, one.sponsored)),
  )

const single = (found: unknown): Reading =>
  reading(
    'ok',
    readCards([found], (one) => placeCard(one)),
  )

const LANGUAGE = { uk: 'en', nl: 'nl' } as const

/** Belgium's French-speaking postcodes: Walloon Brabant, Liège, Namur, Hainaut, Luxembourg. */
const language = ({ region, where }: Query): string =>
  region !== 'be' ? LANGUAGE[region] : /^(?:1[34]|[4-7])/.test(where.postcode ?? '') ? 'fr' : 'nl'

/** A cell of a grid is asked for by its centre alone: the town's name would draw the map to the town's middle. */
const start = (query: Query) => {
  const { what, where } = query
  const [south, , north] = where.box ?? []
  const radius =
    south === undefined || north === undefined
      ? where.radius
      : ((north - south) / 2) * METRES_A_DEGREE
  const centre =
    where.lat === undefined || where.lon === undefined
      ? ''
      : `/@${where.lat},${where.lon},${zoom(radius)}z`
  const asked = where.box === undefined || centre === '' ? `${what} ${where.name}` : what
  const words = encodeURIComponent(asked.trim()).replaceAll('%20', '+')
  return [{ kind: 'search', url: `${HOME}/maps/search/${words}${centre}?hl=${language(query)}` }]
}

const METRES_A_DEGREE = 111_320

/** A zoom that shows a circle: 14 for about 2 km, one less each time the radius doubles. */
const zoom = (radius = 2000) =>
  Math.min(18, Math.max(10, Math.round(14 - Math.log2(radius / 2000))))

export default defineSource({
  name: 'Google Maps',
  about: 'Google Maps: pages and answers that a browser saved or shows',
  home: `${HOME}/maps`,
  hosts: ['google.com', 'google.co.uk', 'google.nl', 'google.be'],
  regions: ['uk', 'nl', 'be'],
  terms: {
    automated: 'forbidden',
    says: 'the terms forbid automated reading; the Places API is the official way, and robots.txt allows /maps/search/ only',
    read: '2026-08',
  },
  evidence: 'captured',
  browser: true,
  cap: 120,
  fickle: true,
  pace: { perMinute: 4 },
  expect: {
    search: { cards: [1, 130], fill: { categories: 0.7, lat: 0.9, url: 0.9 } },
    'search-json': { cards: [1, 40], fill: { categories: 0.7, address: 0.7, lat: 0.9 } },
    place: { cards: [1, 1] },
    'place-json': { cards: [1, 1] },
  },
  start,
  read: {
    search: safely(search),
    place: safely(place),
    'search-json': safely(searchAnswer),
    'place-json': safely(placeAnswer),
  },
  recognise: ({ url, body }) => {
    const head = body.slice(0, 200).trimStart()
    if (/^(?:\)\]\}'|\[|\{"c":)/.test(head)) {
      if (!/0x[\da-f]+:0x[\da-f]+/.test(body)) return undefined
      const json = mapsJson(body)
      if (placeOf(json) !== undefined) return 'place-json'
      return placesOf(json) === undefined ? undefined : 'search-json'
    }
    const onPlacePage = marked(body, 'class', 'DUwDvf')
    if (onPlacePage && (/\/maps\/place\//.test(url) || !marked(body, 'role', 'feed')))
      return 'place'
    if (marked(body, 'class', 'Nv2PK')) return 'search'
    const { place: one, places } = stateOf(body)
    if (one !== undefined) return 'place'
    if (places !== undefined) return 'search'
    if (/<title>[^<]*- Google Maps/.test(body) && NONE.test(body)) return 'search'
    return /google\.[a-z.]+\/maps\/search\//.test(url) ? 'search' : undefined
  },
})
