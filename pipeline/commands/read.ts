import { defineCommand } from '../command.ts'

export interface ReadOptions {
  readonly url?: string
  readonly source?: string
  readonly kind?: string
}

/** `pipeline read`: what a saved page says, as JSON lines. Touches no database and no network. */
export default defineCommand<ReadOptions, [string]>({
  about: 'print what a saved page says: listings, links and what was not understood, as JSON lines',
  args: [{ name: '<file>', about: 'a page: HTML, JSON, XML, gzipped or not, WARC, MHTML, HAR' }],
  options: [
    { flags: '--url <url>', about: 'the address it was served from, where the file does not say' },
    { flags: '--source <id>', about: 'the source it is of (default: told from the page)' },
    {
      flags: '--kind <kind>',
      about: "the source's reader to use: search, detail … (default: told from the page)",
    },
  ],
  examples: [
    'pipeline read saved/plumbers-leeds.html',
    'pipeline read answer.json --source any/osm --kind search-json',
  ],
  run: async (context, options, file) => {
    const { read } = await import('./read/read.ts')
    return read(context, options, file)
  },
})
