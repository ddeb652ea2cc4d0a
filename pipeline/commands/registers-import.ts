import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly source?: 'uk/companies-house' | 'be/kbo'
  readonly json?: boolean
}

/** Lines named one by one before they are only counted. */
const NAMED = 5

const OF = { 'uk/companies-house': 'companies-house', 'be/kbo': 'kbo' } as const

export default defineCommand<Options, [string]>({
  about: 'fill the company registers from their open data (legal form, number, status, address)',
  args: [
    {
      name: '<file>',
      about: 'the CSV, CSV.gz or zip as published, or the folder it was unpacked to',
    },
  ],
  options: [
    {
      flags: '--source <source>',
      about: 'uk/companies-house or be/kbo (default: told by the file)',
      parse: oneOf(['uk/companies-house', 'be/kbo']),
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline registers import BasicCompanyDataAsOneFile-2026-09-01.zip --source uk/companies-house',
    'pipeline registers import KboOpenData_0123_2026_09_Full.zip',
  ],
  run: async ({ db, out, now, signal, cwd }, { source, json }, file) => {
    const [{ importRegister }, { openStore }, { statSync, existsSync }, { resolve }] =
      await Promise.all([
        import('../harvest/bulk/registers.ts'),
        import('../store/open.ts'),
        import('node:fs'),
        import('node:path'),
      ])
    const path = resolve(cwd, file)
    if (!existsSync(path))
      throw new Trouble('bad-file', 'usage', `${file} is not there or cannot be opened`)
    const store = openStore(db)
    let named = 0
    try {
      const done = await importRegister(path, {
        store,
        at: now(),
        asOf: statSync(path).mtime.toISOString().slice(0, 10),
        signal,
        progress: ({ entities }) => out.progress(`${entities} entities`),
        bad: (where, why) => {
          if (named++ < NAMED) out.say(`set aside: ${where}: ${why}`)
        },
      })
      if (done === undefined || (source !== undefined && OF[source] !== done.register))
        throw new Trouble(
          'bad-file',
          'usage',
          `${file} is not the open data of ${source ?? 'a register that is known (Companies House, KBO)'}`,
        )
      if (json) out.json(done)
      else
        out.line(
          `${done.register}: ${done.entities} entities as of ${done.asOf}, ${done.setAside} lines set aside`,
        )
      return done.entities === 0 ? EXIT.nothing : EXIT.done
    } finally {
      store.close()
    }
  },
})
