import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Page } from '../../pipeline/model/page.ts'
import { structuredDetail, structuredSearch } from '../../pipeline/platforms/directory.ts'
import { jsonLd, microdata } from '../../pipeline/platforms/structured.ts'
import { parse } from '../../pipeline/platforms/tree.ts'
import { mutate } from '../scrapers/mutate.ts'

const site = { home: 'https://dir.example', host: 'dir.example', none: /no businesses found/i }
const search = structuredSearch(site)
const detail = structuredDetail(site)

const page = (body: string, url = 'https://dir.example/plumbers/leeds'): Page => ({
  url,
  kind: 'search',
  status: 200,
  contentType: 'text/html',
  body,
  fetchedAt: '2026-11-23T00:00:00.000Z',
})
const ld = (value: unknown) =>
  `<script type="application/ld+json">${typeof value === 'string' ? value : JSON.stringify(value)}</script>`

const plumber = {
  '@type': 'Plumber',
  name: 'Hartley &amp; Dunn',
  url: 'https://dir.example/b/hartley-1',
  telephone: ['01632 960101', '01632 960102'],
  email: 'mailto:office@hartley.example.com',
  sameAs: ['https://hartley.example.com', 'https://www.facebook.com/example.hartley'],
  address: {
    '@type': 'PostalAddress',
    streetAddress: '14 Mill Lane,',
    addressLocality: 'Leeds',
    postalCode: 'LS1 4AB',
    addressCountry: { '@type': 'Country', name: 'GB' },
  },
  geo: { latitude: '53.8', longitude: -1.55 },
  aggregateRating: { ratingValue: '4,8', reviewCount: 12, bestRating: 5 },
  openingHoursSpecification: [
    { dayOfWeek: ['https://schema.org/Monday', 'Tuesday'], opens: '08:00:00', closes: '17:30' },
    { dayOfWeek: { '@id': 'http://schema.org/Sunday' }, opens: '00:00', closes: '00:00' },
  ],
}

describe('a page of results in JSON-LD', () => {
  it('gives each business with every field in its place', () => {
    const { listings, verdict } = search(page(ld({ '@context': 'https://schema.org', ...plumber })))
    expect(verdict).toBe('ok')
    expect(listings).toEqual([
      {
        ref: '/b/hartley-1',
        name: 'Hartley & Dunn',
        url: 'https://dir.example/b/hartley-1',
        phones: ['01632 960101', '01632 960102'],
        emails: ['office@hartley.example.com'],
        website: 'https://hartley.example.com',
        socials: ['https://www.facebook.com/example.hartley'],
        street: '14 Mill Lane',
        town: 'Leeds',
        postcode: 'LS1 4AB',
        country: 'GB',
        lat: 53.8,
        lon: -1.55,
        hours: 'Mo,Tu 08:00-17:30; Su off',
        rating: 4.8,
        reviews: 12,
        extra: { type: 'Plumber' },
      },
    ])
  })

  it.each([
    ['a list', [plumber, { ...plumber, name: 'Two', url: '/b/two' }]],
    [
      '@graph',
      {
        '@graph': [
          { '@type': 'WebPage', name: 'page' },
          plumber,
          { ...plumber, name: 'Two', url: '/b/two' },
        ],
      },
    ],
    [
      'an ItemList',
      {
        '@type': 'ItemList',
        itemListElement: [
          { '@type': 'ListItem', position: 1, item: plumber },
          { '@type': 'ListItem', item: { ...plumber, name: 'Two', url: '/b/two' } },
        ],
      },
    ],
    [
      'mainEntity',
      {
        '@type': 'SearchResultsPage',
        mainEntity: {
          '@type': 'ItemList',
          itemListElement: [plumber, { ...plumber, name: 'Two', url: '/b/two' }],
        },
      },
    ],
    [
      'several types',
      [
        { ...plumber, '@type': ['Organization', 'http://schema.org/LocalBusiness'] },
        { ...plumber, name: 'Two', url: '/b/two' },
      ],
    ],
  ])('finds businesses in %s', (_, value) => {
    expect(search(page(ld(value))).listings.map(({ name }) => name)).toEqual([
      'Hartley & Dunn',
      'Two',
    ])
  })

  it('does not take the publisher, a parent, a reviewer or a breadcrumb for a result', () => {
    const { listings, left } = search(
      page(
        ld([
          { '@type': 'LocalBusiness', name: 'The Directory', url: 'https://dir.example/' },
          {
            '@type': 'BreadcrumbList',
            itemListElement: [
              { '@type': 'ListItem', name: 'Plumbers', item: 'https://dir.example/plumbers' },
            ],
          },
          {
            ...plumber,
            parentOrganization: { '@type': 'Plumber', name: 'Mother' },
            review: { '@type': 'Review', author: { '@type': 'LocalBusiness', name: 'Rival' } },
          },
        ]),
      ),
    )
    expect(listings.map(({ name }) => name)).toEqual(['Hartley & Dunn'])
    expect(left).toEqual({ publisher: 1 })
  })

  it('follows references by @id', () => {
    const { listings } = search(
      page(
        ld({
          '@graph': [
            { ...plumber, address: { '@id': '#a' } },
            { '@id': '#a', '@type': 'PostalAddress', addressLocality: 'York' },
          ],
        }),
      ),
    )
    expect(listings[0]?.town).toBe('York')
  })

  it('mends broken JSON, and names a block that is beyond mending', () => {
    const { listings, unread } = search(
      page(
        `${ld('{"@type":"Bakery","name":"Loaf\nHouse","url":"/b/loaf",}')}${ld('{"@type":"Bakery",')}`,
      ),
    )
    expect(listings.map(({ name }) => name)).toEqual(['Loaf House'])
    expect(unread).toMatchObject([{ what: 'JSON-LD', why: 'is no JSON' }])
  })

  it('calls a rating without reviews, and a point at 0/0, absent', () => {
    const [one] = search(
      page(
        ld({
          ...plumber,
          geo: { latitude: 0, longitude: 0 },
          aggregateRating: { ratingValue: 0, reviewCount: 0 },
        }),
      ),
    ).listings
    expect([one?.lat, one?.lon, one?.rating, one?.reviews]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('proves emptiness by the page’s own words, and knows no other empty page', () => {
    expect(search(page('<p>No businesses found</p>')).verdict).toBe('empty')
    expect(search(page('<p>hello</p>')).verdict).toBe('unknown')
  })

  it('follows the next page and the profiles', () => {
    const { links } = search(
      page(`${ld(plumber)}<a rel="next" href="/plumbers/leeds?page=2">Next</a>`),
    )
    expect(links).toEqual([
      { kind: 'search', url: 'https://dir.example/plumbers/leeds?page=2', priority: 1 },
      { kind: 'detail', url: 'https://dir.example/b/hartley-1', priority: 0 },
    ])
  })
})

const MICRODATA = `<div itemscope itemtype="https://schema.org/Restaurant">
<h2 itemprop="name">Chez&nbsp;Nous</h2><a itemprop="url" href="/b/chez">more</a>
<span itemprop="telephone">01632 960303</span><meta itemprop="openingHours" content="Mo-Fr 12:00-22:00">
<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="streetAddress">1 High St</span><span itemprop="postalCode">LS2 1AA</span></div>
<div itemprop="review" itemscope itemtype="https://schema.org/Review"><span itemprop="name">Great!</span><span itemprop="author" itemscope itemtype="https://schema.org/LocalBusiness"><b itemprop="name">Rival</b></span></div>
</div>`

describe('a page in microdata', () => {
  it('gives the same as JSON-LD would', () => {
    expect(search(page(MICRODATA)).listings).toEqual([
      {
        ref: '/b/chez',
        name: 'Chez Nous',
        url: 'https://dir.example/b/chez',
        phones: ['01632 960303'],
        street: '1 High St',
        postcode: 'LS2 1AA',
        hours: 'Mo-Fr 12:00-22:00',
        extra: { type: 'Restaurant' },
      },
    ])
  })

  it('is not read where JSON-LD tells', () => {
    expect(search(page(ld(plumber) + MICRODATA)).listings).toHaveLength(1)
  })
})

describe('a business’s own page', () => {
  it('is the first business of the page, its address the page’s canonical one', () => {
    const body = `<link rel="canonical" href="https://dir.example/b/hartley-1">${ld([
      { '@type': 'Organization', name: 'The Directory', url: 'https://dir.example/' },
      { ...plumber, url: 'https://hartley.example.com' },
    ])}`
    const { listings } = detail(page(body, 'https://dir.example/b/hartley-1?from=x'))
    expect(listings).toMatchObject([
      {
        ref: '/b/hartley-1',
        url: 'https://dir.example/b/hartley-1',
        website: 'https://hartley.example.com',
      },
    ])
  })
})

describe('structured data of damaged pages', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(mutate(ld({ '@graph': [plumber] }) + MICRODATA), (body) => {
        expect(search(page(body)).verdict).toMatch(/ok|empty|unknown/)
        expect(detail(page(body)).verdict).toMatch(/ok|unknown/)
      }),
    )
  })

  it('is bounded when things lie very deep in one another', () => {
    const deep = `${'{"@type":"WebPage","mainEntity":'.repeat(500)}{"@type":"Plumber","name":"Deep"}${'}'.repeat(500)}`
    expect(jsonLd(ld(deep)).things.length).toBeLessThan(20)
    const nested = '<div itemprop="about" itemscope itemtype="https://schema.org/Place">'.repeat(
      200,
    )
    expect(microdata(parse(nested)).length).toBe(200)
  })
})
