import { defineCommand, JSON_OPTION, list, oneOf, whole } from '../command.ts'
import { REGIONS, type Region } from '../model/region.ts'

export interface ImportOptions {
  readonly region?: Region
  readonly map?: readonly string[]
  readonly list?: string
  readonly limit?: number
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `pipeline import`: a person's own list becomes listings, by the same road as harvested pages. */
export default defineCommand<ImportOptions, [string]>({
  about: 'bring in your own list of businesses: CSV, XLSX or JSON lines',
  args: [{ name: '<file>', about: 'the list; its first row names the columns' }],
  options: [
    {
      flags: '--region <cc>',
      about: 'uk, nl or be: whose phones and postcodes these are',
      parse: oneOf(REGIONS),
    },
    {
      flags: '--map <columns>',
      about: 'what columns hold, where their names do not tell: name=Naam,phone=Tel 1',
      parse: list,
    },
    {
      flags: '--list <name>',
      about: "the list's name, which its ids belong to (default: the file's name)",
    },
    { flags: '--limit <n>', about: 'stop after so many new listings', parse: whole(1) },
    {
      flags: '--dry-run',
      about: 'show what each column is taken for and the first rows; store nothing',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline import leads.xlsx --region nl',
    'pipeline import leads.csv --region uk --map name=Firm,phone=Tel,phone=Mobile --dry-run',
  ],
  run: async (context, options, file) => {
    const { importList } = await import('./import/import.ts')
    return importList(context, options, file)
  },
})
