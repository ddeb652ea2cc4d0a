import Holidays from 'date-holidays'
import type { Instant } from '../model/region.ts'

/** Where a region's clock and public holidays come from. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly iso: string
  readonly timeZone: string
}

/** Hours of the day between which messages go out, `09:00` to `17:00`. */
export interface Window {
  readonly from: string
  readonly until: string
}

/** Tells, for one region, when people are at work. */
export interface Calendar {
  readonly isOpen: (at: Instant) => boolean
  /** The next moment at or after `at` at which it is open. */
  readonly nextOpen: (at: Instant) => Instant
  /** The moment at which the hours that hold `at` end. */
  readonly closes: (at: Instant) => Instant
  /** The opening of the day that lies so many working days after `at`. */
  readonly workingDaysAfter: (at: Instant, days: number) => Instant
}

interface Wall {
  readonly date: string
  readonly weekday: number
  readonly minute: number
}

const DAY = 86_400_000
const MINUTE = 60_000
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/**
 * The calendar of a region: weekdays between the hours of the window in its own time zone, without its public
 * holidays (those of the whole country, and of Scotland and Northern Ireland where they differ, are kept free).
 */
export const openCalendar = (place: Place, window: Window): Calendar => {
  const wallOf = wallClock(place.timeZone)
  const holiday = holidaysOf(place.iso)
  const from = minutes(window.from)
  const until = minutes(window.until)
  const works = (wall: Wall) => wall.weekday >= 1 && wall.weekday <= 5 && !holiday(wall.date)
  const isOpen = (at: Instant) => {
    const wall = wallOf(Date.parse(at))
    return works(wall) && wall.minute >= from && wall.minute < until
  }
  /** The instant at which a wall clock that shows `wall` now shows `minute` on the same day. */
  const atMinute = (time: number, wall: Wall, minute: number): number => {
    const guess = time - (time % MINUTE) + (minute - wall.minute) * MINUTE
    const off = minute - wallOf(guess).minute
    return Math.abs(off) <= 120 ? guess + off * MINUTE : guess
  }
  const opening = (time: number): number => atMinute(time, wallOf(time), from)
  const nextOpen = (at: Instant): Instant => {
    if (isOpen(at)) return at
    let time = Date.parse(at)
    for (let day = 0; day < 30; day++) {
      const open = opening(time)
      if (open >= Date.parse(at) && works(wallOf(open))) return iso(open)
      time += DAY
    }
    throw new Error(`no working day within a month of ${at}`)
  }
  return {
    isOpen,
    nextOpen,
    closes: (at) => iso(atMinute(Date.parse(at), wallOf(Date.parse(at)), until)),
    workingDaysAfter: (at, days) => {
      let time = opening(Date.parse(at))
      for (let left = days; left > 0; ) {
        time = opening(time + DAY)
        if (works(wallOf(time))) left -= 1
      }
      return iso(time)
    },
  }
}

const iso = (time: number): Instant => new Date(time).toISOString()

const wallClock = (timeZone: string): ((time: number) => Wall) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (time) => {
    const part = Object.fromEntries(format.formatToParts(time).map((one) => [one.type, one.value]))
    const date = `${part.year}-${part.month}-${part.day}`
    return {
      date,
      weekday: new Date(`${date}T12:00:00Z`).getUTCDay(),
      minute: Number(part.hour) * 60 + Number(part.minute),
    }
  }
}

/** Parts of a country whose own public holidays are kept free in all of it. */
const PARTS: Readonly<Record<string, readonly string[]>> = { GB: ['ENG', 'SCT', 'NIR'] }

const holidaysOf = (country: string): ((date: string) => boolean) => {
  const years = new Map<string, ReadonlySet<string>>()
  const load = (year: string): ReadonlySet<string> => {
    const calendars = (PARTS[country] ?? [undefined]).map((part) =>
      part === undefined ? new Holidays(country) : new Holidays(country, part),
    )
    const days = calendars.flatMap((calendar) =>
      calendar
        .getHolidays(Number(year))
        .filter((one) => one.type === 'public' || one.type === 'bank'),
    )
    return new Set(days.map((one) => one.date.slice(0, 10)))
  }
  return (date) => {
    const year = date.slice(0, 4)
    const known = years.get(year) ?? load(year)
    years.set(year, known)
    return known.has(date)
  }
}
