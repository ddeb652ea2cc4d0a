import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly out?: string
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'write the ledger: every message with its verdict, rule, evidence and suppression look-up',
  options: [{ flags: '--out <file>', about: 'file ending in .csv or .jsonl' }, JSON_OPTION],
  examples: ['pipeline audit --out ledger.csv', 'pipeline audit --json'],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const { ledger } = await import('../store/ledger.ts')
    if (options.out === undefined && !options.json)
      throw new Trouble('bad-option', 'usage', 'say where to: --out ledger.csv, or --json')
    const { resolve } = await import('node:path')
    const store = openStore(context.db, { readonly: true })
    try {
      if (options.out === undefined) {
        for (const row of ledger(store)) context.out.json(row)
        return EXIT.done
      }
      const { writeLedger } = await import('../comply/audit.ts')
      const file = resolve(context.cwd, options.out)
      const rows = await writeLedger(store, file)
      if (options.json) context.out.json({ file, rows })
      else context.out.line(`${rows} messages written to ${file}`)
      return rows === 0 ? EXIT.nothing : EXIT.done
    } finally {
      store.close()
    }
  },
})
