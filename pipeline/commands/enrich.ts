import { defineCommand, JSON_OPTION, list, whole } from '../command.ts'

/** What a person may say to `pipeline enrich`. */
export interface EnrichCommandOptions {
  readonly limit?: number
  readonly only?: readonly string[]
  readonly refresh?: number
  readonly prospect?: number
  readonly from?: readonly string[]
  readonly json?: boolean
}

/** `pipeline enrich`: visit prospects' own sites, live or saved, and read contacts, legal kind and findings. */
export default defineCommand<EnrichCommandOptions>({
  about: "visit prospects' websites: contacts, legal kind and findings, each with its page",
  options: [
    { flags: '--limit <n>', about: 'work through no more than n prospects', parse: whole(1) },
    { flags: '--only <parts>', about: 'contacts, registers, findings', parse: list },
    {
      flags: '--refresh <days>',
      about: 'visit again what was visited longer ago than so many days',
      parse: whole(0),
    },
    { flags: '--prospect <id>', about: 'only this prospect', parse: whole(1) },
    {
      flags: '--from <paths...>',
      about: 'read saved sites instead of the web: HTML, WARC, files or folders',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline enrich --limit 100',
    'pipeline enrich --only contacts --refresh 90',
    'pipeline enrich --from ~/saved-sites',
  ],
  run: async (context, options) => {
    const { runEnrich } = await import('./enrich/run.ts')
    return runEnrich(context, options)
  },
})
