import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import { WHOM, type Whom } from '../whom.ts'

interface Options extends Whom {
  readonly by?: string
  readonly because?: string
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'take an address, number, domain or business off the suppression list; an erasure stays',
  options: [
    ...WHOM,
    { flags: '--by <name>', about: 'who decides this; kept' },
    { flags: '--because <words>', about: 'why it may be taken off; kept' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline suppress remove --email info@harbour-bakery.example --by "Jo Smith" --because "asked for it again by letter of 3 November"',
  ],
  run: async (context, options) => {
    if (options.by === undefined || options.because === undefined)
      throw new Trouble(
        'bad-option',
        'usage',
        '--by NAME and --because WORDS are needed: a no is taken back by a person, for a reason',
      )
    const { openCompliance } = await import('../comply/open.ts')
    const { readNamed } = await import('../comply/named.ts')
    const { takeBack } = await import('../store/opt-out.ts')
    const job = await openCompliance(context)
    try {
      const keys = readNamed(job.ring, options).flatMap((one) => one.keys)
      if (keys.length === 0)
        throw new Trouble(
          'bad-option',
          'usage',
          'say whom: --email, --phone, --domain, --address or --business',
        )
      const { removed, erased, left } = takeBack(job.store, keys, {
        via: `by ${options.by}: ${options.because}`,
        at: job.at,
      })
      if (options.json) context.out.json({ removed, erased, left })
      else context.out.line(`${removed} suppressions taken back`)
      if (erased > 0) context.out.say(`${erased} stay: the person asked to be erased`)
      for (const prospect of left)
        context.out.say(
          `prospect ${prospect} is still stopped by another of its keys: pipeline why ${prospect}`,
        )
      return removed === 0 ? EXIT.nothing : EXIT.done
    } finally {
      job.store.close()
    }
  },
})
