import type { Element } from 'domhandler'
import type { Page } from '../../pipeline/model/page.ts'
import { absolute, distinct, sites, unwrapped } from '../../pipeline/platforms/address.ts'
import { at } from '../../pipeline/platforms/json.ts'
import {
  mapsJson,
  placeCard,
  placeOf,
  placesOf,
  statusOf,
} from '../../pipeline/platforms/maps-json.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  unknown,
} from '../../pipeline/platforms/reading.ts'
import { assigned } from '../../pipeline/platforms/script.ts'
import {
  all,
  attribute,
  marked,
  type Node,
  one,
  parse,
  text,
  textAt,
  textsAt,
} from '../../pipeline/platforms/tree.ts'
import { weekOf } from '../../pipeline/platforms/week.ts'
import { defineSource, type Query, type Reading } from '../../pipeline/source.ts'

const HOME = 'https://www.google.com'

const NONE =
  /Google Maps can.t find|kan .{1,80} niet vinden|ne trouve pas|Geen resultaten gevonden|Aucun résultat|No results found/i
const SPONSORED = /^(?:sponsored|gesponsord|sponsoris[ée]|advertentie|annonce|ad)$/i

const search = (page: Page): Reading => {
  const tree = parse(page.body)
  const feed = one(tree, '[role="feed"]')
  const cards = all(feed ?? tree, '.Nv2PK')
  if (cards.length === 0)
    return one(tree, 'h1.DUwDvf') !== undefined
      ? onPlace(tree, page)
      : NONE.test(text(tree) ?? '')
        ? reading('empty', { cards: 0 })
        : (embedded(page, 'search') ?? unknown('no result cards', page))
  const read = readCards(cards, card)
  return reading('ok', {
    ...read,
    links: read.listings.flatMap(({ url }) => (url === undefined ? [] : [{ kind: 'place', url }])),
  })
}

/** What the address of a place carries: its ids and its point. */
const inLink = (href: string) => ({
  placeId: /!19s(ChIJ[\w-]+)/.exec(href)?.[1],
  featureId: /!1s(0x[\da-f]+:0x[\da-f]+)/.exec(href)?.[1],
  lat: numberIn(/!3d(-?\d+(?:\.\d+)?)/.exec(href)?.[1]),
  lon: numberIn(/!4d(-?\d+(?:\.\d+)?)/.exec(href)?.[1]),
})

const numberIn = (raw: string | undefined): number | undefined => {
  const value = raw === undefined ? Number.NaN : Number(raw)
  return Number.isFinite(value) ? value : undefined
}

/** Icons of the page's own font stand in private code points. */
const isIcon = (token: string) => /^[\ue000-\uf8ff\s]*$/.test(token)
const isPrice = (token: string) =>
  /^(?:[$€£]{1,4}|[$€£]?\s?\d+\s?[–-]\s?[$€£]?\s?\d+(?:\s?[$€£])?|[$€£]\d+\+?)$/.test(token)
/** What a card says of now (`Closed`, `Opens 8 AM`), told from a category such as `Openluchtmuseum` by its whole word. */
const isState = (token: string) =>
  /^(?:open|opens|opening|closed|closes|closing|temporarily closed|permanently closed|geopend|gesloten|opent|sluit|tijdelijk gesloten|permanent gesloten|ouvert|ouvre|ferm[ée]|d[ée]finitivement ferm[ée]|temporairement ferm[ée])(?![\p{L}-])/iu.test(
    token,
  )
/** Praise that Google puts between the facts. */
const isPraise = (token: string) =>
  /years? in business|jaar (?:in bedrijf|actief)|ans d.activité/i.test(token)

const card = (item: Element): Card => {
  const link = one(item, 'a.hfpxzc[href]')
  const href = attribute(link, 'href') ?? ''
  const { placeId, featureId, lat, lon } = inLink(href)
  const name =
    attribute(link, 'aria-label') ?? attribute(item, 'aria-label') ?? textAt(item, '.qBF1Pd')
  const lines = all(item, '.W4Efsd .W4Efsd').map(tokensOf)
  const [first = [], ...others] = lines
  const known = first.filter((token) => !isPrice(token) && !isPraise(token))
  const state = others.flat().filter(isState)
  const description = others.find(
    (tokens) =>
      tokens.length === 1 &&
      !isState(tokens[0] ?? '') &&
      !isPraise(tokens[0] ?? '') &&
      tokens[0] !== textAt(item, '.UsdlK'),
  )
  return listing(
    {
      ref: placeId ?? featureId,
      name,
      url: absolute(href.replace(/\?.*$/, ''), HOME, HOME),
      categories: distinct(known.slice(0, 1)),
      address: known.length > 1 ? known.at(-1) : undefined,
      phones: distinct(textsAt(item, '.UsdlK')),
      ...sites([unwrapped(attribute(one(item, 'a.lcr4fd[href]'), 'href'))]),
      lat,
      lon,
      ...stars(textAt(item, '.MW4etd'), textAt(item, '.UY7F9')),
      description: description?.[0],
      status: statusOf(state.join(' ')),
      sponsored: all(item, 'h1[aria-label], .kpih0e').some((label) =>
        SPONSORED.test(attribute(label, 'aria-label') ?? text(label) ?? ''),
      )
        ? true
        : undefined,
      extra: facts({
        featureId: placeId === undefined ? undefined : featureId,
        opening: state.join(' · '),
        price:
          lines.flat().find(isPrice) ??
          textAt(item, '.AJB7ye')
            ?.split('·')
            .map((part) => part.trim())
            .find(isPrice),
      }),
    },
    () => text(item),
  )
}

/** A line of a card, cut at its middle dots, icons left out. */
const tokensOf = (line: Element): readonly string[] =>
  (text(line) ?? '')
    .split(/\s*·\s*/)
    .map((token) => token.trim())
    .filter((token) => !isIcon(token))

/** Ratings are shown in the page's language (`4,7`); the number of reviews is missing in the limited view. */
const stars = (rating: string | undefined, count: string | undefined) => {
  const average = Number.parseFloat((rating ?? '').replace(',', '.'))
  const digits = /\d[\d.,\s]*/.exec(count ?? '')?.[0].replace(/\D/g, '')
  return {
    rating: Number.isFinite(average) ? average : undefined,
    reviews: digits === undefined ? undefined : Number(digits),
  }
}

const place = (page: Page): Reading => onPlace(parse(page.body), page)

const onPlace = (tree: Node, page: Page): Reading => {
  const heading = one(tree, 'h1.DUwDvf')
  if (heading === undefined) return embedded(page, 'place') ?? unknown('no place', page)
  const own = ownLink(page)
  const { placeId, featureId, lat, lon } = inLink(own)
  const read = readCards([heading], () => {
    const said = (id: string) => textAt(tree, `[data-item-id="${id}"] .Io6YTe`)
    const phone = attribute(one(tree, '[data-item-id^="phone:tel:"]'), 'data-item-id')?.slice(
      'phone:tel:'.length,
    )
    const state = textAt(tree, '.ZDu9vd, .o0Svhf')
    const ref = placeId ?? featureId ?? idWithin(page.body)
    return listing({
      ref,
      name: text(heading),
      url: own === '' ? placeUrl(page, ref) : absolute(own.replace(/\?.*$/, ''), HOME),
      categories: distinct(textsAt(tree, 'button.DkEaL')).slice(0, 1),
      address: said('address'),
      phones: distinct([phone]),
      ...sites([unwrapped(attribute(one(tree, 'a[data-item-id="authority"]'), 'href'))]),
      lat,
      lon,
      ...stars(textAt(tree, '.F7nice [aria-hidden="true"]'), reviewed(tree)),
      hours: week(tree),
      description: textAt(tree, '.PYvSYb'),
      status: statusOf(state),
      extra: facts({
        featureId: placeId === undefined ? undefined : featureId,
        plusCode: said('oloc'),
        locatedIn: said('locatedin'),
      }),
    })
  })
  return reading(read.listings.length > 0 ? 'ok' : 'unknown', read)
}

/** Beside the stars stands the number of reviews; stars of other places on the page do not count. */
const reviewed = (tree: Node): string | undefined =>
  all(tree, '.F7nice [role="img"][aria-label]')
    .map((image) => attribute(image, 'aria-label'))
    .find((label) => /review|recensi|avis/i.test(label ?? ''))

/** The place's own address, from the page's address or its script; the map's centre is the visitor's. */
const ownLink = ({ url, body }: Page): string => {
  if (/!1s0x/.test(url)) return decoded(url)
  const script = /window\.ES5DGURL='([^']+)'/
    .exec(body)?.[1]
    ?.replace(/\\x([\da-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  return script === undefined ? '' : `${HOME}${script}`
}

const decoded = (url: string): string => {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}

/** The address a place is known by where the page does not carry its own. */
const placeUrl = ({ url }: Page, ref: string | undefined): string | undefined =>
  /\/maps\/place\//.test(url)
    ? url.replace(/\?.*$/, '')
    : ref?.startsWith('ChIJ')
      ? `${HOME}/maps/place/?q=place_id:${ref}`
      : undefined

/** The place id that the page names most. */
const idWithin = (body: string): string | undefined => {
  const counts = new Map<string, number>()
  for (const [id] of body.matchAll(/ChIJ[\w-]{20,30}/g)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** The week stands in a table, or (older pages) in the label of its box: `Thursday, 10 AM to 8 PM; Friday, …`. */
const week = (tree: Node): string | undefined => {
  const rows = all(one(tree, 'table.eK4R0e') ?? tree, 'tr.y0skZc').flatMap((row) => {
    const [day = ''] = (textAt(row, 'td') ?? '').split(/[\s(]/)
    const words =
      textsAt(row, 'li').join(', ') || attribute(one(row, 'td[aria-label]'), 'aria-label')
    return words === undefined ? [] : [[day, words] as const]
  })
  if (rows.length > 0) return weekOf(rows)
  const label = attribute(one(tree, '.t39EBf[aria-label]'), 'aria-label') ?? ''
  return weekOf(
    label.split(/;\s*/).flatMap((part) => {
      const [, day, words] = /^(\p{L}+)[^,]*,\s*([^.]+(?:[ap]\.m\.[^.]*)*)/u.exec(part) ?? []
      return day === undefined || words === undefined ? [] : [[day, words] as const]
    }),
  )
}

/**
 * Pages saved before their script ran hold no cards, but (until late 2025) the first answer in their state: the texts
 * of `APP_INITIALIZATION_STATE[3]` that begin with the guard `)]}'`.
 */
const stateOf = (body: string) => {
  if (!body.includes('APP_INITIALIZATION_STATE') || !body.includes('ChIJ')) return undefined
  const held = at(assigned(body, 'window.APP_INITIALIZATION_STATE'), 3)
  const texts = Object.values(held ?? {}).filter(
    (one): one is string => typeof one === 'string' && one.startsWith(")]}'"),
  )
  const answers = texts.map(mapsJson)
  const place = answers.map(placeOf).find((one) => one !== undefined)
  const places = answers.map((one) => placesOf(one) ?? []).find((list) => list.length > 0)
  const kind = place !== undefined ? 'place' : places === undefined ? undefined : 'search'
  return { kind, place, places }
}

const embedded = (page: Page, kind: 'search' | 'place'): Reading | undefined => {
  const state = stateOf(page.body)
  if (kind === 'place' && state?.place !== undefined)
    return reading(
      'ok',
      readCards([state.place], (one) => placeCard(one)),
    )
  return state?.places === undefined
    ? undefined
    : reading(
        'ok',
        readCards(state.places, (one) => placeCard(one.place, one.sponsored)),
      )
}

const searchAnswer = (page: Page): Reading => {
  const places = placesOf(mapsJson(page.body))
  if (places === undefined) return unknown('no list of places in the answer', page)
  return reading(
    places.length > 0 ? 'ok' : 'empty',
    readCards(places, (found) => placeCard(found.place, found.sponsored)),
  )
}

const placeAnswer = (page: Page): Reading => {
  const found = placeOf(mapsJson(page.body))
  return found === undefined
    ? unknown('no place in the answer', page)
    : reading(
        'ok',
        readCards([found], (one) => placeCard(one)),
      )
}

const LANGUAGE = { uk: 'en', nl: 'nl' } as const

/** Belgium's French-speaking postcodes: Walloon Brabant, Liège, Namur, Hainaut, Luxembourg. */
const language = ({ region, where }: Query): string =>
  region !== 'be' ? LANGUAGE[region] : /^(?:1[34]|[4-7])/.test(where.postcode ?? '') ? 'fr' : 'nl'

const start = (query: Query) => {
  const { what, where } = query
  const centre =
    where.lat === undefined || where.lon === undefined
      ? ''
      : `/@${where.lat},${where.lon},${zoom(where.radius)}z`
  const words = encodeURIComponent(`${what} ${where.name}`.trim()).replaceAll('%20', '+')
  return [{ kind: 'search', url: `${HOME}/maps/search/${words}${centre}?hl=${language(query)}` }]
}

/** A zoom that shows a circle: 14 for about 2 km, one less each time the radius doubles. */
const zoom = (radius = 2000) =>
  Math.min(17, Math.max(10, Math.round(14 - Math.log2(radius / 2000))))

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
    const state = stateOf(body)
    if (state?.kind !== undefined) return state.kind
    if (/<title>[^<]*- Google Maps/.test(body) && NONE.test(body)) return 'search'
    return /google\.[a-z.]+\/maps\/search\//.test(url) ? 'search' : undefined
  },
})
