import { defineCommand, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

export default defineCommand<{ as?: 'sent' | 'not-sent'; by?: string }, [string]>({
  about: 'say what became of a message of unknown fate',
  args: [{ name: '<id>', about: 'its number in `pipeline outbox --state unknown`' }],
  options: [
    {
      flags: '--as <fate>',
      about: 'sent, or not-sent: then it goes again',
      parse: oneOf(['sent', 'not-sent']),
    },
    { flags: '--by <name>', about: 'who says so' },
  ],
  examples: ['pipeline settle 17 --as sent'],
  run: async (context, options, id) => {
    if (options.as === undefined)
      throw new Trouble('bad-option', 'usage', 'settle needs --as sent or --as not-sent')
    const { openStore } = await import('../store/open.ts')
    const { messageById, settleMessage } = await import('../store/message.ts')
    const store = openStore(context.db)
    try {
      const by = options.by ?? context.env.USER ?? 'operator'
      if (!settleMessage(store, Number(id), options.as, { by, at: context.now() })) {
        const state = messageById(store, Number(id))?.state
        throw new Trouble(
          'not-found',
          'usage',
          state === undefined
            ? `there is no message ${id}`
            : `message ${id} is ${state}, not unknown`,
        )
      }
      context.out.line(`message ${id} is settled as ${options.as}`)
      return EXIT.done
    } finally {
      store.close()
    }
  },
})
