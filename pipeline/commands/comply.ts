import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { CHANNELS } from '../model/verdict.ts'

interface Options {
  readonly region?: Region
  readonly all?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'judge whether each prospect may be contacted, by which rule, on each channel',
  options: [
    { flags: '--region <region>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
    {
      flags: '--all',
      about: 'judge every prospect, not only those that changed or whose verdict ends',
    },
    JSON_OPTION,
  ],
  examples: ['pipeline comply', 'pipeline comply --region nl', 'pipeline comply --all --json'],
  run: async (context, options) => {
    const { out } = context
    const { openCompliance } = await import('../comply/open.ts')
    const { comply } = await import('../comply/comply.ts')
    const job = await openCompliance(context)
    try {
      const report = comply({
        ...job,
        all: options.all ?? false,
        ...(options.region === undefined ? {} : { region: options.region }),
        progress: (done) => out.progress(`${done} prospects judged`),
      })
      if (options.json) out.json(report)
      else {
        const { words } = job.voice
        out.table(
          ['', words.may.open, words.may.consent, words.may.human, words.may.block],
          CHANNELS.map((channel) => {
            const { open, consent, human, block } = report.verdicts[channel]
            return [words.channel[channel], ...[open, consent, human, block].map(String)]
          }),
        )
        out.say(`${report.prospects} prospects judged. ${words.why.disclaimer}`)
      }
      for (const prospect of report.forgotten)
        out.say(
          `prospect ${prospect} came back after an erasure: run \`pipeline forget ${prospect}\``,
        )
      if (context.signal.aborted) return EXIT.interrupted
      return report.prospects === 0 ? EXIT.nothing : EXIT.done
    } finally {
      job.store.close()
    }
  },
})
