import type { Page } from '../../pipeline/model/page.ts'
import { absolute } from '../../pipeline/platforms/address.ts'
import { structuredDetail, structuredSearch } from '../../pipeline/platforms/directory.ts'
import { listing, readCards, reading, safely } from '../../pipeline/platforms/reading.ts'
import { attribute, cardsIn, one, parse, text, textAt } from '../../pipeline/platforms/tree.ts'
import { defineSource } from '../../pipeline/source.ts'

const HOME = 'https://www.scoot.co.uk'

const directory = {
  home: HOME,
  host: 'scoot.co.uk',
  none: /no results (?:found|were found)|0 results|sorry, we couldn.t find/i,
}
const structured = structuredSearch(directory)

/** Structured data first; pages without it give names and profiles by the classes that public scrapers name. */
const search = (page: Page) => {
  const told = structured(page)
  if (told.verdict !== 'unknown') return told
  const cards = cardsIn(parse(page.body), 'div.result.relative')
  if (cards.length === 0) return told
  const read = readCards(cards, (card) => {
    const link = one(card, 'h2.result-title a[href], a[data-yext-click="name"][href], h2 a[href]')
    const url = absolute(attribute(link, 'href'), page.url, HOME)
    return listing(
      {
        ref: url === undefined ? undefined : new URL(url).pathname,
        name: textAt(card, 'h2.result-title') ?? text(link),
        url,
      },
      () => text(card),
    )
  })
  const links = read.listings.flatMap(({ url }) =>
    url === undefined ? [] : [{ kind: 'detail', url }],
  )
  return reading('ok', {
    ...read,
    links,
    unread: [...told.unread, ...read.unread].filter(({ what }) => what !== 'page'),
  })
}

const slug = (words: string) => encodeURIComponent(words.trim().toLowerCase().replace(/\s+/g, '-'))

export default defineSource({
  about: 'Scoot, a British directory',
  home: HOME,
  hosts: ['scoot.co.uk'],
  regions: ['uk'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt and terms were not at hand; plain clients are often answered with 403',
    read: '2026-08',
  },
  evidence: 'reported',
  pace: { perMinute: 6 },
  expect: { search: { cards: [1, 30] }, detail: { cards: [1, 1] } },
  start: ({ what, where }) => [
    { kind: 'search', url: `${HOME}/find/${slug(what)}-in-${slug(where.name)}` },
  ],
  read: { search: safely(search), detail: structuredDetail(directory) },
  recognise: ({ url, body }) => {
    if (!(url === '' ? body : url).includes('scoot.co.uk')) return undefined
    if (/class="result relative|ItemList/.test(body) || /scoot\.co\.uk\/find\//.test(url))
      return 'search'
    return /LocalBusiness|application\/ld\+json/.test(body) ? 'detail' : undefined
  },
})
