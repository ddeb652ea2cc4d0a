import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly campaign?: string
  readonly advice: boolean
  readonly spam?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'judge templates and drafts, and name each rule that one breaks',
  options: [
    { flags: '--campaign <name>', about: 'only this campaign and its set' },
    { flags: '--no-advice', about: 'tell faults only' },
    {
      flags: '--spam',
      about: 'score the mail templates in SpamAssassin and rspamd too, where they are here',
    },
    JSON_OPTION,
  ],
  examples: ['pipeline lint', 'pipeline lint --campaign directory-invite'],
  run: async (context, options) => {
    const { lintDrafts, lintTemplates } = await import('../compose/lint/lint.ts')
    const { sourceNames } = await import('../compose/sources.ts')
    const { loadRegions } = await import('../region.ts')
    const { existsSync } = await import('node:fs')
    const config = await context.config()
    const { campaign } = options
    const set = campaign && (config.compose.campaigns[campaign]?.set ?? campaign)
    const asked = {
      config,
      regions: await loadRegions(),
      named: await sourceNames(),
      at: context.now(),
      ...(set ? { set } : {}),
      ...(campaign ? { campaign } : {}),
    }
    const remarks = [...lintTemplates(asked)]
    if (options.spam) {
      const { spamRemarks } = await import('./lint/spam.ts')
      remarks.push(...(await spamRemarks(context, asked)))
    }
    if (existsSync(context.db)) {
      const { openStore } = await import('../store/open.ts')
      const store = openStore(context.db)
      try {
        remarks.push(...lintDrafts(store, asked))
      } finally {
        store.close()
      }
    }
    const told = remarks.filter(({ weight }) => options.advice || weight === 'fault')
    const faults = remarks.filter(({ weight }) => weight === 'fault').length
    const { out } = context
    for (const remark of told)
      if (options.json) out.json(remark)
      else out.line(`${remark.where}: ${remark.weight} ${remark.rule}: ${remark.what}`)
    if (!options.json) {
      const broken = new Map(told.map(({ rule, about }) => [rule, about]))
      for (const [rule, about] of broken) out.say(`${rule}: ${about}`)
      out.say(`${faults} faults, ${remarks.length - faults} pieces of advice`)
    }
    return faults > 0 ? EXIT.failed : EXIT.done
  },
})
