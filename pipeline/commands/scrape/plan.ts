import type { Plan } from '../../harvest/plan.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import type { SourceId } from '../../model/region.ts'
import type { Out } from '../../out.ts'
import type { Place, Source } from '../../source.ts'

/** What one source would be asked. */
interface Row {
  readonly source: SourceId
  readonly queries: number
  readonly pages: number
  /** At the polite pace, for the first pages alone. */
  readonly minutes: number
  /** US dollars for the first pages; 0 where nothing is charged. */
  readonly usd: number
  /** The first question, as it is asked. */
  readonly first: string
}

/** Places named one by one before they are only counted. */
const NAMED = 12

/** Prints a harvest's plan: queries, pages, time at the polite pace, price, and the places with their points. */
export const showPlan = (out: Out, plan: Plan, json: boolean): ExitCode => {
  const rows = plan.sources.map(([id, source]) => rowOf(id, source, plan))
  if (json) {
    for (const row of rows) out.json(row)
    return EXIT.done
  }
  out.table(
    ['SOURCE', 'QUERIES', 'FIRST PAGES', 'AT LEAST', 'PRICE', 'BEGINS WITH'],
    rows.map(({ source, queries, pages, minutes, usd, first }) => [
      source,
      String(queries),
      String(pages),
      duration(minutes),
      usd === 0 ? 'free' : `$${usd.toFixed(2)}`,
      first,
    ]),
  )
  out.table(['PLACE', 'CENTRE', 'WITHIN'], plan.places.slice(0, NAMED).map(placeRow))
  if (plan.places.length > NAMED) out.say(`and ${plan.places.length - NAMED} places more`)
  out.say('Result pages that the first ones lead to come on top.')
  for (const [id, { needs }] of plan.sources)
    if (needs !== undefined)
      out.say(`${id}: ${needs.cost}; --budget caps it, and pages that follow cost the same`)
  return EXIT.done
}

const rowOf = (id: SourceId, source: Source, plan: Plan): Row => {
  const queries = plan.queries(id)
  const pages = queries.reduce((sum, query) => sum + source.start(query).length, 0)
  const [first] = queries
  return {
    source: id,
    queries: queries.length,
    pages,
    minutes: pages / source.pace.perMinute,
    usd: Math.round(pages * (source.needs?.usd ?? 0) * 1000) / 1000,
    first:
      first === undefined
        ? ''
        : `${first.what === source.everything ? 'every trade' : first.what} in ${first.where.name}`,
  }
}

const placeRow = ({ name, lat, lon, radius, box }: Place): readonly string[] => [
  name,
  lat === undefined || lon === undefined ? 'not known' : `${lat.toFixed(3)}, ${lon.toFixed(3)}`,
  radius !== undefined ? `${(radius / 1000).toFixed(1)} km` : box === undefined ? '' : 'a box',
]

const duration = (minutes: number): string => {
  if (minutes < 1) return 'a minute'
  const whole = Math.ceil(minutes)
  if (whole < 120) return `${whole} ${whole === 1 ? 'minute' : 'minutes'}`
  const hours = Math.ceil(minutes / 60)
  return hours < 72 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`
}
