import { defineCommand, JSON_OPTION, list, oneOf, whole } from '../command.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'

export interface ScrapeOptions {
  readonly region: Region
  readonly source?: readonly string[]
  readonly what?: readonly string[]
  readonly where?: readonly string[]
  readonly limit?: number
  readonly refresh?: number
  readonly from?: readonly string[]
  readonly replay?: boolean
  readonly budget?: number
  readonly untilStable?: boolean
  readonly acceptLoss?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Collects an option that may be given many times, as it stands: a place may hold commas. */
const each = (text: string, before: readonly string[] | undefined) => [...(before ?? []), text]

const dollars = (text: string): number => {
  const usd = Number(text.replace(/^\$/, ''))
  if (Number.isFinite(usd) && usd > 0) return usd
  throw new Trouble('bad-option', 'usage', `--budget takes US dollars, such as 5, not '${text}'`)
}

/** `pipeline scrape`: harvest listings, live, from saved pages, or again from the archive. */
export default defineCommand<ScrapeOptions>({
  about: 'harvest listings of a region: live, from saved pages, or again from the archive',
  options: [
    { flags: '--region <cc>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
    { flags: '--source <ids>', about: 'only these sources: uk/yell,any/osm', parse: list },
    { flags: '--what <trades>', about: 'trades, in any language: plumbers,kappers', parse: list },
    {
      flags: '--where <place>',
      about: "a town, a postcode, 'lat,lng,metres' or 'south,west,north,east'; may be repeated",
      parse: each,
    },
    { flags: '--limit <n>', about: 'stop after so many new listings', parse: whole(1) },
    {
      flags: '--refresh <days>',
      about: 'ask again what is older than so many days',
      parse: whole(0),
    },
    {
      flags: '--from <paths...>',
      about:
        'read saved pages (HTML, JSON, WARC; files or folders) or a bulk file (Companies House, KBO; Overture also by https:// or s3://)',
    },
    { flags: '--replay', about: 'read the kept pages of the archive again, without network' },
    {
      flags: '--until-stable',
      about: 'ask again from shifted places until few new listings come (Maps, Places)',
    },
    {
      flags: '--accept-loss',
      about: 'take it as true when a query asked again shows less than half of what it showed',
    },
    {
      flags: '--budget <usd>',
      about: 'most US dollars that a source which charges may cost',
      parse: dollars,
    },
    { flags: '--dry-run', about: 'show the plan: queries, pages, time at the polite pace, price' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline scrape --region uk',
    'pipeline scrape --region nl --what kappers --where Utrecht --where 3011',
    'pipeline scrape --region uk --from ~/saved-pages',
  ],
  run: async (context, options) => {
    const { scrape } = await import('./scrape/scrape.ts')
    return scrape(context, options)
  },
})
