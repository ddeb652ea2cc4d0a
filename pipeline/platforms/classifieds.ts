import type { Link, Page } from '../model/page.ts'
import type { Reading, Source } from '../source.ts'
import { advert, advertPage, withoutTrace } from './classifieds-advert.ts'
import { at, isObject, parseJson } from './json.ts'
import { readCards, reading, safely, unknown } from './reading.ts'
import { scriptJson } from './script.ts'
import { listOf, strict } from './strict.ts'

/** One of Adevinta's classifieds in the Low Countries. */
export interface Classifieds {
  readonly home: string
  /** Country and language of its adverts, by which an answer that names no host is told. */
  readonly country: 'NL' | 'BE'
  readonly language: 'nl' | 'fr'
  /** Path word of the category "services and tradespeople". */
  readonly services: string
}

/** Fields of an advert that say nothing about a business. */
const KNOWN = listOf(`
  attributes categorySpecificDescription date extendedAttributes imageUrls napAvailable
  opvalStickerText pageLocation pictures priorityProduct reserved thinContent trackingData
  urgencyFeatureActive verticals videoOnVip location.abroad location.countryName
  location.distanceMeters location.isBuyerLocation location.onCountryLevel
  sellerInformation.isVerified sellerInformation.showSoiUrl sellerInformation.showWebsiteUrl
  sellerInformation.sellerWebsiteUrl priceInfo asSeenOn auctionInfo highlights links microTip
  reviewsInfo sellerInformation.sellerLogoUrl sellerInformation.averageScore
  sellerInformation.numberOfReviews smbInfo`).flatMap((key) => [
  `listings.${key}`,
  `topBlock.${key}`,
])

/** The parts of a source's card that the sister sites share. */
export const classifieds = (
  site: Classifieds,
): Pick<Source, 'home' | 'hosts' | 'expect' | 'start' | 'read' | 'recognise'> => {
  const host = new URL(site.home).hostname.replace(/^www\./, '')
  return {
    home: site.home,
    hosts: [host],
    expect: {
      'search-json': { cards: [1, 200], fill: { url: 0.9 } },
      search: { cards: [30, 200], fill: { url: 0.9 } },
      detail: { cards: [1, 1] },
    },
    start: ({ what }) => [
      { kind: 'search', url: `${site.home}/l/${site.services}/q/${slug(what)}/`, priority: 2 },
      { kind: 'sitemap', url: `${site.home}/sitemap/sitemap.xml` },
    ],
    read: {
      'search-json': safely((page) => answer(parseJson(page.body), page, site)),
      search: safely((page) => {
        const data = scriptJson(page.body, '__NEXT_DATA__')
        return answer(at(data, 'props', 'pageProps', 'searchRequestAndResponse'), page, site)
      }),
      detail: safely((page) => advertPage(page, site.home)),
      sitemap: safely((page) => sitemap(page, site)),
    },
    recognise: ({ url, body }) => {
      const named = url === '' ? names(body, host, site) : url.includes(host)
      const head = body.slice(0, 3000)
      if (!named) return undefined
      if (/<(?:sitemapindex|urlset)\b/.test(head)) return 'sitemap'
      if (/^\s*\{/.test(head))
        return /"(?:listings|topBlock)"\s*:/.test(body) ? 'search-json' : undefined
      if (/"searchRequestAndResponse"/.test(body)) return 'search'
      return /window\.__CONFIG__\s*=\s*\{/.test(body) ? 'detail' : undefined
    },
  }
}

const HOSTS = ['marktplaats.nl', '2dehands.be', '2ememain.be']

/** An answer of the interface may name no host at all: then its country and language tell. */
const names = (body: string, host: string, { country, language }: Classifieds): boolean =>
  body.includes(host) ||
  (!HOSTS.some((one) => body.includes(one)) &&
    /"(?:topBlock|maxAllowedPageNumber)"\s*:/.test(body) &&
    body.includes('"countryAbbreviation"') &&
    /"countryAbbreviation"\s*:\s*"BE"/.test(body) === (country === 'BE') &&
    /"date"\s*:\s*"(?:Aujourd.hui|Hier|Avant-hier)/.test(body) === (language === 'fr'))

const slug = (words: string) =>
  encodeURIComponent(words.trim().toLowerCase().replace(/\s+/g, '+')).replaceAll('%2B', '+')

const answer = (json: unknown, page: Page, site: Classifieds): Reading => {
  if (!isObject(json) || !Array.isArray(json.listings))
    return unknown('no listings in the answer', page)
  const from = strict({ listings: json.listings, topBlock: json.topBlock ?? [] })
  const labels = categoryLabels(json)
  const adverts = [...from.each('topBlock'), ...from.each('listings')]
  const cards = readCards(adverts, (ad) => advert(ad, labels, site.home))
  const total = strict(json).number('totalResultCount')
  if (adverts.length === 0 && total !== 0) return unknown('no adverts, yet not none found', page)
  return reading(adverts.length > 0 ? 'ok' : 'empty', {
    ...cards,
    ...(total === undefined ? {} : { total }),
    links: [
      ...nextPage(json, page, site),
      ...cards.listings.flatMap(({ url }) => (url === undefined ? [] : [{ kind: 'detail', url }])),
    ],
    unread: [...cards.unread, ...from.rest(KNOWN)],
  })
}

/** Only pages of results have a next page; the interface behind them may not be asked. */
const nextPage = (json: unknown, page: Page, site: Classifieds): readonly Link[] => {
  const [base] = page.url.split(/[?#]/)
  if (base === undefined || !base.startsWith(`${site.home}/`) || base.includes('/api/')) return []
  const pagination = strict(at(json, 'searchRequest', 'pagination'))
  const [offset = 0, limit = 30] = [pagination.number('offset'), pagination.number('limit')]
  const total = Math.min(strict(json).number('totalResultCount') ?? 0, 5000)
  if (limit <= 0 || offset + limit >= total) return []
  const next = Math.floor(offset / limit) + 2
  return [
    {
      kind: 'search',
      url: `${base.replace(/\/p\/\d+\/?$/, '').replace(/\/$/, '')}/p/${next}/`,
      priority: 1,
    },
  ]
}

/** Category names by number, from the facets. */
const categoryLabels = (json: unknown): ReadonlyMap<string, string> =>
  new Map(
    [at(json, 'facets')].flat().flatMap((facet) =>
      [at(facet, 'categories')].flat().flatMap((category) => {
        const [id, label] = [at(category, 'id'), at(category, 'label')]
        return typeof label === 'string' && id !== undefined ? [[String(id), label] as const] : []
      }),
    ),
  )

/** Of the index, the sitemaps of paid adverts for services; of those, the adverts. */
const sitemap = (page: Page, site: Classifieds): Reading => {
  const urls = [...page.body.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  )
  if (!/<(?:sitemapindex|urlset)\b/.test(page.body)) return unknown('no sitemap', page)
  const links = urls.flatMap((url): readonly Link[] => {
    if (/\.xml(?:\.gz)?$/.test(url))
      return url.includes('admarkt') && url.includes(`.${site.services}.`)
        ? [{ kind: 'sitemap', url }]
        : []
    const plain = withoutTrace(url) ?? ''
    return /\/v\/[^/]+\/[^/]+\/[am]\d+-/.test(plain) ? [{ kind: 'detail', url: plain }] : []
  })
  return reading(urls.length === 0 ? 'empty' : 'ok', { links, cards: urls.length })
}
