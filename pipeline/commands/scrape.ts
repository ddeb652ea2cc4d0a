import { defineCommand, JSON_OPTION, list, oneOf, whole } from '../command.ts'
import { REGIONS, type Region } from '../model/region.ts'

export interface ScrapeOptions {
  readonly region: Region
  readonly source?: readonly string[]
  readonly what?: readonly string[]
  readonly where?: readonly string[]
  readonly limit?: number
  readonly refresh?: number
  readonly from?: readonly string[]
  readonly replay?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Collects an option that may be given many times, as it stands: a place may hold commas. */
const each = (text: string, before: readonly string[] | undefined) => [...(before ?? []), text]

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
      about: 'read saved pages instead of the web: HTML, JSON, WARC, files or folders',
    },
    { flags: '--replay', about: 'read the kept pages of the archive again, without network' },
    { flags: '--dry-run', about: 'show the plan: queries, pages, time at the polite pace' },
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
