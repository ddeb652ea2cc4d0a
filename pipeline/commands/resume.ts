import { defineCommand } from '../command.ts'
import { EXIT } from '../model/exit.ts'

export default defineCommand<Record<string, never>, [string | undefined]>({
  about: 'let a paused or stopped campaign, or everything, go on',
  args: [{ name: '[campaign]', about: 'the campaign; the stop on everything when left out' }],
  options: [],
  examples: ['pipeline resume directory-invite'],
  run: async (context, _options, campaign) => {
    const { openStore } = await import('../store/open.ts')
    const { EVERY_CAMPAIGN, resumeCampaign, stoppedCampaigns } = await import(
      '../store/campaign-stop.ts'
    )
    const store = openStore(context.db)
    try {
      const went = resumeCampaign(store, campaign ?? EVERY_CAMPAIGN, context.now())
      context.out.line(`${campaign ?? 'everything'} ${went ? 'goes on' : 'was not stopped'}`)
      for (const stop of stoppedCampaigns(store))
        context.out.say(`still stopped: ${stop.campaign}, by ${stop.by}: ${stop.why}`)
      return went ? EXIT.done : EXIT.nothing
    } finally {
      store.close()
    }
  },
})
