import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly yes?: boolean
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about:
    'erase a person everywhere: database, kept pages; leaves only keyed hashes that stop a return',
  args: [{ name: '<who>', about: 'number of a prospect, e-mail address or telephone number' }],
  options: [{ flags: '--yes', about: 'do not ask; it cannot be undone' }, JSON_OPTION],
  examples: ['pipeline forget jan@harbour-bakery.example', 'pipeline forget 12 --yes'],
  run: async (context, options, word) => {
    const { out } = context
    const { dirname, join } = await import('node:path')
    const { openCompliance } = await import('../comply/open.ts')
    const { forget } = await import('../comply/forget.ts')
    const { agreed } = await import('../comply/agree.ts')
    if (!(await agreed(out, options.yes, 'Erase this person everywhere? It cannot be undone.')))
      return EXIT.usage
    const job = await openCompliance(context)
    try {
      const archive = join(dirname(context.db), 'archive')
      const report = await forget(job, word, { archive, outDir: context.outDir })
      if (options.json) out.json(report)
      else {
        const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0)
        out.line(
          `erased: prospects ${report.prospects.join(', ') || 'none known'}; ${report.listings} listings, ${rows} rows; ` +
            `pages redacted ${report.pages.redacted}, dropped ${report.pages.dropped}; ${report.keys} keyed hashes kept`,
        )
      }
      if (report.sharedNames > 0)
        out.say(
          'its name is a common word or part of other businesses’ names: left on pages that show those too',
        )
      for (const file of report.outputs.named)
        out.say(`delete or correct: ${join(context.outDir, file)} names the person`)
      for (const file of report.outputs.unread)
        out.say(`look yourself: ${join(context.outDir, file)} cannot be searched`)
      if (!report.emptied) {
        out.say(
          'another process has the database open: stop it and run `pipeline tidy`, so that nothing is left in its log',
        )
        return EXIT.failed
      }
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
