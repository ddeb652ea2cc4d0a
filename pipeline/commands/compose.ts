import { defineCommand, JSON_OPTION, list, oneOf, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { CHANNELS, type Channel } from '../model/verdict.ts'

interface Options {
  readonly campaign?: string
  readonly region?: Region
  readonly channel?: readonly string[]
  readonly limit?: number
  readonly json?: boolean
}

const SHOWN = 10

export default defineCommand<Options>({
  about: 'make drafts of a campaign: e-mail, follow-up, letter and call script',
  options: [
    { flags: '--campaign <name>', about: 'campaign, named after a set in templates/' },
    { flags: '--region <region>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
    { flags: '--channel <list>', about: 'email, letter, call (default: all three)', parse: list },
    { flags: '--limit <n>', about: 'look at no more than n prospects', parse: whole(1) },
    JSON_OPTION,
  ],
  examples: [
    'pipeline compose --campaign directory-invite',
    'pipeline compose --campaign listing-mismatch --region nl --channel letter',
  ],
  run: async (context, options) => {
    const { out } = context
    const { allSets } = await import('../compose/sets.ts')
    const { config, sets } = { config: await context.config(), sets: [...allSets().keys()] }
    if (options.campaign === undefined)
      throw new Trouble('bad-option', 'usage', `--campaign is needed: ${sets.join(', ')}`)
    const { openStore } = await import('../store/open.ts')
    const { composeCampaign } = await import('../compose/campaign.ts')
    const { sourceNames } = await import('../compose/sources.ts')
    const { loadRegions } = await import('../region.ts')
    const { randomBytes } = await import('node:crypto')
    const store = openStore(context.db)
    try {
      const report = composeCampaign(store, {
        campaign: options.campaign,
        channels: channelsOf(options.channel),
        ...(options.region === undefined ? {} : { region: options.region }),
        ...(options.limit === undefined ? {} : { limit: options.limit }),
        config,
        regions: await loadRegions(),
        named: await sourceNames(),
        at: context.now(),
        chance: randomBytes,
        signal: context.signal,
        onProgress: (prospects, drafts) => out.progress(`${prospects} prospects, ${drafts} drafts`),
      })
      if (options.json) out.json(report)
      else {
        out.line(
          `${report.prospects} prospects: ${counted(report.drafts) || 'no drafts'} for ${options.campaign}`,
        )
        for (const [why, times] of Object.entries(report.left)) out.say(`left out ${times}: ${why}`)
      }
      for (const { why } of report.setAside.slice(0, SHOWN)) out.say(`set aside: ${why}`)
      if (report.setAside.length > SHOWN)
        out.say(`set aside: ${report.setAside.length - SHOWN} more (--json lists all)`)
      if (report.unchecked > 0)
        out.say(
          `${report.unchecked} drafts are not cleared: nothing of them is sent before pipeline comply has allowed it`,
        )
      if (context.signal.aborted) return EXIT.interrupted
      if (report.setAside.length > 0) return EXIT.failed
      return Object.keys(report.drafts).length === 0 ? EXIT.nothing : EXIT.done
    } finally {
      store.close()
    }
  },
})

const counted = (drafts: Readonly<Record<string, number>>): string =>
  Object.entries(drafts)
    .map(([kind, times]) => `${times} ${kind}`)
    .join(', ')

const COMPOSED: readonly Channel[] = ['email', 'letter', 'call']

const channelsOf = (asked: readonly string[] | undefined): readonly Channel[] =>
  asked === undefined
    ? COMPOSED
    : asked.map((word) => {
        const channel = CHANNELS.find((one) => one === word)
        if (channel !== undefined && COMPOSED.includes(channel)) return channel
        throw new Trouble(
          'bad-option',
          'usage',
          `--channel takes ${COMPOSED.join(', ')}, not '${word}'`,
        )
      })
