import { defineCommand, JSON_OPTION, oneOf, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { MESSAGE_STATES, type MessageState } from '../model/message.ts'

interface Options {
  readonly state?: MessageState
  readonly campaign?: string
  readonly limit?: number
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'show where each message stands; by state, or counted',
  options: [
    {
      flags: '--state <state>',
      about: `one of ${MESSAGE_STATES.join(', ')}`,
      parse: oneOf(MESSAGE_STATES),
    },
    { flags: '--campaign <name>', about: 'only this campaign' },
    { flags: '--limit <n>', about: 'the newest n (default 100)', parse: whole(1) },
    JSON_OPTION,
  ],
  examples: ['pipeline outbox', 'pipeline outbox --state unknown'],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const { countMessages, listMessages } = await import('../store/message.ts')
    const { out } = context
    const store = openStore(context.db, { readonly: true })
    try {
      if (options.state === undefined) {
        const counts = countMessages(store).filter(
          (one) => options.campaign === undefined || one.campaign === options.campaign,
        )
        if (options.json) for (const one of counts) out.json(one)
        else
          out.table(
            ['CAMPAIGN', 'STATE', 'MESSAGES'],
            counts.map((one) => [one.campaign, one.state, String(one.messages)]),
          )
        return counts.length > 0 ? EXIT.done : EXIT.nothing
      }
      const rows = listMessages(store, {
        state: options.state,
        limit: options.limit ?? 100,
        ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
      })
      for (const row of rows) if (options.json) out.json(row)
      if (!options.json)
        out.table(
          ['ID', 'CAMPAIGN', 'STEP', 'PROSPECT', 'TO', 'SINCE', 'WHY', 'MESSAGE-ID'],
          rows.map((row) => [
            String(row.id),
            row.campaign,
            String(row.step),
            String(row.prospect),
            row.address,
            (row.sent_at ?? row.claimed_at ?? row.approved_at).slice(0, 16).replace('T', ' '),
            row.reason ?? row.reply ?? '',
            row.message_id ?? '',
          ]),
        )
      if (options.state === 'unknown' && rows.length > 0)
        out.say(
          'Look for the Message-ID in the Sent folder or the server’s log, then: pipeline settle ID --as sent|not-sent',
        )
      return rows.length > 0 ? EXIT.done : EXIT.nothing
    } finally {
      store.close()
    }
  },
})
