import type { Element } from 'domhandler'
import type { Link, Page } from '../../pipeline/model/page.ts'
import { absolute, distinct, email, sites } from '../../pipeline/platforms/address.ts'
import { goneOr, saysGone } from '../../pipeline/platforms/gone.ts'
import { type Look, lookAt } from '../../pipeline/platforms/look.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  silent,
  strangers,
  unknown,
} from '../../pipeline/platforms/reading.ts'
import {
  all,
  around,
  attribute,
  cardsIn,
  marked,
  type Node,
  nextTag,
  one,
  parse,
  stretchOf,
  text,
  textAt,
  textsAt,
  type Wanted,
} from '../../pipeline/platforms/tree.ts'
import { defineSource } from '../../pipeline/source.ts'

const HOME = 'https://www.yell.com'

const NO_RESULTS =
  /(no|0) results (found|for)|couldn.t find (any|what)|did not match any|no matches/i

/** 2023 marks the website by its tracking word, 2024–26 by `data-test`. */
const WEBSITE =
  'a[data-test="localBusiness--website"], a.businessCapsule--ctaItem[data-tracking*="WL:"], a.businessCapsule--ctaItem[href^="http"][rel~="nofollow"]'
const CATEGORY = '.businessCapsule--classification, [data-test="localBusiness--classification"]'
const PHONE =
  '[itemprop="telephone"], .business--telephoneNumber, [data-test="localBusiness--phoneCollapsed"], .businessCapsule--telephone'

const CARDS: Wanted = (tag, { class: words = '', 'data-natid': id }) =>
  tag === 'article' && (id !== undefined || words.includes('businessCapsule'))

const search = (page: Page) => {
  const tree = parse(stretchOf(page.body, 'article'), CARDS)
  const cards = cardsIn(tree, 'article.businessCapsule, article[data-natid]')
  if (cards.length === 0) return none(page)
  const read = readCards(cards, (card) => capsule(card, page))
  const gone = silent(read.listings, {
    phones: PHONE,
    categories: '.businessCapsule--classification',
    postcode: '[itemprop="postalCode"]',
    town: '[itemprop="addressLocality"]',
  })
  return reading('ok', {
    ...read,
    links: [...next(page), ...profiles(read.listings)],
    unread: [...read.unread, ...gone, ...strangers('itemprop', properties(cards), PROPERTIES)],
  })
}

/** A page without cards: one that says that there are none, or none of results. */
const none = (page: Page) => {
  const tree = parse(page.body)
  return NO_RESULTS.test(text(tree) ?? '') && page.body.includes('yell') && !saysGone(tree)
    ? reading('empty', { total: 0, cards: 0 })
    : unknown('no result cards', page)
}

/** What a card's microdata is known to say. */
const PROPERTIES = new Set(
  'address addressCountry addressLocality addressRegion aggregateRating areaServed bestRating description email geo hasMap image latitude logo longitude name openingHours postalCode priceRange ratingCount ratingValue review reviewCount streetAddress telephone url worstRating'.split(
    ' ',
  ),
)

const properties = (cards: readonly Element[]): readonly string[] =>
  cards.flatMap((card) =>
    all(card, '[itemprop]').flatMap((item) => attribute(item, 'itemprop')?.split(' ') ?? []),
  )

/** The next link carries the seed that keeps the order steady between pages, so it is followed, never built. */
const next = (page: Page): readonly Link[] => {
  const link = nextTag(page.body, 'a.pagination--next[href], a[rel="next"][href]')
  const href = attribute(link, 'href')
  const url = absolute(href, page.url, HOME)
  return url === undefined ? [] : [{ kind: 'search', url, priority: 1 }]
}

const profiles = (listings: readonly { readonly url?: string }[]): readonly Link[] =>
  listings.flatMap(({ url }) => (url === undefined ? [] : [{ kind: 'detail', url }]))

const capsule = (element: Element, page: Page): Card => {
  const card = lookAt(element)
  const href =
    attribute(element, 'data-href') ??
    attribute(card.one('meta[itemprop="url"]'), 'content') ??
    attribute(card.one('a.businessCapsule--title'), 'href')
  return listing(
    {
      ref: attribute(element, 'data-natid') ?? idOf(href),
      name: card.text('[itemprop="name"], .businessCapsule--name, .businessCapsule--title'),
      url: profile(href, page),
      categories: distinct(card.texts(CATEGORY)),
      ...shared(card),
      description: card.text('.businessCapsule--strapline, [itemprop="description"]'),
      ...linked(card.all(WEBSITE)),
      sponsored: card.one('.businessCapsule--sponsored') === undefined ? undefined : true,
      extra: facts({
        type: /schema\.org\/(\w+)/.exec(element.attribs.itemtype ?? '')?.[1],
        opening: card.text('.businessCapsule--openingHours'),
        services: card
          .texts('.businessCapsule--servicesItem')
          .map((item) => item.replace(/^[●•]\s*/, ''))
          .join('; '),
        areaServed: card.text('[itemprop="areaServed"]'),
        yearsListed: tenure(card),
      }),
    },
    () => text(element),
  )
}

/** "20+ Years with Yell": the number stands in a paragraph of its own. */
const tenure = (card: Look): string | undefined => {
  const badge = card.one('.business--tenure')
  return badge === undefined ? undefined : textAt(badge, 'p')
}

/** What cards and profiles mark up alike. */
const shared = (within: Look) => {
  const counted =
    within.text('.starRating--total, span[itemprop="reviewCount"], span[itemprop="ratingCount"]') ??
    attribute(within.one('meta[itemprop="reviewCount"]'), 'content')
  const rated =
    within.text('.starRating--average, span[itemprop="ratingValue"]') ??
    attribute(within.one('meta[itemprop="ratingValue"]'), 'content')
  const reviews = /\d[\d,]*/.exec(counted ?? '')
  const part = (name: string) => within.text(`[itemprop="${name}"]`)?.replace(/[\s,]+$/, '')
  return {
    phones: distinct(
      within.texts(PHONE).flatMap((words) => /\+?\(?\d[\d\s()-]{6,}\d/.exec(words)?.[0] ?? []),
    ),
    emails: distinct(
      within
        .all('[itemprop="email"]')
        .map((item) => email(attribute(item, 'content') ?? attribute(item, 'href') ?? text(item))),
    ),
    street: part('streetAddress'),
    town: part('addressLocality'),
    county: part('addressRegion'),
    postcode: part('postalCode'),
    rating: rated === undefined ? undefined : Number.parseFloat(rated),
    reviews: reviews === null ? undefined : Number(reviews[0].replaceAll(',', '')),
  }
}

/** The page writes `yell.com//biz/…` in its microdata. */
const profile = (href: string | undefined, page: Page): string | undefined =>
  absolute(href?.replace(/([^:])\/{2,}/g, '$1/'), page.url, HOME)?.replace(/#.*$/, '')

const idOf = (href: string | undefined): string | undefined =>
  /-(\d+)\/?(?:[?#].*)?$/.exec(href ?? '')?.[1]

/** Addresses that are not Yell's own. */
const linked = (links: readonly Element[]) =>
  sites(
    links
      .map((link) => attribute(link, 'href'))
      .filter((href) => !/^(?:\/|https?:\/\/[^/]*\byell\.com\b)/i.test(href ?? '')),
  )

const PROFILE_LINKS =
  'a.businessCard--callToAction[href^="http"], a[itemprop="url"][rel~="nofollow"], a[data-test="localBusiness--website"], a[data-tracking*="SOCIAL"]'

const detail = (page: Page) => {
  const tree = parse(page.body)
  const heading = one(
    tree,
    'h1.businessCard--businessName, .businessCard--businessName, h1[itemprop="name"]',
  )
  if (heading === undefined) return goneOr('no business name', tree, page)
  const href = [
    attribute(one(tree, 'link[rel="canonical"]'), 'href'),
    attribute(one(tree, 'meta[property="og:url"]'), 'content'),
    page.url,
  ].find((one) => idOf(one) !== undefined)
  const card = around(tree, heading, [PHONE, '[itemprop="postalCode"]', PROFILE_LINKS])
  const read = readCards([heading], () =>
    listing({
      ref: idOf(href),
      name: text(heading),
      url: profile(href, page),
      categories: distinct(
        textsAt(card, '.businessCard--classification, .businessCapsule--classification'),
      ),
      ...shared(lookAt(card)),
      ...linked(all(card, PROFILE_LINKS)),
      hours: hours(tree),
      description: textAt(tree, '.business--aboutUs, [itemprop="description"]'),
    }),
  )
  return reading(read.listings.length > 0 ? 'ok' : 'unknown', read)
}

/** `<meta itemprop="openingHours" content="Mo 09:00-17:00">` a day, else the words of the table. */
const hours = (tree: Node): string | undefined => {
  const marked = all(tree, '[itemprop="openingHours"]').flatMap(
    (item) => attribute(item, 'content') ?? attribute(item, 'datetime') ?? [],
  )
  return marked.length > 0
    ? distinct(marked).join('; ')
    : textAt(tree, '.businessCard--openingHours, .openingHours')
}

const slug = (words: string) => encodeURIComponent(words.trim())

export default defineSource({
  about: 'Yell, the British yellow pages',
  home: HOME,
  hosts: ['yell.com'],
  regions: ['uk'],
  terms: {
    automated: 'forbidden',
    says: 'the terms of use forbid automated reading; read saved pages, or ask Yell for permission',
    read: '2026-08',
  },
  evidence: 'captured',
  // Ten pages, in an order that is drawn anew each time.
  cap: 250,
  pace: { perMinute: 6 },
  expect: {
    search: {
      cards: [25, 30],
      fill: { phones: 0.7, town: 0.7, postcode: 0.7, categories: 0.7, url: 0.9 },
    },
    detail: { cards: [1, 1] },
  },
  start: ({ what, where }) => [
    {
      kind: 'search',
      url: `${HOME}/ucs/UcsSearchAction.do?keywords=${slug(what)}&location=${slug(where.postcode ?? where.name)}&pageNum=1`,
    },
  ],
  read: { search: safely(search), detail: safely(detail) },
  recognise: ({ url, body }) => {
    if (!/yell\.com/i.test(url) && !/businessCapsule|businessCard--|yelldotcom/.test(body))
      return undefined
    if (marked(body, 'class', 'businessCard--businessName')) return 'detail'
    if (marked(body, 'class', 'businessCapsule') || marked(body, 'class', 'results--header'))
      return 'search'
    if (/UcsSearchAction|yell\.com\/s\//.test(url)) return 'search'
    return /yell\.com\/+biz\//.test(url) ? 'detail' : undefined
  },
})
