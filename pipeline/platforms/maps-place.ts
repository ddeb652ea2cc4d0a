import type { Page } from '../model/page.ts'
import { absolute, distinct, sites, unwrapped } from './address.ts'
import { HOME, inLink, stars } from './maps-card.ts'
import { statusOf } from './maps-json.ts'
import { type Card, facts, listing } from './reading.ts'
import { all, attribute, cardsIn, type Node, one, text, textAt, textsAt } from './tree.ts'
import { weekOf } from './week.ts'

/** The business of a place page; undefined when the page shows none. Others "at this place" are not it. */
export const placeOn = (tree: Node, page: Page): Card | undefined => {
  const heading = one(tree, 'h1.DUwDvf')
  if (heading === undefined) return undefined
  const own = ownLink(page)
  const { placeId, featureId, lat, lon } = inLink(own)
  const said = (id: string) => textAt(tree, `[data-item-id="${id}"] .Io6YTe`)
  const phone = attribute(one(tree, '[data-item-id^="phone:tel:"]'), 'data-item-id')?.slice(
    'phone:tel:'.length,
  )
  const state = textAt(tree, '.ZDu9vd, .o0Svhf')
  const ref = placeId ?? featureId ?? idWithin(page.body)
  return listing({
    ref,
    name: text(heading),
    url: own === '' ? placeUrl(page, ref) : absolute(own.replace(/\?.*$/, ''), HOME),
    categories: distinct(textsAt(tree, 'button.DkEaL')).slice(0, 1),
    address: said('address'),
    phones: distinct([phone]),
    ...sites([unwrapped(attribute(one(tree, 'a[data-item-id="authority"]'), 'href'))]),
    lat,
    lon,
    ...stars(textAt(tree, '.F7nice [aria-hidden="true"]'), reviewed(tree)),
    hours: week(tree),
    description: textAt(tree, '.PYvSYb'),
    status: statusOf(state),
    extra: facts({
      featureId: placeId === undefined ? undefined : featureId,
      plusCode: said('oloc'),
      locatedIn: said('locatedin'),
    }),
  })
}

/** Beside the stars stands the number of reviews; stars of other places on the page do not count. */
const reviewed = (tree: Node): string | undefined =>
  all(tree, '.F7nice [role="img"][aria-label]')
    .map((image) => attribute(image, 'aria-label'))
    .find((label) => /review|recensi|avis/i.test(label ?? ''))

/** The place's own address, from the page's address or its script; the map's centre is the visitor's. */
const ownLink = ({ url, body }: Page): string => {
  if (/!1s0x/.test(url)) return decoded(url)
  const script = /window\.ES5DGURL='([^']+)'/
    .exec(body)?.[1]
    ?.replace(/\\x([\da-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  return script === undefined ? '' : `${HOME}${script}`
}

const decoded = (url: string): string => {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}

/** The address a place is known by where the page does not carry its own. */
const placeUrl = ({ url }: Page, ref: string | undefined): string | undefined =>
  /\/maps\/place\//.test(url)
    ? url.replace(/\?.*$/, '')
    : ref?.startsWith('ChIJ')
      ? `${HOME}/maps/place/?q=place_id:${ref}`
      : undefined

/** The place id that the page names most. */
const idWithin = (body: string): string | undefined => {
  const counts = new Map<string, number>()
  for (const [id] of body.matchAll(/ChIJ[\w-]{20,30}/g)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** The week stands in a table, or (older pages) in the label of its box: `Thursday, 10 AM to 8 PM; Friday, …`. */
const week = (tree: Node): string | undefined => {
  const rows = cardsIn(one(tree, 'table.eK4R0e') ?? tree, 'tr.y0skZc').flatMap((row) => {
    const [day = ''] = (textAt(row, 'td') ?? '').split(/[\s(]/)
    const words =
      textsAt(row, 'li').join(', ') || attribute(one(row, 'td[aria-label]'), 'aria-label')
    return words === undefined ? [] : [[day, words] as const]
  })
  if (rows.length > 0) return weekOf(rows)
  const label = attribute(one(tree, '.t39EBf[aria-label]'), 'aria-label') ?? ''
  return weekOf(
    label.split(/;\s*/).flatMap((part) => {
      const [, day, words] = /^(\p{L}+)[^,]*,\s*([^.]+(?:[ap]\.m\.[^.]*)*)/u.exec(part) ?? []
      return day === undefined || words === undefined ? [] : [[day, words] as const]
    }),
  )
}
