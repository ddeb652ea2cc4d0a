import type { Link, Page } from '../model/page.ts'
import type { Reader, Reading } from '../source.ts'
import { absolute } from './address.ts'
import { businessOf, isBusiness, maybeFirm } from './business.ts'
import { goneOr, saysGone } from './gone.ts'
import { type Card, readCards, reading, safely, unknown } from './reading.ts'
import { canonical, jsonLd, microdata, type Thing, typesOf } from './structured.ts'
import { all, attribute, type Node, nextTag, one, parse, text } from './tree.ts'

/** What a directory that states its businesses as schema.org data needs to say about itself. */
export interface Directory {
  readonly home: string
  /** Host whose own addresses are profiles, never a business's website. */
  readonly host: string
  /** Words by which a page of results says that there are none. */
  readonly none?: RegExp
  /** Link to the next page of results. */
  readonly next?: string
  /** The id in a profile's address, as the first group; the whole path without it. */
  readonly ref?: RegExp
  /** Links to profiles, where the structured data does not carry them. */
  readonly profiles?: string
}

/** Reads a page of results from its JSON-LD, or from its microdata where it has none. */
export const structuredSearch = (directory: Directory): Reader =>
  safely((page) => {
    const { businesses, tree, unread } = structured(page, isBusiness)
    const read = readCards(businesses, (thing) =>
      isPublisher(thing, directory)
        ? { left: 'publisher' }
        : renumbered(businessOf(thing, page.url, directory.host), directory),
    )
    const links = follow(tree, page, directory, read)
    const issues = [...unread, ...read.unread]
    if (read.listings.length > 0 || links.some(({ kind }) => kind === 'detail'))
      return reading('ok', { ...read, links, unread: issues })
    return directory.none?.test(text(tree()) ?? '') === true && !saysGone(tree())
      ? reading('empty', { cards: 0, total: 0, unread: issues })
      : { ...unknown('no businesses in structured data', page), unread: issues }
  })

/** Reads a business's own page: the thing that the page is about, organisations included. */
export const structuredDetail = (directory: Directory): Reader =>
  safely((page) => {
    const { businesses, tree, unread } = structured(page, maybeFirm)
    const url = absolute(canonical(page.body), page.url, directory.home) ?? page.url
    const thing =
      businesses.filter((one) => !isPublisher(one, directory)).find(isBusiness) ??
      businesses.find((one) => !isPublisher(one, directory))
    if (thing === undefined)
      return { ...goneOr('no business in structured data', tree(), page), unread }
    const read = readCards([thing], (found) =>
      renumbered(
        businessOf({ ...found, '@id': undefined, mainEntityOfPage: url }, url, directory.host),
        directory,
      ),
    )
    return reading(read.listings.length > 0 ? 'ok' : 'unknown', {
      ...read,
      unread: [...unread, ...read.unread],
    })
  })

const structured = (page: Page, wanted: (thing: Thing) => boolean) => {
  let parsed: Node | undefined
  const tree = () => {
    parsed ??= parse(page.body)
    return parsed
  }
  const { things, unread } = jsonLd(page.body)
  const found = things.filter(wanted)
  return { businesses: found.length > 0 ? found : microdata(tree()).filter(wanted), tree, unread }
}

const renumbered = (card: Card, { ref }: Directory): Card => {
  const id = 'listing' in card ? ref?.exec(card.listing.url ?? '')?.[1] : undefined
  return 'listing' in card && id !== undefined ? { listing: { ...card.listing, ref: id } } : card
}

/** The directory's own entry: its address is the directory's front page. */
const isPublisher = (thing: Thing, { home }: Directory): boolean => {
  const url = typeof thing.url === 'string' ? absolute(thing.url, home) : undefined
  return (
    url !== undefined &&
    new URL(url).origin === new URL(home).origin &&
    new URL(url).pathname === '/' &&
    !typesOf(thing).includes('ListItem')
  )
}

/** The link that is marked as the next page; only its own tag is parsed, since that is all a page with JSON-LD is asked for. */
const NEXT = '[rel~="next" i][href]'

const follow = (
  tree: () => Node,
  page: Page,
  directory: Directory,
  read: Pick<Reading, 'listings'>,
): readonly Link[] => {
  const at = (href: string | undefined, kind: string, priority: number): readonly Link[] => {
    const url = absolute(href, page.url, directory.home)
    return url === undefined ? [] : [{ kind, url, priority }]
  }
  const next = directory.next === undefined ? nextTag(page.body, NEXT) : one(tree(), directory.next)
  const profiles = [
    ...read.listings.map(({ url }) => url),
    ...(directory.profiles === undefined
      ? []
      : all(tree(), directory.profiles).map((link) => attribute(link, 'href'))),
  ]
  const details = profiles.flatMap((href) => at(href, 'detail', 0))
  return [
    ...at(attribute(next, 'href'), 'search', 1),
    ...new Map(details.map((link) => [link.url, link])).values(),
  ]
}
