import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCompanies } from '../harvest/bulk/made.ts'
import { defineBench } from './bench.ts'
import { bulkTask } from './bulk-task.ts'

/** `BULK_ROWS=5000000 npm run bench bulk-csv` is the size of the whole register. */
const ROWS = Number(process.env.BULK_ROWS ?? 300_000)

export default defineBench({
  about: `${ROWS} rows of a Companies House-shaped file, 55 columns; each task in a process of its own`,
  unit: 'rows',
  rounds: 1,
  setup: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const path = join(folder, 'BasicCompanyData-2026-11-01.csv')
    await writeCompanies(path, ROWS)
    let round = 0
    const task = (name: string) => () => bulkTask(name, path, String(ROWS))
    return {
      rows: [
        { name: 'line ends counted', role: 'floor', run: task('count-lines') },
        { name: 'csv-parse, every column', role: 'peer', run: task('csv-parse') },
        { name: 'rows, the 28 columns that are read', role: 'ours', run: task('read-rows') },
        { name: 'listings of live companies', role: 'ours', run: task('company-listings') },
        {
          name: 'imported into the register tables',
          role: 'ours',
          run: () => bulkTask('register', path, String(ROWS), join(folder, `${round++}.db`)),
        },
      ],
      close: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})
