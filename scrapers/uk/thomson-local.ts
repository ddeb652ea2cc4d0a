import type { Page } from '../../pipeline/model/page.ts'
import { absolute } from '../../pipeline/platforms/address.ts'
import { structuredDetail, structuredSearch } from '../../pipeline/platforms/directory.ts'
import { listing, readCards, reading, safely } from '../../pipeline/platforms/reading.ts'
import { canonical } from '../../pipeline/platforms/structured.ts'
import { all, attribute, cardsIn, one, parse, text, textAt } from '../../pipeline/platforms/tree.ts'
import { defineSource } from '../../pipeline/source.ts'

const HOME = 'https://www.thomsonlocal.com'

/** `/search/{category}/{area}/{slug}/{id}/{phone}`: the address of a profile ends in its number. */
const PROFILE = /\/search\/[^/]+\/[^/]+\/[^/]+\/(\d+)\/(0\d{9,10})(?:[/?#]|$)/

const directory = {
  home: HOME,
  host: 'thomsonlocal.com',
  ref: PROFILE,
  none: /no results (?:found|were found)|sorry, we couldn.t find/i,
}
const structured = structuredSearch(directory)

/** Structured data first; pages without it are read by the classes that two public scrapers name. */
const search = (page: Page) => {
  const told = structured(page)
  if (told.verdict !== 'unknown') return told
  const cards = cardsIn(parse(page.body), 'div.listingDetailsCont, ol.resultsBlock > li')
  if (cards.length === 0) return told
  const read = readCards(cards, (card) => {
    const href = all(card, 'a[href]')
      .map((link) => attribute(link, 'href'))
      .find((found) => PROFILE.test(found ?? ''))
    const [, ref, phone] = PROFILE.exec(href ?? '') ?? []
    return listing(
      {
        ref,
        name: textAt(card, 'h2.businessName, .businessName') ?? text(one(card, 'h2')),
        url: absolute(href, page.url, HOME),
        phones: phone === undefined ? [] : [phone],
      },
      () => text(card),
    )
  })
  return reading('ok', {
    ...read,
    unread: [...told.unread, ...read.unread].filter(({ what }) => what !== 'page'),
  })
}

const slug = (words: string) => encodeURIComponent(words.trim().toLowerCase().replace(/\s+/g, '-'))

export default defineSource({
  about: 'Thomson Local, a British directory',
  home: HOME,
  hosts: ['thomsonlocal.com'],
  regions: ['uk'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt and terms were not at hand; plain clients are answered with 403 as often as not',
    read: '2026-08',
  },
  evidence: 'reported',
  pace: { perMinute: 6 },
  expect: { search: { cards: [1, 30], fill: { phones: 0.5 } }, detail: { cards: [1, 1] } },
  start: ({ what, where }) => [
    { kind: 'search', url: `${HOME}/search/${slug(what)}/${slug(where.name)}` },
  ],
  read: { search: safely(search), detail: structuredDetail(directory) },
  recognise: ({ url, body }) => {
    if (!(url === '' ? body : url).includes('thomsonlocal.com')) return undefined
    if (PROFILE.test(url || (canonical(body) ?? ''))) return 'detail'
    return /listingDetailsCont|resultsBlock|ItemList|thomsonlocal\.com\/search\//.test(body + url)
      ? 'search'
      : undefined
  },
})
