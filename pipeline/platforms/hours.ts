import { at } from './json.ts'

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su', 'PH'] as const
type Day = (typeof DAYS)[number]

const NAMES: Readonly<Record<string, Day>> = {
  monday: 'Mo',
  tuesday: 'Tu',
  wednesday: 'We',
  thursday: 'Th',
  friday: 'Fr',
  saturday: 'Sa',
  sunday: 'Su',
  publicholidays: 'PH',
  maandag: 'Mo',
  dinsdag: 'Tu',
  woensdag: 'We',
  donderdag: 'Th',
  vrijdag: 'Fr',
  zaterdag: 'Sa',
  zondag: 'Su',
  lundi: 'Mo',
  mardi: 'Tu',
  mercredi: 'We',
  jeudi: 'Th',
  vendredi: 'Fr',
  samedi: 'Sa',
  dimanche: 'Su',
}

/** The OSM day of a weekday's name in English, Dutch or French, or of a schema.org day address. */
export const dayOf = (word: string): Day | undefined => {
  const name = word
    .trim()
    .toLowerCase()
    .replace(/^.*[/:#]/, '')
    .replace(/\.$/, '')
  return (
    NAMES[name] ??
    DAYS.find((day) => day.toLowerCase() === name) ??
    NAMES[Object.keys(NAMES).find((full) => name.length >= 3 && full.startsWith(name)) ?? '']
  )
}

/** The OSM day of a number from 1 (Monday) to 7 (Sunday). */
export const dayNumbered = (number: number | undefined): Day | undefined =>
  number === undefined || number > 7 ? undefined : DAYS[number - 1]

/**
 * Opening hours as people read them, for one day: `10 AM–8 PM`, `9:00 - 12:00 13:00 - 17:30`, `Open 24 hours`,
 * `Closed` in English, Dutch or French. Undefined for words that say neither.
 */
export const spokenHours = (day: Day, words: string): readonly Opening[] | undefined => {
  if (/24 (?:hours|uur)|24\s*h\/24|24 heures/i.test(words))
    return [{ day, from: '00:00', to: '24:00' }]
  const span =
    /(\d{1,2}(?:[:.h]\d{2})?)\s*([ap]\.?m\.?)?\s*(?:[-\u2013\u2014]|to|tot|\u00e0)\s*(\d{1,2}(?:[:.h]\d{2})?)\s*([ap]\.?m\.?)?/gi
  const open = [...words.matchAll(span)].flatMap(([, from = '', before, to = '', after]) => {
    const [opens, closes] = [
      clock(`${from} ${before ?? after ?? ''}`),
      clock(`${to} ${after ?? ''}`),
    ]
    return opens === undefined || closes === undefined ? [] : [{ day, from: opens, to: closes }]
  })
  if (open.length > 0) return open
  return /closed|gesloten|ferm[ée]/i.test(words) ? [{ day }] : undefined
}

/** One opening interval, times as `HH:MM`; a day without intervals is closed. */
export interface Opening {
  readonly day: Day
  readonly from?: string
  readonly to?: string
}

/** Opening intervals in OSM syntax: `Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-16:00; Su off`. Undefined for none. */
export const osmHours = (openings: readonly Opening[]): string | undefined => {
  const days = DAYS.flatMap((day) => {
    const own = openings.filter((opening) => opening.day === day)
    if (own.length === 0) return []
    const open = own.flatMap(({ from, to }) =>
      from === undefined || to === undefined ? [] : [`${from}-${to === '00:00' ? '24:00' : to}`],
    )
    return [{ day, times: open.length === 0 ? 'off' : [...new Set(open)].sort().join(',') }]
  })
  const runs: { first: Day; last: Day; times: string }[] = []
  for (const { day, times } of days) {
    const run = runs.at(-1)
    const follows =
      run !== undefined && DAYS.indexOf(day) === DAYS.indexOf(run.last) + 1 && day !== 'PH'
    if (run !== undefined && follows && run.times === times) run.last = day
    else runs.push({ first: day, last: day, times })
  }
  const said = runs.map(
    ({ first, last, times }) => `${first === last ? first : `${first}-${last}`} ${times}`,
  )
  return said.length === 0 ? undefined : said.join('; ')
}

/** `9`, `9:00`, `9.00`, `0900`, `9:00 AM`, `17u30`, `17h30`, `T09:00:00Z` as `HH:MM`. */
export const clock = (raw: string): string | undefined => {
  const found =
    /^\s*T?(\d{1,2})(?:[:.uh]?(\d{2}))?(?::\d{2})?(?:[+-]\d{2}:?\d{2}|Z)?\s*([ap]\.?m\.?)?\s*(?:uur|h)?\s*$/i.exec(
      raw,
    )
  if (found === null) return undefined
  const [, hour = '', minute = '00', half] = found
  const late =
    /^p/i.test(half ?? '') && Number(hour) < 12
      ? 12
      : /^a/i.test(half ?? '') && hour === '12'
        ? -12
        : 0
  const value = Number(hour) + late
  return value > 24 || Number(minute) > 59
    ? undefined
    : `${String(value).padStart(2, '0')}:${minute}`
}

/** schema.org `openingHoursSpecification` (one or many) in OSM syntax. */
export const specifiedHours = (specification: unknown): string | undefined =>
  osmHours(
    [specification].flat().flatMap((one) => {
      const days = [at(one, 'dayOfWeek')].flat().flatMap((day) => {
        const word = typeof day === 'string' ? day : (at(day, 'name') ?? at(day, '@id'))
        return (typeof word === 'string' ? dayOf(word) : undefined) ?? []
      })
      const [from, to] = ['opens', 'closes'].map((key) => {
        const time = at(one, key)
        return typeof time === 'string' ? clock(time) : undefined
      })
      const closed =
        from === undefined ||
        to === undefined ||
        (from === to &&
          from === '00:00' &&
          at(one, 'closes') === at(one, 'opens') &&
          !/T?00:00/.test(String(at(one, 'opens'))))
      return days.map((day) => (closed ? { day } : { day, from, to }))
    }),
  )
