import type { Region, SourceId } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import type { Query } from '../../source.ts'
import { languageOfSource, TRADES, type Trade, tradeByWord, wordFor } from '../../text/trades.ts'
import { towns } from './towns.ts'
import { type Spot, spotAt, spotOf } from './where.ts'

/** What a harvest is asked to cover; everything but the region has an answer of its own. */
export interface Sweep {
  readonly region: Region
  /** Places as `--where` takes them; none means the region's towns, largest first. */
  readonly where?: readonly string[]
  /** Trades by id or by any word for them; none means all, the commonest first. */
  readonly trades?: readonly string[]
}

/** The trades asked for. Trouble `bad-option` names a word that is no trade. */
export const tradesOf = (words: readonly string[] | undefined): readonly Trade[] => {
  if (words === undefined || words.length === 0) return TRADES
  return words.map((word) => {
    const trade = tradeByWord(word)
    if (trade !== undefined) return trade
    throw new Trouble(
      'bad-option',
      'usage',
      `'${word}' is no trade known here; some are ${TRADES.slice(0, 8)
        .map(({ id }) => id)
        .join(', ')}. Any English, Dutch or French word for one will do.`,
    )
  })
}

/** The places asked for, or every town of the region, largest first. */
export const spotsOf = async ({ region, where }: Sweep): Promise<readonly Spot[]> =>
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

/** Every query of a sweep for one source, place by place; lazy, since a whole region is a hundred thousand. */
export async function* queriesOf(source: SourceId, sweep: Sweep): AsyncGenerator<Query> {
  const [spots, trades] = [await spotsOf(sweep), tradesOf(sweep.trades)]
  for (const spot of spots)
    for (const trade of trades) yield queryOf(source, sweep.region, trade, spot)
}
