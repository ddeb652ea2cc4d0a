import { DAYS, type Day, type Token, tokens } from './hours/tokens.ts'
import { plain } from './plain.ts'
import { remember } from './remember.ts'

/** Spans of a day: `09:00-17:00`; empty is closed. */
type Week = Map<Day, readonly string[]>

const daysBetween = (from: Day, to: Day): readonly Day[] => {
  const start = DAYS.indexOf(from)
  const length = ((DAYS.indexOf(to) - start + 7) % 7) + 1
  return Array.from({ length }, (_, i) => DAYS[(start + i) % 7] ?? from)
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

type Time = Extract<Token, { is: 'time' }>

const NOON = 12 * 60

/** `1 - 5pm` opens after noon, `9 - 5` closes after noon, and a closing time of 00:00 is 24:00. */
const span = (from: Time, to: Time): string | undefined => {
  const late = to.half === 'pm' && from.half === undefined && from.minutes + NOON < to.minutes
  const start = late ? from.minutes + NOON : from.minutes
  const said = to.minutes === 0 ? 2 * NOON : to.minutes
  const short = to.half === undefined && to.short && said <= start && start < 2 * NOON
  const end = short && said < NOON ? said + NOON : said
  if (start === end || start >= 2 * NOON) return undefined
  return `${clock(start)}-${clock(end)}`
}

interface Reader {
  readonly week: Week
  days: Day[]
  /** Whether hours were read since the days: the next day begins a new rule. */
  said: boolean
}

const say = (reader: Reader, spans: readonly string[]): void => {
  const days = reader.days.length === 0 ? DAYS : reader.days
  for (const day of days)
    reader.week.set(day, reader.said ? [...(reader.week.get(day) ?? []), ...spans] : spans)
  reader.said = true
}

/** Reads the tokens at `i`; answers how many it took, or 0 where they make no sense. */
const step = (all: readonly Token[], i: number, reader: Reader): number => {
  const [now, next, after] = [all[i], all[i + 1], all[i + 2]]
  if (now === undefined) return 0
  if (now.is === 'and') return 1
  if (now.is === 'day') {
    if (reader.said) {
      reader.days = []
      reader.said = false
    }
    const [from, to] = [now.days[0], after?.is === 'day' ? after.days[0] : undefined]
    if (next?.is === 'range' && from && to) {
      reader.days.push(...daysBetween(from, to))
      return 3
    }
    reader.days.push(...now.days)
    return 1
  }
  if (now.is === 'range') return reader.days.length > 0 && !reader.said ? 1 : 0
  if (now.is === 'closed' || now.is === 'always') {
    say(reader, now.is === 'closed' ? [] : ['00:00-24:00'])
    return 1
  }
  if (now.is !== 'time' || next?.is !== 'range' || after?.is !== 'time') return 0
  const read = span(now, after)
  if (read === undefined) return 0
  say(reader, [read])
  return 3
}

const readWeek = (all: readonly Token[]): Week | undefined => {
  const reader: Reader = { week: new Map(), days: [], said: false }
  for (let i = 0; i < all.length; ) {
    const taken = step(all, i, reader)
    if (taken === 0) return undefined
    i += taken
  }
  return reader.week.size === 0 || (reader.days.length > 0 && !reader.said)
    ? undefined
    : reader.week
}

const printDays = (days: readonly Day[]): string => {
  const runs: Day[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && DAYS.indexOf(day) === DAYS.indexOf(last) + 1) run.push(day)
    else runs.push([day])
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(','))).join(',')
}

const printWeek = (week: Week): string => {
  const rules = new Map<string, Day[]>()
  for (const day of DAYS) {
    const spans = week.get(day)
    if (spans === undefined) continue
    const said = spans.length === 0 ? 'off' : [...new Set(spans)].sort().join(',')
    rules.set(said, [...(rules.get(said) ?? []), day])
  }
  if (rules.size === 1 && rules.get('00:00-24:00')?.length === 7) return '24/7'
  return [...rules].map(([said, days]) => `${printDays(days)} ${said}`).join('; ')
}

/** Words of the OSM grammar: a text of these alone, with a weekday, month or time in it, is kept as it stands. */
const OSM_WORDS =
  /^(?:\s|[\d:,;.+()|/-]|\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|off|closed|open|unknown|week|easter|day|days|sunrise|sunset|dawn|dusk)\b|"[^"]*")+$/
const OSM_ONLY =
  /\b(?:PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|sunrise|sunset|week|unknown)\b|"|\|\||\[|\d\+/

/**
 * Opening hours in the OSM syntax (wiki.openstreetmap.org/wiki/Key:opening_hours), from that syntax itself,
 * schema.org `openingHours`, or the common English, Dutch and French ways to write a week. Undefined where
 * one word is not understood. Its own output reads as itself.
 */
export const openingHours: (text: string) => string | undefined = remember((text) => {
  const clean = plain(text)
  if (/^24\s*\/\s*7$/.test(clean)) return '24/7'
  if (OSM_ONLY.test(clean) && OSM_WORDS.test(clean)) return clean
  const all = tokens(clean)
  const week = all === undefined ? undefined : readWeek(all)
  return week === undefined ? undefined : printWeek(week)
})

/** One `OpeningHoursSpecification` of schema.org, its days as names or addresses (`https://schema.org/Monday`). */
export interface HoursSpecification {
  readonly dayOfWeek?: string | readonly string[]
  readonly opens?: string
  readonly closes?: string
}

/** Opening hours of schema.org specifications in the OSM syntax; closed where both times are equal or none is given. */
export const hoursOf = (specifications: readonly HoursSpecification[]): string | undefined => {
  // Unlike a rule of OSM, a second specification for the same days adds to the first: a shop that closes at noon.
  const spans = new Map<string, string[]>()
  for (const { dayOfWeek, opens, closes } of specifications) {
    const days = [dayOfWeek ?? []].flat().map((day) => day.replace(/^.*\//, ''))
    const said = days.length === 0 ? 'daily' : days.join(', ')
    const cut = (at: string) => at.replace(/^(\d{1,2}:\d{2}):\d{2}.*$/, '$1')
    const open = opens && closes && cut(opens) !== cut(closes)
    const until = /^23:59/.test(closes ?? '') ? '24:00' : cut(closes ?? '')
    spans.set(said, [...(spans.get(said) ?? []), ...(open ? [`${cut(opens)} - ${until}`] : [])])
  }
  const rules = [...spans].map(([day, open]) => `${day} ${open.join(', ') || 'closed'}`)
  return rules.length === 0 ? undefined : openingHours(rules.join('; '))
}
