import type { Config } from '../config.ts'
import type { Region, SourceId } from '../model/region.ts'
import type { Place, Query, Source } from '../source.ts'
import { tradeByWord, wordFor } from '../text/trades.ts'
import { liveness, type Sources, sourcesFor } from './sources.ts'

/** What a live harvest will ask, and the words that say what was chosen. */
export interface Plan {
  readonly sources: readonly (readonly [SourceId, Source])[]
  readonly queries: (id: SourceId, source: Source) => readonly Query[]
  readonly said: readonly string[]
}

interface Asked {
  readonly region: Region
  readonly source?: readonly string[]
  readonly what?: readonly string[]
  readonly where?: readonly string[]
}

const FIRST: Readonly<Record<Region, { readonly what: string; readonly where: Place }>> = {
  uk: { what: 'plumbers', where: { name: 'Leeds' } },
  nl: { what: 'loodgieters', where: { name: 'Utrecht' } },
  be: { what: 'loodgieters', where: { name: 'Gent' } },
}

/** Chooses sources, trades and places; a source that may not run live is left out with the reason said. */
export const planHarvest = async (
  sources: Sources,
  config: Config,
  asked: Asked,
): Promise<Plan> => {
  const said: string[] = []
  const chosen = sourcesFor(sources, asked.region, asked.source).filter(([id, source]) => {
    const { live, why } = liveness(id, source, config.sources)
    if (!live && asked.source !== undefined) said.push(`${id} is left out: ${why}`)
    return live
  })
  const first = FIRST[asked.region]
  const whats = asked.what ?? [first.what]
  const wheres = asked.where?.map((name): Place => ({ name })) ?? [first.where]
  if (asked.what === undefined || asked.where === undefined)
    said.push(
      `reading ${chosen.map(([id]) => id).join(', ') || 'nothing'}: ${whats.join(', ')} in ${wheres.map(({ name }) => name).join(', ')} (--what, --where and --source choose others)`,
    )
  return {
    sources: chosen,
    said,
    queries: (id) =>
      whats.flatMap((what) => wheres.map((where) => queryFor(id, asked.region, what, where))),
  }
}

/** A query in the source's own word for the trade, where the trade is known; else in the person's word. */
const queryFor = (id: SourceId, region: Region, what: string, where: Place): Query => {
  const trade = tradeByWord(what)
  if (trade === undefined) return { region, what, where }
  return { region, what: wordFor(trade, id, region === 'uk' ? 'en' : 'nl'), trade: trade.id, where }
}
