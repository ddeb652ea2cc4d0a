import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import { CHANNELS, type Channel } from '../model/verdict.ts'

interface Options {
  readonly channel: Channel
  readonly allow?: boolean
  readonly refuse?: boolean
  readonly by?: string
  readonly because?: string
  readonly json?: boolean
}

export default defineCommand<Options, [string | undefined]>({
  about: 'show the verdicts that wait for a person, or answer one by name; the answer is kept',
  args: [
    { name: '[prospect]', about: 'number of the prospect; without it those that wait are shown' },
  ],
  options: [
    {
      flags: '--channel <channel>',
      about: 'email, letter, call or form',
      parse: oneOf(CHANNELS),
      default: 'email',
    },
    { flags: '--allow', about: 'the evidence was looked at and suffices' },
    { flags: '--refuse', about: 'it does not' },
    { flags: '--by <name>', about: 'who decides' },
    { flags: '--because <words>', about: 'why' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline decide',
    'pipeline decide 12 --allow --by "Jo Smith" --because "its contact page invites offers"',
  ],
  run: async (context, options, word) => {
    const { out } = context
    const { openCompliance } = await import('../comply/open.ts')
    const { decide, waiting } = await import('../comply/decide.ts')
    const job = await openCompliance(context)
    try {
      if (word === undefined) {
        const rows = waiting(job)
        if (options.json) for (const row of rows) out.json(row)
        else
          out.table(
            ['prospect', 'channel', 'rule', 'because', 'evidence'],
            rows.map((row) => [
              String(row.prospect),
              row.channel,
              row.rule,
              row.because[0] ?? '',
              row.evidence.map(({ what, source }) => `${what} (${source})`).join('; '),
            ]),
          )
        return rows.length === 0 ? EXIT.nothing : EXIT.done
      }
      const { allow, refuse, by, because: reason } = options
      if (Boolean(allow) === Boolean(refuse) || by === undefined || reason === undefined)
        throw new Trouble(
          'bad-option',
          'usage',
          'takes --allow or --refuse, --by NAME and --because WORDS',
        )
      const id = decide(job, {
        prospect: Number(word),
        channel: options.channel,
        answer: allow ? 'allow' : 'refuse',
        by,
        reason,
      })
      if (options.json) out.json({ decision: id })
      else out.line(`decision ${id} kept; run \`pipeline comply\``)
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
