import { seeded } from './bench.ts'

/** Result pages of a made-up directory: 25 listings of 8 fields each, about 100 kB, all different. */
export const PER_PAGE = 25
const BYTES = 100_000

const WORDS = 'weir lantern saddler tallow malt fuller copper hearth larch quarry mill beck'.split(
  ' ',
)

/** Areas of which Ofcom keeps numbers for drama: every firm has a number of its own. */
const AREAS = ['0113', '0114', '0115', '0116', '0117', '0118', '0121', '0131', '0141', '0151']

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T

const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const firm = (page: number, i: number, random: () => number) => {
  const id = page * PER_PAGE + i
  const name = `${title(pick(random, WORDS))} ${title(pick(random, WORDS))} ${id} Ltd`
  return {
    id,
    name,
    phone: `${AREAS[Math.floor(id / 10_000) % AREAS.length]} 496 ${String(id % 10_000).padStart(4, '0')}`,
    website: `https://www.firm${id}.example/`,
    street: `${1 + Math.floor(random() * 200)} ${title(pick(random, WORDS))} Street`,
    town: 'Leeds',
    postcode: `LS${1 + (id % 28)} ${id % 10}${pick(random, ['AB', 'DE', 'HJ', 'LN', 'XY'])}`,
    rating: (3 + random() * 2).toFixed(1),
  }
}

/** Mark-up that a page carries around its listings: menus, scripts, tracking. */
const padding = (bytes: number, random: () => number): string => {
  const parts: string[] = []
  let length = 0
  while (length < bytes) {
    const part = `<li class="menu__item"><a class="menu__link" data-track="${Math.floor(random() * 1e9)}" href="/a/${pick(random, WORDS)}-${pick(random, WORDS)}"><span>${pick(random, WORDS)} ${pick(random, WORDS)}</span></a></li>`
    parts.push(part)
    length += part.length
  }
  return `<ul>${parts.join('')}</ul>`
}

const whole = (head: string, body: string, random: () => number) => {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plumbers</title>${head}</head><body>${body}`
  return `${page}${padding(BYTES - page.length, random)}</body></html>`
}

/** A page whose listings stand in HTML cards only, in the shape of Yell's. */
export const cardPage = (page: number): string => {
  const random = seeded(page)
  const cards = Array.from({ length: PER_PAGE }, (_, i) => {
    const f = firm(page, i, random)
    return `<article class="businessCapsule" data-natid="${f.id}" data-href="/biz/f-${f.id}/" itemscope itemtype="https://schema.org/Plumber"><h2 class="businessCapsule--name" itemprop="name">${f.name}</h2><span class="businessCapsule--classification">Plumbers</span><span class="business--telephoneNumber" itemprop="telephone">${f.phone}</span><span itemprop="streetAddress">${f.street},</span> <span itemprop="addressLocality">${f.town}</span> <span itemprop="postalCode">${f.postcode}</span><span class="starRating--average">${f.rating}</span><a class="businessCapsule--ctaItem" data-test="localBusiness--website" href="${f.website}">Website</a></article>`
  })
  return whole('', cards.join(''), random)
}

/** A page whose listings stand in one JSON-LD block. */
export const jsonLdPage = (page: number): string => {
  const random = seeded(page)
  const items = Array.from({ length: PER_PAGE }, (_, i) => {
    const f = firm(page, i, random)
    return {
      '@type': 'ListItem',
      position: i + 1,
      item: {
        '@type': 'Plumber',
        '@id': `https://directory.example/f/${f.id}`,
        name: f.name,
        telephone: f.phone,
        url: f.website,
        address: {
          '@type': 'PostalAddress',
          streetAddress: f.street,
          addressLocality: f.town,
          postalCode: f.postcode,
        },
        aggregateRating: { '@type': 'AggregateRating', ratingValue: f.rating },
      },
    }
  })
  const block = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: items,
  })
  return whole(`<script type="application/ld+json">${block}</script>`, '<main></main>', random)
}
