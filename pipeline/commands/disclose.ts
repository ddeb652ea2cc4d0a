import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { LANGUAGES, type Language } from '../model/region.ts'

interface Options {
  readonly out?: string
  readonly language?: Language
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about: 'write all that is held about a person, with its sources: JSON and a readable page',
  args: [{ name: '<who>', about: 'number of a prospect, e-mail address or telephone number' }],
  options: [
    { flags: '--out <dir>', about: 'folder to write to (default: out/disclosure)' },
    {
      flags: '--language <language>',
      about: 'en, nl or fr (default: the prospect’s)',
      parse: oneOf(LANGUAGES),
    },
    JSON_OPTION,
  ],
  examples: ['pipeline disclose jan@harbour-bakery.example --out answer'],
  run: async (context, options, word) => {
    const { join, resolve } = await import('node:path')
    const { openCompliance } = await import('../comply/open.ts')
    const { disclosureOf, writeDisclosure } = await import('../comply/disclose.ts')
    const config = await context.config()
    const job = await openCompliance(context)
    try {
      const disclosure = disclosureOf(job, config.operator, word)
      const spoken = LANGUAGES.find((one) => one === disclosure.rows.prospect?.[0]?.language)
      const folder = resolve(context.cwd, options.out ?? join(context.outDir, 'disclosure'))
      const files = await writeDisclosure(
        disclosure,
        folder,
        options.language ?? spoken ?? 'en',
        job.config.retentionDays,
      )
      if (options.json) context.out.json({ prospects: disclosure.prospects, files })
      else for (const file of files) context.out.line(file)
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
