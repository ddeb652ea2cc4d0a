import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXPORT_OPTIONS, type ExportOptions, outFile, tell } from './export/options.ts'

export default defineCommand<ExportOptions>({
  about: 'write the letters of a campaign as fields for Word or LibreOffice mail merge',
  options: [...EXPORT_OPTIONS, JSON_OPTION],
  examples: ['pipeline export mail-merge --campaign directory-invite --format xlsx'],
  run: async (context, options) => {
    const { exportMailMerge } = await import('../compose/export/mail.ts')
    const { openStore } = await import('../store/open.ts')
    const { loadRegions } = await import('../region.ts')
    const { randomBytes } = await import('node:crypto')
    const config = await context.config()
    const file = await outFile(context, options, 'mail-merge')
    const store = openStore(context.db)
    try {
      const report = await exportMailMerge(store, file, {
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
