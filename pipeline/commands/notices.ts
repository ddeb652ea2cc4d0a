import { defineCommand, JSON_OPTION, list, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { CHANNELS, type Channel } from '../model/verdict.ts'

interface Options {
  readonly eraseOverdue?: boolean
  readonly told?: readonly string[]
  readonly how: Channel | 'hand'
  readonly yes?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about:
    'list the persons not yet told where their data came from (GDPR art. 14), or erase the overdue',
  options: [
    {
      flags: '--erase-overdue',
      about: 'erase those whose month has passed; a later harvest may find them again',
    },
    { flags: '--told <prospects>', about: 'write down that these were told', parse: list },
    {
      flags: '--how <way>',
      about: 'how they were told: email, letter, call, form or hand',
      parse: oneOf([...CHANNELS, 'hand']),
      default: 'letter',
    },
    { flags: '--yes', about: 'do not ask before erasing' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline notices',
    'pipeline notices --told 12,13 --how letter',
    'pipeline notices --erase-overdue',
  ],
  run: async (context, options) => {
    const { out } = context
    const { dirname, join } = await import('node:path')
    const { openCompliance } = await import('../comply/open.ts')
    const { duePersons } = await import('../comply/notices.ts')
    const { saveNotice } = await import('../store/notice.ts')
    const { findSubject } = await import('../comply/find.ts')
    const job = await openCompliance(context)
    try {
      if (options.told !== undefined) {
        const told = options.told.flatMap((word) => findSubject(job, word))
        for (const prospect of told)
          saveNotice(job.store, { prospect, how: options.how, at: job.at })
        out.line(`${told.length} written down as told by ${options.how}`)
        return EXIT.done
      }
      const due = duePersons(job)
      const overdue = due.filter(({ daysLeft }) => daysLeft < 0)
      if (options.eraseOverdue) {
        const { agreed } = await import('../comply/agree.ts')
        const { eraseIdle } = await import('../comply/forget.ts')
        const { compact } = await import('../store/scrub.ts')
        if (overdue.length === 0) return EXIT.nothing
        if (
          !(await agreed(
            out,
            options.yes,
            `Erase ${overdue.length} prospects? It cannot be undone.`,
          ))
        )
          return EXIT.usage
        const archive = join(dirname(context.db), 'archive')
        const ids = overdue.map(({ prospect }) => prospect)
        const erased = await eraseIdle(job, ids, { archive }, 'traces')
        compact(job.store)
        if (options.json) out.json({ erased })
        else out.line(`${erased} erased`)
        return context.signal.aborted ? EXIT.interrupted : EXIT.done
      }
      if (options.json) for (const one of due) out.json(one)
      else
        out.table(
          ['prospect', 'data since', 'tell by', 'days left', 'way'],
          due.map((one) => [
            String(one.prospect),
            one.since.slice(0, 10),
            one.by.slice(0, 10),
            String(one.daysLeft),
            one.way,
          ]),
        )
      out.say(`${due.length} not told, ${overdue.length} overdue`)
      return due.length === 0 ? EXIT.nothing : EXIT.done
    } finally {
      job.store.close()
    }
  },
})
