import type { Listing, RegisterNumbers } from '../model/listing.ts'
import { distinct, email, sites, withoutCampaign } from './address.ts'
import { at, parseJson } from './json.ts'
import { facts, type Loose, shown } from './reading.ts'
import { all, attribute, briefly, type Node, one, text, textAt } from './tree.ts'
import { weekOf } from './week.ts'

const hrefs = (within: Node, selector: string): readonly string[] =>
  all(within, selector).flatMap((link) => attribute(link, 'href') ?? [])

/** Belgian pages carry their numbers in an attribute (`multi` where a list follows) or mark them up. */
const marked = (within: Node): readonly (string | undefined)[] => [
  ...all(within, '[data-phone-number]').map((item) => attribute(item, 'data-phone-number')),
  ...all(within, '[itemprop="telephone"]').map(
    (item) => attribute(item, 'content') ?? briefly(item),
  ),
]

/**
 * Phones, addresses and links of a card or profile. Dutch pages: the attribute of every phone of a card repeats the
 * main number, the text holds the one that is meant. Belgian pages: plain `tel:` and `mailto:` links.
 */
export const contacts = (within: Node, main?: string): Loose<Listing> => {
  const actions = (event: string) =>
    all(within, `[data-js-event="${event}"]`).map((action) => ({
      shown: briefly(action),
      value: attribute(action, 'data-js-value'),
    }))
  const phone = (raw: string | undefined) =>
    (raw ?? '').replace(/\D/g, '').length >= 8 ? raw : undefined
  const calls = actions('call')
  const faxes = calls.filter((call) => /fax/i.test(call.shown ?? ''))
  const dialled = all(within, 'a[href^="tel:"]')
    .filter((link) => !/fax/i.test(briefly(link) ?? ''))
    .map((link) => attribute(link, 'href')?.slice(4))
  const linked = [
    ...actions('link').map(({ shown: words, value }) =>
      words?.includes('.') && !words.includes(' ') ? words : value,
    ),
    ...hrefs(
      within,
      'a[href*="utm_source=fcrmedia"], [data-toggle-contacts="link"] a[href^="http"]',
    ),
  ]
  return {
    phones: distinct([
      phone(main),
      ...dialled,
      ...calls
        .filter((call) => !faxes.includes(call))
        .map((call) => phone(call.shown) ?? phone(call.value)),
      ...marked(within).map(phone),
    ]),
    emails: distinct([
      ...actions('email').map(({ shown: words, value }) => email(words) ?? email(value)),
      ...hrefs(within, 'a[href^="mailto:"]').map(email),
    ]),
    ...sites([
      ...linked.map((url) => (url === undefined ? undefined : withoutCampaign(url))),
      ...all(within, 'a[data-ta="SocialLinkClick"][href]').map((link) => attribute(link, 'href')),
    ]),
  }
}

/** A number that the page calls a fax. */
export const fax = (within: Node): string | undefined =>
  all(within, '[data-js-event="call"]')
    .map((action) => /fax\W*([+\d][\d\s().-]{6,})/i.exec(briefly(action) ?? '')?.[1])
    .find((number) => number !== undefined)

/** Street, postcode and town by their marks, the point from the map's data; 0/0 is no point. */
export const address = (within: Node): Loose<Listing> => {
  const place = [within, one(within, '[data-location]')]
    .map((node) =>
      node !== undefined && 'attribs' in node
        ? parseJson(node.attribs['data-location'] ?? '')
        : undefined,
    )
    .find((json) => json !== undefined)
  const [lat, lon] = [Number(at(place, 'latitude')), Number(at(place, 'longitude'))]
  const placed = Number.isFinite(lat) && Number.isFinite(lon) && (lat !== 0 || lon !== 0)
  return {
    street: textAt(within, '[data-yext="street"]'),
    postcode: textAt(within, '[data-yext="postal-code"]'),
    town: textAt(within, '[data-yext="city"]'),
    county: undefined,
    lat: placed ? lat : undefined,
    lon: placed ? lon : undefined,
  }
}

/** `data-rating-avg` is 0 on every card; the rating shown is the review site's, out of ten. */
export const rating = (within: Node): Loose<Listing> => {
  const link = one(within, 'a[href*="klantenvertellen"], a[href*="kiyoh"]')
  const words = link === undefined ? [] : (text(link) ?? '').split(' ')
  const average = Number((words[0] ?? '').replace(',', '.'))
  const count = /(\d[\d.]*)\s*(?:reviews?|beoordelingen|avis)/i.exec(text(link) ?? '')?.[1]
  const meta = (name: string) =>
    Number(attribute(one(within, `meta[itemprop="${name}"]`), 'content')?.replace(',', '.'))
  if (words.length === 0 && meta('ratingValue') > 0)
    return {
      rating: meta('ratingValue'),
      reviews: meta('ratingCount') || meta('reviewCount') || undefined,
    }
  const own = 'attribs' in within ? Number(within.attribs['data-rating-avg']) : 0
  if (words.length > 0 && average > 0)
    return {
      rating: average,
      ratingBest: 10,
      reviews: count === undefined ? undefined : Number(count.replaceAll('.', '')),
    }
  return own > 0 && 'attribs' in within
    ? { rating: own, reviews: Number(within.attribs['data-rating-cnt']) || undefined }
    : {}
}

/** Today's state and hours; the whole week stands on the profile only. */
export const opening = (within: Node): string | undefined =>
  [textAt(within, '.opening__hours__state'), textAt(within, '.open_hours')]
    .filter(Boolean)
    .join(' ') || undefined

/** The labelled facts of the register, under the page's own labels: `#economic-data`, in Belgium `#GO__categories`. */
export const economy = (main: Node): Readonly<Record<string, string>> =>
  facts(
    Object.fromEntries(
      all(main, '#economic-data li, #GO__categories li').flatMap((row) => {
        const [, label, value] = /^([^:]{2,60}):\s*(.+)$/.exec(briefly(row) ?? '') ?? []
        return label === undefined || value === undefined || /\{\d\}/.test(value)
          ? []
          : [[label.trim(), value.trim()]]
      }),
    ),
  )

const KBO =
  /(?:ondernemingsnummer|num[ée]ro d.entreprise|kbo|bce|btw|tva)[^\d]{0,20}(?:BE\s*)?([01]?\d{3}[. ]?\d{3}[. ]?\d{3})\b/i

/** The firm's own number, from the profile; the footer's is the publisher's. */
export const registers = (
  main: Node,
  register: Readonly<Record<string, string>>,
  kept: 'kvk' | 'kbo',
): RegisterNumbers => {
  if (kept === 'kvk') {
    const label = Object.keys(register).find((key) => /^kvk/i.test(key))
    return shown({
      kvk: label === undefined ? undefined : /\d{8}/.exec(register[label] ?? '')?.[0],
    })
  }
  const words = [...all(main, '#economic-data, #GO__categories').map(briefly), text(main)].find(
    (said) => KBO.test(said ?? ''),
  )
  const digits = KBO.exec(words ?? '')?.[1]?.replace(/\D/g, '')
  return shown({ kbo: digits?.padStart(10, '0') })
}

/** The week of a profile's table of hours. */
export const hours = (main: Node): string | undefined =>
  weekOf(
    all(main, '.oh-table__am').flatMap((am) => {
      const row = am.parent?.parent
      if (row === null || row === undefined || !('children' in row)) return []
      const [day = '', ...words] = (briefly(row) ?? '').split(' ')
      return [[day, words.join(' ')] as const]
    }),
  )
