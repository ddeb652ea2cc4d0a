import type { Region, SourceId } from '../../model/region.ts'
import type { Query } from '../../source.ts'
import { languageOfSource, type Trade, wordFor } from '../../text/trades.ts'
import { towns } from './towns.ts'
import { type Spot, spotAt, spotOf } from './where.ts'

/** Which places are asked for: as `--where` takes them; none means the region's towns, largest first. */
export interface Where {
  readonly region: Region
  readonly where?: readonly string[]
}

/** The places asked for, or every town of the region, largest first. */
export const spotsOf = async ({ region, where }: Where): Promise<readonly Spot[]> =>
  where === undefined || where.length === 0
    ? (await towns(region)).map(spotOf)
    : Promise.all(where.map((text) => spotAt(text, region)))

/** The query that asks one source for one trade in one place: both in the source's language, or else the place's first. */
export const queryOf = (source: SourceId, region: Region, trade: Trade, spot: Spot): Query => {
  const language = languageOfSource(source) ?? spot.languages[0]
  return {
    region,
    what: wordFor(trade, source, language),
    trade: trade.id,
    where: spot.place(language),
  }
}
