import type { Element } from 'domhandler'
import { absolute, distinct, sites, unwrapped } from './address.ts'
import { statusOf } from './maps-json.ts'
import { type Card, facts, listing } from './reading.ts'
import { all, attribute, one, text, textAt, textsAt } from './tree.ts'

/** Where the addresses of cards and places belong. */
export const HOME = 'https://www.google.com'

const SPONSORED = /^(?:sponsored|gesponsord|sponsoris[ée]|advertentie|annonce|ad)$/i

/** What the address of a place carries: its ids and its point. */
export const inLink = (href: string) => ({
  placeId: /!19s(ChIJ[\w-]+)/.exec(href)?.[1],
  featureId: /!1s(0x[\da-f]+:0x[\da-f]+)/.exec(href)?.[1],
  lat: numberIn(/!3d(-?\d+(?:\.\d+)?)/.exec(href)?.[1]),
  lon: numberIn(/!4d(-?\d+(?:\.\d+)?)/.exec(href)?.[1]),
})

const numberIn = (raw: string | undefined): number | undefined => {
  const value = raw === undefined ? Number.NaN : Number(raw)
  return Number.isFinite(value) ? value : undefined
}

/** Icons of the page's own font stand in private code points. */
const isIcon = (token: string) => /^[\ue000-\uf8ff\s]*$/.test(token)
const isPrice = (token: string) =>
  /^(?:[$€£]{1,4}|[$€£]?\s?\d+\s?[–-]\s?[$€£]?\s?\d+(?:\s?[$€£])?|[$€£]\d+\+?)$/.test(token)
/** What a card says of now (`Closed`, `Opens 8 AM`), told from a category such as `Openluchtmuseum` by its whole word. */
const isState = (token: string) =>
  /^(?:open|opens|opening|closed|closes|closing|temporarily closed|permanently closed|geopend|gesloten|opent|sluit|tijdelijk gesloten|permanent gesloten|ouvert|ouvre|ferm[ée]|d[ée]finitivement ferm[ée]|temporairement ferm[ée])(?![\p{L}-])/iu.test(
    token,
  )
/** A number by itself is no address. */
const isPhone = (token: string) => /^\+?[\d(][\d\s().-]{6,}$/.test(token)
/** Praise that Google puts between the facts. */
const isPraise = (token: string) =>
  /years? in business|jaar (?:in bedrijf|actief)|ans d.activité/i.test(token)

/** A card of the list of results. */
export const card = (item: Element): Card => {
  const link = one(item, 'a.hfpxzc[href]')
  const href = attribute(link, 'href') ?? ''
  const { placeId, featureId, lat, lon } = inLink(href)
  const name =
    attribute(link, 'aria-label') ?? attribute(item, 'aria-label') ?? textAt(item, '.qBF1Pd')
  const lines = all(item, '.W4Efsd .W4Efsd').map(tokensOf)
  const [first = [], ...others] = lines
  const known = first.filter((token) => !isPrice(token) && !isPraise(token) && !isPhone(token))
  const state = others.flat().filter(isState)
  const description = others.find(
    (tokens) =>
      tokens.length === 1 &&
      !isState(tokens[0] ?? '') &&
      !isPraise(tokens[0] ?? '') &&
      tokens[0] !== textAt(item, '.UsdlK'),
  )
  return listing(
    {
      ref: placeId ?? featureId,
      name,
      url: absolute(href.replace(/\?.*$/, ''), HOME, HOME),
      categories: distinct(known.slice(0, 1)),
      address: known.length > 1 ? known.at(-1) : undefined,
      phones: distinct(textsAt(item, '.UsdlK')),
      ...sites([unwrapped(attribute(one(item, 'a.lcr4fd[href]'), 'href'))]),
      lat,
      lon,
      ...stars(textAt(item, '.MW4etd'), textAt(item, '.UY7F9')),
      description: description?.[0],
      status: statusOf(state.join(' ')),
      sponsored: all(item, 'h1[aria-label], .kpih0e').some((label) =>
        SPONSORED.test(attribute(label, 'aria-label') ?? text(label) ?? ''),
      )
        ? true
        : undefined,
      extra: facts({
        featureId: placeId === undefined ? undefined : featureId,
        opening: state.join(' · '),
        price:
          lines.flat().find(isPrice) ??
          textAt(item, '.AJB7ye')
            ?.split('·')
            .map((part) => part.trim())
            .find(isPrice),
      }),
    },
    () => text(item),
  )
}

/** A line of a card, cut at its middle dots, icons left out. */
const tokensOf = (line: Element): readonly string[] =>
  (text(line) ?? '')
    .split(/\s*·\s*/)
    .map((token) => token.trim())
    .filter((token) => !isIcon(token))

/** Ratings are shown in the page's language (`4,7`); the number of reviews is missing in the limited view. */
export const stars = (rating: string | undefined, count: string | undefined) => {
  const average = Number.parseFloat((rating ?? '').replace(',', '.'))
  const digits = /\d[\d.,\s]*/.exec(count ?? '')?.[0].replace(/\D/g, '')
  return {
    rating: Number.isFinite(average) ? average : undefined,
    reviews: digits === undefined ? undefined : Number(digits),
  }
}
