import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXPORT_OPTIONS, type ExportOptions, outFile, presetOf, tell } from './export/options.ts'

export default defineCommand<ExportOptions & { readonly preset: string }>({
  about:
    'write prospects for another program; those that send mail get only whom the law lets us mail',
  options: [
    ...EXPORT_OPTIONS,
    {
      flags: '--preset <name>',
      about: 'columns: all, hubspot, mailchimp, listmonk, instantly, smartlead',
      default: 'all',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline export prospects --format xlsx',
    'pipeline export prospects --preset hubspot --out hubspot.csv',
  ],
  run: async (context, options) => {
    const { prospectsFor, PROSPECT_PRESETS } = await import('../compose/export/prospects.ts')
    const { writeExport } = await import('../compose/export/write.ts')
    const { attributions, sourceNames } = await import('../compose/sources.ts')
    const { openStore } = await import('../store/open.ts')
    const preset = presetOf(PROSPECT_PRESETS, options.preset)
    const file = await outFile(context, options, 'prospects')
    const store = openStore(context.db)
    try {
      const { rows, leftOut, used } = prospectsFor(store, preset, {
        ...(options.region === undefined ? {} : { region: options.region }),
        campaign: options.campaign,
        at: context.now(),
        named: await sourceNames(),
      })
      for (const line of await attributions(used)) context.out.say(`credit: ${line}`)
      return tell(context, await writeExport(file, preset, rows, leftOut), options.json)
    } finally {
      store.close()
    }
  },
})
