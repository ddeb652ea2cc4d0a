import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeRows, writePlaces } from '../harvest/bulk/made.ts'
import { defineBench } from './bench.ts'
import { bulkTask } from './bulk-task.ts'

/** `BULK_ROWS=1000000 npm run bench bulk-parquet` is the size that issue and figures speak of. */
const ROWS = Number(process.env.BULK_ROWS ?? 200_000)

export default defineBench({
  about: `${ROWS} rows of an Overture-shaped GeoParquet file, an eighth of them British; rows of the file a second, each task in a process of its own`,
  unit: 'rows',
  rounds: 1,
  setup: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const path = join(folder, 'part-00000.parquet')
    await writePlaces(path, placeRows(ROWS, 1))
    const task = (name: string) => () => bulkTask(name, path, String(ROWS))
    return {
      rows: [
        {
          name: 'hyparquet, the same columns of every row',
          role: 'floor',
          run: task('every-place'),
        },
        { name: 'British places by box and country', role: 'ours', run: task('british-places') },
        { name: 'British places as listings', role: 'ours', run: task('place-listings') },
      ],
      missing: [
        'DuckDB (@duckdb/node-api 1.5.6) is no dependency: 70 MB of native code for no less processor time when it was measured',
      ],
      close: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})
