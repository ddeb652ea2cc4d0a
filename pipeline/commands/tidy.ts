import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly dryRun?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about:
    'erase what is kept for no use: prospects never contacted and long not seen, old records, free pages',
  options: [{ flags: '--dry-run', about: 'only say what would go' }, JSON_OPTION],
  examples: ['pipeline tidy --dry-run', 'pipeline tidy'],
  run: async (context, options) => {
    const { out } = context
    const { dirname, join } = await import('node:path')
    const { openCompliance } = await import('../comply/open.ts')
    const { eraseIdle } = await import('../comply/forget.ts')
    const { dropOldRecords, idleProspects } = await import('../store/erasure.ts')
    const { compact } = await import('../store/scrub.ts')
    const { addDays } = await import('../text/days.ts')
    const job = await openCompliance(context)
    try {
      const { retentionDays, recordDays } = job.config
      const idle = idleProspects(job.store, addDays(job.at, -retentionDays))
      if (options.dryRun) {
        if (options.json) out.json({ prospects: idle })
        else out.line(`${idle.length} prospects not seen for ${retentionDays} days would be erased`)
        return idle.length === 0 ? EXIT.nothing : EXIT.done
      }
      const archive = join(dirname(context.db), 'archive')
      const prospects = await eraseIdle(job, idle, { archive }, 'whole')
      const records = dropOldRecords(job.store, addDays(job.at, -recordDays))
      const emptied = compact(job.store)
      if (options.json) out.json({ prospects, records, emptied })
      else out.line(`${prospects} prospects and ${records} old records erased`)
      if (!emptied)
        out.say(
          'another process has the database open: its log could not be emptied; stop it and run this again',
        )
      if (context.signal.aborted) return EXIT.interrupted
      return emptied ? EXIT.done : EXIT.failed
    } finally {
      job.store.close()
    }
  },
})
