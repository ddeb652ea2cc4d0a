import type { Link, Page } from '../../pipeline/model/page.ts'
import { absolute, distinct, email, sites } from '../../pipeline/platforms/address.ts'
import { goneOr } from '../../pipeline/platforms/gone.ts'
import { at, isObject } from '../../pipeline/platforms/json.ts'
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
import { listOf, type Strict, strict } from '../../pipeline/platforms/strict.ts'
import {
  attribute,
  cardsIn,
  marked,
  one,
  oneLine,
  parse,
  text,
  textAt,
} from '../../pipeline/platforms/tree.ts'
import { defineSource, type Reading } from '../../pipeline/source.ts'

const HOME = 'https://www.gumtree.com'
const PER_PAGE = 26

/** Fields of an advert that say nothing about a business. */
const KNOWN = listOf(`
  additionalImageUrls adItemType attributes.name attributes.unit attributes.vipOrder bumpup
  categoryId course date distance distanceVO extendMap hasVideo imageIds imageUrl l1CategoryId
  l2CategoryId numberOfImages postedDate premium standout status urgent imageSourceUrl
  primaryImageUrl supportShipping sellerType isFavourite favourite delivery`).map(
  (key) => `searchAds.${key}`,
)

const search = (page: Page): Reading => {
  const data = assigned(page.body, 'window.clientData')
  const results = at(data, 'resultsPage')
  if (!isObject(results) || !Array.isArray(results.searchAds)) return tiles(page)
  const from = strict({ searchAds: results.searchAds })
  const cards = readCards(from.each('searchAds'), advert)
  const total = count(
    at(results, 'adsTitle', 'totalNumberOfAdsFound') ?? at(results, 'searchResultAbundance'),
  )
  const nearby = [at(results, 'nearbyAds', 'ads')].flat().filter(isObject).length
  if (results.searchAds.length === 0 && total !== 0)
    return unknown('no adverts, yet not none found', page)
  return reading(results.searchAds.length > 0 ? 'ok' : 'empty', {
    ...cards,
    left: nearby === 0 ? (cards.left ?? {}) : { ...cards.left, nearby },
    ...(total === undefined ? {} : { total }),
    links: [...nextPage(results, total), ...details(cards.listings)],
    unread: [...cards.unread, ...from.rest(KNOWN)],
  })
}

const count = (value: unknown): number | undefined => {
  const digits =
    typeof value === 'number'
      ? String(value)
      : typeof value === 'string'
        ? value.replace(/\D/g, '')
        : ''
  return digits === '' ? undefined : Number(digits)
}

const details = (listings: Reading['listings']): readonly Link[] =>
  listings.flatMap(({ url }) => (url === undefined ? [] : [{ kind: 'detail', url }]))

/** `numberOfPages` counts adverts "nearby" too; only as many pages as the search itself found are worth reading. */
const nextPage = (results: unknown, total: number | undefined): readonly Link[] => {
  const path = at(results, 'adsPagination', 'pagePath')
  const current = count(at(results, 'adsPagination', 'currentPage')) ?? 1
  const pages = count(at(results, 'adsPagination', 'numberOfPages')) ?? 1
  const worth = total === undefined ? pages : Math.min(pages, Math.ceil(total / PER_PAGE))
  const url =
    typeof path === 'string' && current < worth
      ? absolute(path.replace('{PAGE}', String(current + 1)), HOME)
      : undefined
  return url === undefined ? [] : [{ kind: 'search', url, priority: 1 }]
}

const advert = (ad: Strict): Card => {
  const attributes = new Map(
    ad.each('attributes').map((one) => [one.text('key'), one.text('value')]),
  )
  const pro = ad.flag('proAccount')
  const seller = attributes.get('seller_type')
  const [ref, name, path] = [ad.text('id'), ad.text('title'), ad.text('path')]
  const fields = {
    ref,
    name,
    url: path === undefined ? undefined : absolute(path, HOME),
    ...place(ad.text('location')),
    categories: distinct([
      oneLine(String(at(ad.raw('srpListingTrackData'), 'listingCategory') ?? '')),
    ]),
    description: ad.text('shortDescription'),
    sponsored: ad.flag('featured') ? true : undefined,
    extra: facts({
      price: ad.text('price'),
      sellerId: ad.text('sellerId'),
      accountId: ad.text('accountId'),
    }),
  }
  if (!pro && !business(seller))
    return { left: seller === undefined ? 'seller not shown' : 'private' }
  return listing({ ...fields, seller: 'business' })
}

const business = (seller: string | undefined): boolean =>
  /^(trade|business|agency|dealer)$/i.test(seller ?? '')

/** "Whitley Bay, Tyne and Wear": the town, then the county. */
const place = (location: string | undefined) => {
  const [town, ...rest] = (location ?? '').split(',').map((part) => part.trim())
  return { town: town === '' ? undefined : town, county: rest.at(-1) }
}

/** Pages without the embedded data: tiles do not say who sells, unless the search itself asked for traders. */
const tiles = (page: Page): Reading => {
  const tree = parse(page.body)
  const found = cardsIn(tree, 'article[data-q="search-result"]')
  if (found.length === 0)
    return /sorry we didn.t find any results/i.test(text(tree) ?? '')
      ? reading('empty', { cards: 0, total: 0 })
      : unknown('neither window.clientData nor result tiles', page)
  const traders = /[?&]seller_type=trade\b/.test(page.url)
  const cards = readCards(found, (tile) => {
    const url = absolute(
      attribute(one(tile, 'a[data-q="search-result-anchor"]'), 'href'),
      page.url,
      HOME,
    )
    return !traders
      ? { left: 'seller not shown' }
      : listing(
          {
            ref: /\/(\d+)\/?(?:[?#]|$)/.exec(url ?? '')?.[1],
            name: textAt(tile, '[data-q="tile-title"]'),
            url,
            ...place(textAt(tile, '[data-q="tile-location"]')),
            description: textAt(tile, '[data-q="tile-description"]'),
            seller: 'business',
            extra: facts({ price: textAt(tile, '[data-q="tile-price"]') }),
          },
          () => text(tile),
        )
  })
  const next = absolute(
    attribute(one(tree, '[data-q="pagination-forward-page"]'), 'href'),
    page.url,
    HOME,
  )
  return reading('ok', {
    ...cards,
    links: [
      ...(next === undefined ? [] : [{ kind: 'search', url: next, priority: 1 }]),
      ...details(cards.listings),
    ],
  })
}

/** An advert's own page. Its data sits in `adDetails`, its seller's name beside it. */
const detail = (page: Page): Reading => {
  const data = assigned(page.body, 'window.clientData')
  const found = at(data, 'adDetails') ?? at(data, 'vipPage', 'adDetails')
  if (!isObject(found)) return goneOr('no advert in window.clientData', parse(page.body), page)
  const ad = strict(found)
  const seller = ad.within('seller')
  const attributes = new Map(
    ad.each('attributes').map((one) => [one.text('key') ?? one.text('name'), one.text('value')]),
  )
  const cards = readCards([ad], () => {
    const pro =
      ad.flag('pro') || ad.flag('proAccount') || seller.flag('pro') || seller.flag('proAccount')
    const kind = attributes.get('seller_type') ?? ad.text('sellerType')
    if (!pro && !business(kind))
      return { left: kind === undefined ? 'seller not shown' : 'private' }
    const shown = /\/p\/.+\/\d+/.test(page.url) ? page.url : undefined
    const url = absolute(ad.text('path') ?? ad.text('url') ?? shown, HOME)
    const location = ad.raw('location')
    return listing({
      ref: ad.text('id') ?? ad.text('adId') ?? /\/(\d+)\/?(?:[?#]|$)/.exec(url ?? '')?.[1],
      name:
        seller.text('businessName') ??
        seller.text('displayName') ??
        seller.text('name') ??
        seller.text('contactName') ??
        ad.text('sellerName') ??
        ad.text('contactName') ??
        ad.text('title'),
      url,
      ...place(
        typeof location === 'string'
          ? location
          : (strict(location).text('name') ?? strict(location).text('displayName')),
      ),
      postcode: ad.text('postcode') ?? strict(location).text('postcode'),
      lat: strict(location).number('latitude'),
      lon: strict(location).number('longitude'),
      phones: distinct([ad.text('phoneNumber'), seller.text('phoneNumber')]).filter(
        (phone) => !phone.includes('X'),
      ),
      emails: distinct([email(ad.text('email'))]),
      ...sites([ad.text('websiteUrl'), ad.text('website'), seller.text('websiteUrl')]),
      description: ad.text('description'),
      categories: distinct([ad.text('categoryName'), ad.within('category').text('name')]),
      seller: 'business',
      extra: facts({ title: ad.text('title'), price: ad.text('price') }),
    })
  })
  return reading('ok', cards)
}

export default defineSource({
  about: 'Gumtree, British classified adverts; traders only, private adverts are never kept',
  home: HOME,
  hosts: ['gumtree.com'],
  regions: ['uk'],
  terms: {
    automated: 'forbidden',
    says: 'robots, spiders and scrapers are forbidden without written permission',
    read: '2026-08',
  },
  evidence: 'captured',
  pace: { perMinute: 10 },
  expect: { search: { cards: [26, 60], fill: { town: 0.9, url: 0.9 } }, detail: { cards: [1, 1] } },
  start: ({ what, where }) => [
    {
      kind: 'search',
      url: `${HOME}/search?${new URLSearchParams({
        search_category: 'business-services',
        search_location: (where.postcode ?? where.name).toLowerCase(),
        q: what,
        seller_type: 'trade',
      })}`,
    },
  ],
  read: { search: safely(search), detail: safely(detail) },
  recognise: ({ url, body }) => {
    if (
      !/gumtree\.com/i.test(url) &&
      !/window\.clientData/.test(body) &&
      !marked(body, 'data-q', 'search-result')
    )
      return undefined
    if (
      /%22resultsPage%22|"resultsPage"/.test(body) ||
      marked(body, 'data-q', 'search-result') ||
      /gumtree\.com\/search/.test(url)
    )
      return 'search'
    return /adDetails/.test(body) || /\/p\/[^/]+\/[^/]+\/\d+/.test(url) ? 'detail' : undefined
  },
})
