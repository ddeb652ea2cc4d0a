import type { Config } from '../config.ts'
import type { Region, SourceId } from '../model/region.ts'
import { queryOf, spotsOf } from '../regions/grid/grid.ts'
import { towns } from '../regions/grid/towns.ts'
import type { Spot } from '../regions/grid/where.ts'
import type { Place, Query, Source } from '../source.ts'
import { TRADES, type Trade, tradeByWord } from '../text/trades.ts'
import { liveness, type Sources, sourcesFor } from './sources.ts'

/** What a live harvest will ask, and the words that say what was chosen. */
export interface Plan {
  readonly sources: readonly (readonly [SourceId, Source])[]
  readonly queries: (id: SourceId) => readonly Query[]
  /** The places that are asked for, as the first source's language names them. */
  readonly places: readonly Place[]
  readonly said: readonly string[]
}

interface Asked {
  readonly region: Region
  readonly source?: readonly string[]
  readonly what?: readonly string[]
  readonly where?: readonly string[]
  /** Plan for sources that were named, too, though they may not run live yet: what would they cost? */
  readonly dryRun?: boolean
}

/** A first look at a region when nothing else is said: one trade in one town of middle size. */
const FIRST: Readonly<Record<Region, { readonly what: string; readonly where: string }>> = {
  uk: { what: 'plumbers', where: 'Leeds' },
  nl: { what: 'loodgieters', where: 'Utrecht' },
  be: { what: 'loodgieters', where: 'Gent' },
}
const ALL = 'all'

/** A trade as it is asked for: known to the table, or a word passed on as it stands. */
type Wanted = Trade | string

/** Chooses sources, trades and places; a source that may not run live is left out with the reason said. */
export const planHarvest = async (
  sources: Sources,
  config: Config,
  asked: Asked,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Plan> => {
  const said: string[] = []
  const chosen = sourcesFor(sources, asked.region, asked.source).filter(([id, source]) => {
    if (source.needs !== undefined && asked.source === undefined) return false
    const { live, why } = liveness(id, source, config.sources, env)
    if (live) return true
    const planned = asked.dryRun === true && asked.source !== undefined && source.hosts.length > 0
    if (asked.source !== undefined)
      said.push(planned ? `${id} would not run yet: ${why}` : `${id} is left out: ${why}`)
    return planned
  })
  const first = FIRST[asked.region]
  const words = asked.what ?? config.harvest.trades ?? [first.what]
  const places = asked.where ?? config.harvest.places ?? [first.where]
  const trades = wanted(words)
  const spots = await spotsOf({
    region: asked.region,
    where: places.includes(ALL) ? [] : places,
  })
  for (const { note } of spots) if (note !== undefined) said.push(note)
  for (const trade of trades)
    if (typeof trade === 'string')
      said.push(`'${trade}' is no trade known here; it is asked for as it stands`)
  const openEnded = [asked.source, asked.what, asked.where].some((one) => one === undefined)
  if (openEnded)
    said.push(
      `reading ${chosen.map(([id]) => id).join(', ') || 'no source'}: ${words.join(', ')} in ${places.join(', ')} (--source, --what and --where choose others; 'all' is every one: ${TRADES.length} trades, ${(await towns(asked.region)).length} towns)`,
    )
  return {
    sources: chosen,
    said,
    places: spots.map((spot) => spot.place(spot.languages[0])),
    queries: (id) => {
      const everything = words.includes(ALL) ? sources.get(id)?.everything : undefined
      return queriesFor(id, asked.region, everything === undefined ? trades : [everything], spots)
    },
  }
}

const wanted = (words: readonly string[]): readonly Wanted[] =>
  words.includes(ALL) ? TRADES : words.map((word) => tradeByWord(word) ?? word)

/** Place by place, so that a harvest that is stopped has whole towns. */
const queriesFor = (
  id: SourceId,
  region: Region,
  trades: readonly Wanted[],
  spots: readonly Spot[],
): readonly Query[] =>
  spots.flatMap((spot) =>
    trades.map((trade) =>
      typeof trade === 'string'
        ? { region, what: trade, where: spot.place(spot.languages[0]) }
        : queryOf(id, region, trade, spot),
    ),
  )
