/** Opening spans of each day named, `09:00-12:00,13:00-17:00`, or `off`. */
export type WeekHours = ReadonlyMap<Weekday, string>

/** Days as OSM names them, lower case, Monday first. */
export const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const
type Weekday = (typeof WEEKDAYS)[number]

const RULE = /^((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[,-](?:Mo|Tu|We|Th|Fr|Sa|Su))*)\s+(off|[\d:,-]+)$/

/** Reads plain OSM hours (days and times alone) into days; undefined where the text says more than that (holidays, months, words). */
export const weekOf = (hours: string): WeekHours | undefined => {
  const week = new Map<Weekday, string>()
  if (hours.trim() === '24/7') return new Map(WEEKDAYS.map((day) => [day, '00:00-24:00']))
  for (const rule of hours.split(';')) {
    const [, days, times] = RULE.exec(rule.trim()) ?? []
    if (days === undefined || times === undefined) return undefined
    for (const day of daysOf(days)) week.set(day, times)
  }
  return week.size === 0 ? undefined : week
}

const daysOf = (text: string): readonly Weekday[] =>
  text.split(',').flatMap((part) => {
    const [from, to = from] = part
      .split('-')
      .map((name) => WEEKDAYS.indexOf(name.toLowerCase() as Weekday))
    if (from === undefined || to === undefined) return []
    const length = ((to - from + 7) % 7) + 1
    return Array.from({ length }, (_, i) => WEEKDAYS[(from + i) % 7] ?? 'mo')
  })
