import { defineCommand } from '../command.ts'
import { EXIT } from '../model/exit.ts'

export default defineCommand<{ by?: string; why?: string }, [string | undefined]>({
  about: 'stop sending a campaign, or everything, at once',
  args: [{ name: '[campaign]', about: 'the campaign; all of them when left out' }],
  options: [
    { flags: '--by <name>', about: 'who stops it' },
    { flags: '--why <reason>', about: 'why' },
  ],
  examples: ['pipeline pause directory-invite --why "typo in the second line"'],
  run: async (context, options, campaign) => {
    const { openStore } = await import('../store/open.ts')
    const { EVERY_CAMPAIGN, stopCampaign } = await import('../store/campaign-stop.ts')
    const store = openStore(context.db)
    try {
      stopCampaign(store, {
        campaign: campaign ?? EVERY_CAMPAIGN,
        by: options.by ?? context.env.USER ?? 'operator',
        why: options.why ?? 'paused by hand',
        at: context.now(),
      })
      context.out.line(
        `${campaign ?? 'everything'} is paused; go on with: pipeline resume${campaign ? ` ${campaign}` : ''}`,
      )
      return EXIT.done
    } finally {
      store.close()
    }
  },
})
