import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HEADER, inventedLine, inventListings } from '../generate/listings.ts'
import { type Done, defineBench } from './bench.ts'

/** `MATCH_ROWS=3000000 npm run bench match` shows how the cost of a listing grows. */
const ROWS = Number(process.env.MATCH_ROWS ?? 1_000_000)
/** Listings in the database, and how many new ones come to them. */
const STORED = Number(process.env.MATCH_STORED ?? 200_000)
const NEW = Math.ceil(STORED / 20)

const run = promisify(execFile)

const task = async (...args: readonly string[]): Promise<Done> => {
  const worker = join(import.meta.dirname, 'match-worker.js')
  const { stdout, stderr } = await run(process.execPath, [worker, ...args], { maxBuffer: 1 << 26 })
  if (stderr !== '') console.log(`  ${args[0]}: ${stderr.trim()}`)
  return JSON.parse(stdout)
}

const writeTable = async (path: string, rows: number) => {
  const out = createWriteStream(path)
  out.write(`${HEADER}\n`)
  for (const listing of inventListings(rows, 1))
    if (!out.write(`${inventedLine(listing)}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'close')
}

export default defineBench({
  about: `${ROWS} invented listings of three countries as CSV, ${STORED} in a database; each task in a process of its own`,
  unit: 'listings',
  rounds: 1,
  setup: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const table = join(folder, 'listings.csv')
    const tenth = join(folder, 'tenth.csv')
    await writeTable(table, ROWS)
    await writeTable(tenth, ROWS / 10)
    const filled = join(folder, 'filled.db')
    await task('fill', filled, String(STORED), '1')
    const resolved = join(folder, 'resolved.db')
    copyFileSync(filled, resolved)
    await task('resolve', resolved)
    await task('fill', resolved, String(NEW), '2')
    const fresh = (from: string) => {
      const copy = join(folder, 'copy.db')
      for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
      copyFileSync(from, copy)
      return copy
    }
    return {
      rows: [
        {
          name: 'rows read and looked up by name and postcode',
          role: 'floor',
          run: () => task('exact', table),
        },
        { name: `match, ${ROWS / 10} rows`, role: 'ours', run: () => task('match', tenth) },
        { name: `match, ${ROWS} rows`, role: 'ours', run: () => task('match', table) },
        {
          name: `dedupe, ${STORED} listings of a database`,
          role: 'ours',
          run: () => task('resolve', fresh(filled)),
        },
        {
          name: `dedupe, ${NEW} new into ${STORED}, 20 a transaction`,
          role: 'ours',
          run: () => task('grow', fresh(resolved)),
        },
      ],
      missing: [
        'Splink 4.0.16, not installed: on a machine of two shared cores 57–64 s, 80–86 s of CPU and 2.5 GB for a million',
      ],
      close: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})
