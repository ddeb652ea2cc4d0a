import { defineCommand, JSON_OPTION, oneOf, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import { WHOM, type Whom } from '../whom.ts'

interface Options extends Whom {
  readonly prospect?: number
  readonly reason: 'objection' | 'opt-out' | 'complaint' | 'bounce' | 'operator'
  readonly via: string
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'stop every contact with an address, number, domain, letterbox or business',
  options: [
    ...WHOM,
    {
      flags: '--prospect <number>',
      about: 'everything this prospect is known by',
      parse: whole(1),
    },
    {
      flags: '--reason <reason>',
      about: 'objection, opt-out, complaint, bounce or operator',
      parse: oneOf(['objection', 'opt-out', 'complaint', 'bounce', 'operator']),
      default: 'objection',
    },
    { flags: '--via <words>', about: 'how it came: letter, call, mail …', default: 'operator' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline suppress add --email jan@harbour-bakery.example --via letter',
    'pipeline suppress add --prospect 12 --reason objection --via call',
  ],
  run: async (context, options) => {
    const { openCompliance } = await import('../comply/open.ts')
    const { readNamed } = await import('../comply/named.ts')
    const { optOut, optOutProspect } = await import('../store/opt-out.ts')
    const { prospectFacts } = await import('../store/prospect-facts.ts')
    const job = await openCompliance(context)
    try {
      const named = readNamed(job.ring, options)
      if (named.length === 0 && options.prospect === undefined)
        throw new Trouble(
          'bad-option',
          'usage',
          'say whom: --email, --phone, --domain, --address, --business or --prospect',
        )
      const no = { reason: options.reason, via: options.via, at: job.at }
      const reached = named.map(({ keys }) => optOut(job.store, job.ring, keys, no))
      if (options.prospect !== undefined) {
        if (prospectFacts(job.store, options.prospect) === undefined)
          throw new Trouble('not-found', 'usage', `there is no prospect ${options.prospect}`)
        reached.push(optOutProspect(job.store, job.ring, options.prospect, no))
      }
      const prospects = [...new Set(reached.flatMap((one) => one.prospects))]
      const keys = reached.reduce((sum, one) => sum + one.keys, 0)
      if (options.json) context.out.json({ keys, prospects })
      else
        context.out.line(
          `${keys} keys suppressed; prospects stopped: ${prospects.join(', ') || 'none known yet'}`,
        )
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
