import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXPORT_OPTIONS, type ExportOptions, outFile, tell } from './export/options.ts'

export default defineCommand<ExportOptions & { readonly pdf: boolean }>({
  about:
    'write the call sheet, PDF and table: who may be called now, screened when, and what to say',
  options: [...EXPORT_OPTIONS, { flags: '--no-pdf', about: 'write the table only' }, JSON_OPTION],
  examples: ['pipeline export calls --out calls.csv'],
  run: async (context, options) => {
    const { CALL_COLUMNS, callPages, callRow, callSheet } = await import(
      '../compose/export/calls.ts'
    )
    const { writeExport } = await import('../compose/export/write.ts')
    const { openStore } = await import('../store/open.ts')
    const file = await outFile(context, options, 'calls')
    const store = openStore(context.db)
    try {
      const { calls, leftOut } = callSheet(store, {
        at: context.now(),
        campaign: options.campaign,
        ...(options.region === undefined ? {} : { region: options.region }),
      })
      const report = await writeExport(file, { columns: CALL_COLUMNS }, calls.map(callRow), leftOut)
      if (options.pdf && calls.length > 0) {
        const { printPages } = await import('../compose/letters/print.ts')
        const path = file.path.replace(/\.\w+$/, '.pdf')
        const title = `${options.campaign}, ${context.now().slice(0, 10)}`
        const printing = { target: { file: path }, at: context.now(), env: context.env }
        await printPages(callPages(calls, title), printing)
        context.out.say(`call sheet: ${path}`)
      }
      return tell(context, report, options.json)
    } finally {
      store.close()
    }
  },
})
