import { absolute, distinct, sites, unwrapped } from './address.ts'
import { at, parseJson } from './json.ts'
import { type Card, facts, listing, unread } from './reading.ts'
import { assigned } from './script.ts'
import { oneLine } from './tree.ts'
import { dayNumbered, weekOf } from './week.ts'

/**
 * The answers that Google Maps loads while it shows a page: arrays without names, read by index. The first line
 * `)]}'` is a guard, and some answers are the text of a field `d` of an object.
 */
export const mapsJson = (body: string): unknown => {
  const bare = body.trimStart().replace(/^\)\]\}'\s*/, '')
  const json = parseJson(bare.replace(/\/\*""\*\/\s*$/, ''))
  const wrapped = at(json, 'd')
  return typeof wrapped === 'string' ? parseJson(wrapped.replace(/^\)\]\}'\s*/, '')) : json
}

const isPlace = (value: unknown): boolean =>
  Array.isArray(value) && typeof value[11] === 'string' && value[11] !== ''

/** The place of a place answer; undefined when it is none. */
export const placeOf = (json: unknown): unknown => (isPlace(at(json, 6)) ? at(json, 6) : undefined)

/** The places of an answer to a search, sponsored first; undefined when it is no such answer. */
export const placesOf = (
  json: unknown,
): readonly { readonly place: unknown; readonly sponsored: boolean }[] | undefined => {
  const newer = at(json, 64)
  if (Array.isArray(newer))
    return newer.flatMap((entry) => [
      ...(isPlace(at(entry, 5, 15)) ? [{ place: at(entry, 5, 15), sponsored: true }] : []),
      ...(isPlace(at(entry, 1)) ? [{ place: at(entry, 1), sponsored: false }] : []),
    ])
  const list = at(json, 0, 1)
  if (!Array.isArray(list)) return undefined
  return list.flatMap((entry) =>
    Array.isArray(at(entry, 14)) ? [{ place: at(entry, 14), sponsored: false }] : [],
  )
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? oneLine(
        value.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        ),
      )
    : undefined

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

/** A place by its indices; what a signed-out or limited view leaves out is absent. */
export const placeCard = (place: unknown, sponsored = false): Card => {
  const name = text(at(place, 11))
  if (name === undefined) return { unread: unread('place', 'no name at index 11') }
  const [placeId, featureId] = [text(at(place, 78)), text(at(place, 10))]
  const status = text(at(place, 34, 4, 4)) ?? text(at(place, 203, 1, 4, 0))
  const whole = text(at(place, 39)) ?? text(at(place, 18))?.replace(`${name}, `, '')
  const link = [at(place, 42), at(place, 27)]
    .map((value) => absolute(text(value), 'https://www.google.com'))
    .find(Boolean)
  return listing({
    ref: placeId ?? featureId,
    name,
    url:
      link ??
      (placeId === undefined
        ? undefined
        : `https://www.google.com/maps/place/?q=place_id:${placeId}`),
    categories: distinct([at(place, 13)].flat().map(text)),
    phones: distinct([
      text(at(place, 178, 0, 1, 1, 0)) ?? text(at(place, 178, 0, 0)) ?? text(at(place, 178, 0, 3)),
    ]),
    ...sites([unwrapped(text(at(place, 7, 0)))]),
    street: text(at(place, 183, 1, 1)) ?? text(at(place, 183, 1, 2)),
    town: text(at(place, 183, 1, 3)),
    postcode: text(at(place, 183, 1, 4)),
    county: text(at(place, 183, 1, 5)),
    country: text(at(place, 183, 1, 6)) ?? text(at(place, 243)),
    address: whole,
    lat: number(at(place, 9, 2)),
    lon: number(at(place, 9, 3)),
    hours: hoursIn(at(place, 203, 0)) ?? hoursIn(at(place, 34, 1)),
    rating: number(at(place, 4, 7)),
    reviews: number(at(place, 4, 8)),
    description: text(at(place, 32, 1, 1)) ?? text(at(place, 154, 0, 0)),
    status: statusOf(status),
    sponsored: sponsored ? true : undefined,
    extra: facts({
      featureId: placeId === undefined ? undefined : featureId,
      price: text(at(place, 4, 2)),
      plusCode: text(at(place, 183, 2, 2, 0)),
    }),
  })
}

/** What the words of a place's state say of its life; `Closed ⋅ Opens 9 AM` is not about that. */
export const statusOf = (words: string | undefined): 'closed' | 'temporarily-closed' | undefined =>
  /permanently closed|permanent gesloten|d[ée]finitivement ferm[ée]|ferm[ée] d[ée]finitivement/i.test(
    words ?? '',
  )
    ? 'closed'
    : /temporarily closed|tijdelijk gesloten|temporairement ferm[ée]|ferm[ée] temporairement/i.test(
          words ?? '',
        )
      ? 'temporarily-closed'
      : undefined

/** Signed-out answers hold today only, which is no week. */
const WHOLE_WEEK = 7

/** Both layouts of a week: `[day, number, date, [[words, [[h, m], [h, m]]]]]` and `[day, [words], …, [[h, m, h, m]]]`. */
const hoursIn = (days: unknown): string | undefined => {
  if (!Array.isArray(days) || days.length < WHOLE_WEEK) return undefined
  return weekOf(
    days.flatMap((entry) => {
      const day = dayNumbered(number(at(entry, 1)) ?? weekday(at(entry, 4)))
      const slots = Array.isArray(at(entry, 3))
        ? [at(entry, 3)].flat().map((slot) => [at(slot, 1, 0), at(slot, 1, 1)])
        : [at(entry, 6)]
            .flat()
            .map((slot) => (Array.isArray(slot) ? [slot.slice(0, 2), slot.slice(2, 4)] : []))
      const open = slots.flatMap(([from, to]) =>
        Array.isArray(from) && Array.isArray(to) ? [`${time(from)}-${time(to)}`] : [],
      )
      return day === undefined ? [] : [[day, open.length > 0 ? open.join(',') : 'off'] as const]
    }),
  )
}

/** `[9, 30]`, `[9]`, and `[]` for midnight. */
const time = ([hour = 0, minute = 0]: readonly unknown[]): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** Weekday (1 Monday … 7 Sunday) of a date `2024-12-14`, by Zeller's congruence. */
const weekday = (date: unknown): number | undefined => {
  const [, y, m, d] = (typeof date === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) : null) ?? []
  if (y === undefined || m === undefined || d === undefined) return undefined
  const month = Number(m) < 3 ? Number(m) + 12 : Number(m)
  const year = Number(m) < 3 ? Number(y) - 1 : Number(y)
  const sinceSaturday =
    (Number(d) +
      Math.floor((13 * (month + 1)) / 5) +
      year +
      Math.floor(year / 4) -
      Math.floor(year / 100) +
      Math.floor(year / 400)) %
    7
  return ((sinceSaturday + 5) % 7) + 1
}

/**
 * Pages saved before their script ran hold no cards, but (until late 2025) the first answer in their state: the texts
 * of `APP_INITIALIZATION_STATE[3]` that begin with the guard `)]}'`.
 */
export const stateOf = (
  body: string,
): { readonly place?: unknown; readonly places?: ReturnType<typeof placesOf> } => {
  if (!body.includes('APP_INITIALIZATION_STATE') || !body.includes('ChIJ')) return {}
  const held = at(assigned(body, 'window.APP_INITIALIZATION_STATE'), 3)
  const answers = Object.values(held ?? {})
    .filter((one): one is string => typeof one === 'string' && one.startsWith(")]}'"))
    .map(mapsJson)
  const place = answers.map(placeOf).find((one) => one !== undefined)
  const places = answers.map((one) => placesOf(one) ?? []).find((list) => list.length > 0)
  return { ...(place === undefined ? {} : { place }), ...(places === undefined ? {} : { places }) }
}
