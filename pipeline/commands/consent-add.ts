import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import { CHANNELS, type Channel } from '../model/verdict.ts'

interface Options {
  readonly channel?: Channel
  readonly proof?: string
  readonly address?: string
  readonly on?: string
  readonly how: string
  readonly by?: string
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about: 'record that a prospect consented to a channel, with the proof of it',
  args: [{ name: '<prospect>', about: 'number of the prospect' }],
  options: [
    { flags: '--channel <channel>', about: 'email, letter, call or form', parse: oneOf(CHANNELS) },
    {
      flags: '--proof <file>',
      about: 'the mail, scan or form that proves it; kept in the database',
    },
    {
      flags: '--address <address>',
      about: 'the address or number it was given for, where there are several',
    },
    { flags: '--on <date>', about: 'day on which it was given, 2026-11-01 (default: today)' },
    { flags: '--how <words>', about: 'how it was given', default: 'in writing' },
    { flags: '--by <name>', about: 'who records it (default: the signer of the configuration)' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline consent add 12 --channel email --proof card.pdf --on 2026-11-01 --by "Jo Smith"',
  ],
  run: async (context, options, word) => {
    const { channel, proof } = options
    if (channel === undefined || proof === undefined)
      throw new Trouble('bad-option', 'usage', '--channel and --proof FILE are needed')
    const by = options.by ?? (await context.config()).operator?.signer
    if (by === undefined)
      throw new Trouble(
        'bad-option',
        'usage',
        '--by NAME is needed: consent is recorded by a person',
      )
    if (options.on !== undefined && !/^\d{4}-\d\d-\d\d$/.test(options.on))
      throw new Trouble('bad-option', 'usage', '--on takes a day, 2026-11-01')
    const { resolve } = await import('node:path')
    const { openCompliance } = await import('../comply/open.ts')
    const { recordConsent } = await import('../comply/consent.ts')
    const job = await openCompliance(context)
    try {
      const { id, stopped } = recordConsent(job, {
        prospect: Number(word),
        channel,
        proof: resolve(context.cwd, proof),
        ...(options.address === undefined ? {} : { address: options.address }),
        givenAt: options.on === undefined ? job.at : `${options.on}T00:00:00.000Z`,
        how: options.how,
        by,
      })
      if (options.json) context.out.json({ consent: id, stopped })
      else context.out.line(`consent ${id} recorded; run \`pipeline comply\``)
      if (stopped)
        context.out.say(
          `an opt-out still stands against prospect ${word}: consent does not lift it (pipeline suppress remove)`,
        )
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
