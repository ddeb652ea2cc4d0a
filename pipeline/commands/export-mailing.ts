import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXPORT_OPTIONS, type ExportOptions, outFile, presetOf, tell } from './export/options.ts'

export default defineCommand<ExportOptions & { readonly preset: string }>({
  about: 'write the mailing list for a mailing house, one row a delivery point',
  options: [
    ...EXPORT_OPTIONS,
    {
      flags: '--preset <name>',
      about: 'columns: mailing-house, uk-notify, nl, be-nl, be-fr',
      default: 'mailing-house',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline export mailing --format csv --out mailing.csv',
    'pipeline export mailing --region nl --preset nl',
  ],
  run: async (context, options) => {
    const { exportMailing } = await import('../compose/export/mail.ts')
    const { MAILING_PRESETS } = await import('../compose/export/mailing-presets.ts')
    const { openStore } = await import('../store/open.ts')
    const { loadRegions } = await import('../region.ts')
    const { randomBytes } = await import('node:crypto')
    const preset = presetOf(MAILING_PRESETS, options.preset)
    const config = await context.config()
    const file = await outFile(context, options, 'mailing')
    const store = openStore(context.db)
    try {
      const report = await exportMailing(store, file, preset, {
        ...(options.region === undefined ? {} : { region: options.region }),
        campaign: options.campaign,
        config,
        regions: await loadRegions(),
        at: context.now(),
        chance: randomBytes,
      })
      return tell(context, report, options.json)
    } finally {
      store.close()
    }
  },
})
