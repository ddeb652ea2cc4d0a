import { directories } from '../../platforms/statements.ts'
import { defineProbe, type Sighting, type Site } from '../../probe.ts'
import { openingHours } from '../../text/hours.ts'
import { WEEKDAYS, type WeekHours, weekOf } from '../../text/week.ts'

export default defineProbe({
  about: 'a directory gives other opening hours than the site, on a day that both name',
  severity: 'high',
  sayable: true,
  says: ['day', 'a', 'aSays', 'b', 'bSays'],
  look: (site) => {
    const own = siteWeek(site)
    if (own === undefined) return []
    return directories(site).flatMap(({ who, listing }): readonly Sighting[] => {
      const hours = listing.hours === undefined ? undefined : openingHours(listing.hours)
      const theirs = hours === undefined ? undefined : weekOf(hours)
      const day = theirs && WEEKDAYS.find((one) => differs(theirs.get(one), own.week.get(one)))
      if (theirs === undefined || day === undefined) return []
      return [
        {
          page: own.page,
          excerpt: own.excerpt,
          data: {
            day,
            a: who,
            aSays: theirs.get(day) ?? '',
            b: 'website',
            bSays: own.week.get(day) ?? '',
            listing: String(listing.id),
          },
        },
      ]
    })
  },
})

const differs = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b

/** The week that the site states, where all that it states agrees (one shop, one table). */
const siteWeek = ({ reading }: Site) => {
  const weeks: { week: WeekHours; page: number; excerpt: string }[] = []
  for (const { hours, page, excerpt } of reading.hours) {
    const week = hours === undefined ? undefined : weekOf(hours)
    if (week === undefined) return undefined
    weeks.push({ week, page, excerpt })
  }
  const [first, ...rest] = weeks
  if (first === undefined) return undefined
  const agree = rest.every(({ week }) =>
    WEEKDAYS.every((day) => !differs(week.get(day), first.week.get(day))),
  )
  return agree ? first : undefined
}
