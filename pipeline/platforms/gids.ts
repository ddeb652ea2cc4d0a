import type { Element } from 'domhandler'
import type { Link, Page } from '../model/page.ts'
import type { Reading, Source } from '../source.ts'
import { absolute, distinct } from './address.ts'
import {
  address,
  contacts,
  economy,
  fax,
  hours,
  opening,
  rating,
  registers,
} from './gids-fields.ts'
import { goneOr, saysGone } from './gone.ts'
import { at, parseJson } from './json.ts'
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
} from './reading.ts'
import { canonical } from './structured.ts'
import {
  all,
  around,
  attribute,
  cardsIn,
  marked,
  type Node,
  one,
  parse,
  text,
  textAt,
} from './tree.ts'

/** One of the sites that FCR Media runs on the same pages. */
export interface Gids {
  readonly home: string
  /** Path words before trade and place: `/nl/zoeken/`. */
  readonly search: string
  readonly register: 'kvk' | 'kbo'
}

/** Hosts of the platform: their pages differ in nothing but the names in them. */
const HOSTS = ['goudengids.nl', 'goudengids.be', 'pagesdor.be']

/** The address of a firm's own page. */
const PROFILE = /\/(?:bedrijf|entreprise)\/.*\/L\d+/

const NONE = /geen (?:enkel )?resulta(?:at|ten)|aucun résultat|\b0 (?:resultaten|résultats)/i

/** Actions of a card that are known; a new one may be a new contact. */
const EVENTS = new Set([
  'call',
  'link',
  'email',
  'route',
  'share',
  'appointment',
  'menu',
  'order',
  'quote',
  'booking',
  'whatsapp',
])

/** The parts of a source's card that every site of the platform shares. */
export const gids = (
  site: Gids,
): Pick<Source, 'home' | 'hosts' | 'expect' | 'start' | 'read' | 'recognise'> => {
  const host = new URL(site.home).hostname.replace(/^www\./, '')
  return {
    home: site.home,
    hosts: [host],
    expect: {
      search: { cards: [20, 40], fill: { phones: 0.7, street: 0.6, town: 0.9, website: 0.2 } },
      detail: { cards: [1, 1] },
    },
    start: ({ what, where }) => [
      { kind: 'search', url: `${site.home}${site.search}${slug(what)}/${slug(where.name)}/` },
    ],
    read: {
      search: safely((page) => results(page, site)),
      detail: safely((page) => profile(page, site)),
    },
    recognise: ({ url, body }) => {
      if (!mostNamed(url || body, body).includes(host)) return undefined
      if (PROFILE.test(url) || marked(body, 'id', 'listing-title')) return 'detail'
      if (marked(body, 'id', 'profile') && /\bdata-id=["']?L\d/.test(body)) return 'detail'
      if (marked(body, 'class', 'result-item') || /data-small-result=/.test(body)) return 'search'
      if (marked(body, 'class', 'result-info__count') || marked(body, 'id', 'resultList-main'))
        return 'search'
      return /\/(?:zoeken|recherche)\//.test(url) ? 'search' : undefined
    },
  }
}

const slug = (words: string) =>
  encodeURIComponent(
    words
      .trim()
      .toLowerCase()
      .replace(/[\s/]+/g, '-'),
  )

/** The platform's host that an address names, or that a page names most. */
const mostNamed = (first: string, body: string): readonly string[] => {
  const named = HOSTS.find((host) => (first === body ? false : first.includes(host)))
  if (named !== undefined) return [named]
  const counts = HOSTS.map((host) => ({ host, times: body.split(host).length - 1 })).filter(
    ({ times }) => times > 0,
  )
  return counts
    .sort((a, b) => b.times - a.times)
    .slice(0, 1)
    .map(({ host }) => host)
}

const results = (page: Page, site: Gids): Reading => {
  const tree = parse(page.body)
  const items = cardsIn(tree, 'li.result-item, li[data-small-result]')
  const heading = textAt(tree, '.result-info__count .count, h1 .count')
  const total = heading === undefined ? undefined : Number(heading.replace(/\D/g, ''))
  if (items.length === 0)
    return !saysGone(tree) &&
      (total === 0 || one(tree, '.empty-state') !== undefined || NONE.test(text(tree) ?? ''))
      ? reading('empty', { total: 0, cards: 0 })
      : unknown('no result cards', page)
  const cards = readCards(items, (item) => card(item, page, site))
  const gone = silent(cards.listings, {
    phones: '[data-js-event=call]',
    town: '[data-yext=city]',
    postcode: '[data-yext=postal-code]',
  })
  return reading('ok', {
    ...cards,
    ...(total === undefined || total === 0 ? {} : { total }),
    links: [
      ...nextPage(tree, page, site),
      ...cards.listings.flatMap(({ url }) => (url === undefined ? [] : [{ kind: 'detail', url }])),
    ],
    unread: [...cards.unread, ...gone, ...newEvents(items)],
  })
}

const newEvents = (items: readonly Element[]) =>
  strangers(
    'data-js-event',
    items.flatMap((item) =>
      all(item, '[data-js-event]').flatMap((action) => attribute(action, 'data-js-event') ?? []),
    ),
    EVENTS,
  )

/** Words of a search, and the number of its page. */
const SEARCH =
  /(\/(?:zoeken|recherche)\/.*?|\/(?:bedrijven|entreprises)\/.*?)\/(?:(\d+)\/?)?(?:[?#]|$)/

/** The page number that is no link is the current one, or the address tells it; the next is the link that shows one more. */
const nextPage = (tree: Node, page: Page, { home }: Gids): readonly Link[] => {
  const [, words, number] = SEARCH.exec(page.url) ?? []
  const current = Number(textAt(tree, 'ul.flex.text-sm li.bg-blue-600') ?? number ?? 1)
  const numbered = (href: string | undefined) => {
    const found = SEARCH.exec(href ?? '')
    return found !== null && Number(found[2]) === current + 1 ? found[1] : undefined
  }
  const after =
    all(tree, 'ul.flex.text-sm a[href]').find(
      ({ attribs }) => numbered(attribs.href) !== undefined,
    ) ??
    all(tree, 'a[href]').find(
      ({ attribs }) => words !== undefined && numbered(attribs.href) === words,
    )
  const url = absolute(
    attribute(after ?? one(tree, 'link[rel="next"][href]'), 'href'),
    page.url,
    home,
  )
  return url === undefined ? [] : [{ kind: 'search', url, priority: 1 }]
}

const card = (item: Element, page: Page, { home }: Gids): Card => {
  const small = parseJson(item.attribs['data-small-result'] ?? '')
  const said = (key: string) => {
    const value = at(small, key)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const href =
    said('href') ??
    attribute(item, 'data-href') ??
    attribute(one(item, 'a[href*="/bedrijf/"], a[href*="/entreprise/"]'), 'href')
  const snippet = text(one(item, '.shortcut-traffic'))
  const link = textAt(item, '.shortcut-traffic a')
  return listing(
    {
      ref: attribute(item, 'data-id'),
      name: textAt(item, '[itemprop="name"]') ?? said('title'),
      url: absolute(href, page.url, home),
      categories: distinct([textAt(item, '.result-item__info span.text-gray-500')]),
      ...contacts(item, said('phone')),
      ...address(item),
      ...rating(item),
      description:
        link !== undefined && snippet?.endsWith(link)
          ? snippet.slice(0, -link.length).trim()
          : (snippet ?? textAt(item, '.result-item__description')),
      sponsored: item.attribs['data-paid'] === 'true' ? true : undefined,
      extra: facts({
        opening: opening(item),
        fax: fax(item),
        district: textAt(item, '[data-yext="city-district"]'),
      }),
    },
    () => text(item),
  )
}

/** What a profile without a frame of its own shows beside its heading; firms nearby show none of it. */
const SHOWN = [
  '[data-yext="postal-code"]',
  '[itemprop="telephone"]',
  '[data-phone-number]',
  '[data-ta="EmailBtnClick"]',
  '[data-toggle-contacts]',
  '#GO__categories',
  '#GO__single-activity',
]

/** The part of a page that is about the firm: its frame, or in Belgium what stands round its heading. */
const mainOf = (tree: Node, page: Page): Node | undefined => {
  const frame = one(tree, '#profile') ?? one(tree, '[itemtype*="LocalBusiness"]')
  if (frame !== undefined) return frame
  const heading =
    one(tree, 'h1#listing-title') ?? (PROFILE.test(page.url) ? one(tree, 'h1') : undefined)
  const known = SHOWN.some((selector) => one(tree, selector) !== undefined)
  return heading === undefined || !known ? undefined : around(tree, heading, SHOWN)
}

const profile = (page: Page, site: Gids): Reading => {
  const tree = parse(page.body)
  const main = mainOf(tree, page)
  if (main === undefined) return goneOr('no profile', tree, page)
  const read = readCards([main], () => {
    const crumbs = all(tree, '#breadcrumbs a[href]')
    const own = crumbs.at(-1)
    const register = economy(main)
    return listing({
      ref:
        ('attribs' in main ? attribute(main, 'data-id') : undefined) ??
        /\/(L\d+)\//.exec(
          `${page.url} ${canonical(page.body) ?? ''} ${own?.attribs.href ?? ''}`,
        )?.[1],
      name: textAt(main, 'h1[itemprop="name"], h1, [itemprop="name"]'),
      url: absolute(
        [own?.attribs.href, page.url, canonical(page.body)].find((href) =>
          /\/L\d+/.test(href ?? ''),
        ),
        page.url,
        site.home,
      ),
      categories: distinct([
        text(
          crumbs.find((crumb) =>
            /\/(?:bedrijven|entreprises)\/[^/]+\/?$/.test(crumb.attribs.href ?? ''),
          ),
        ),
        attribute(one(tree, '#competitor-filters [data-what]'), 'data-what'),
        textAt(main, 'a.category span, a.category'),
      ]).slice(0, 1),
      ...contacts(main),
      ...address(main),
      ...rating(main),
      hours: hours(main),
      description:
        textAt(main, '.profile__main .toggle-box__content') ??
        textAt(main, '.toggle-box__content') ??
        textAt(main, '#GO__single-activity'),
      sponsored: 'attribs' in main && main.attribs['data-paid'] === 'true' ? true : undefined,
      registers: registers(main, register, site.register),
      status: /inactief|stopgezet|opgeheven|cess|inacti/i.test(
        register.Status ?? register.Statut ?? '',
      )
        ? 'closed'
        : undefined,
      extra: facts({
        ...register,
        fax: fax(main),
        district: textAt(main, '[data-yext="city-district"]'),
      }),
    })
  })
  return reading(read.listings.length > 0 ? 'ok' : 'unknown', read)
}
