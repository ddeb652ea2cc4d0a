import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about: 'explain in plain words whether a prospect may be contacted, channel by channel',
  args: [
    { name: '<prospect>', about: 'number of the prospect, or its e-mail address or telephone' },
  ],
  options: [JSON_OPTION],
  examples: ['pipeline why 12', 'pipeline why info@harbour-bakery.example --json'],
  run: async (context, options, word) => {
    const { openCompliance } = await import('../comply/open.ts')
    const { findSubject } = await import('../comply/find.ts')
    const { explain, tell } = await import('../comply/why.ts')
    const job = await openCompliance(context)
    try {
      for (const prospect of findSubject(job, word)) {
        const explained = explain(job, prospect)
        if (options.json) for (const one of explained) context.out.json({ prospect, ...one })
        else {
          context.out.line(context.out.style.bold(`prospect ${prospect}`))
          for (const one of explained) for (const line of tell(one, job)) context.out.line(line)
        }
      }
      if (!options.json) context.out.line(job.voice.words.why.disclaimer)
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
