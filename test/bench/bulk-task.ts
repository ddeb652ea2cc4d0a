import { execFile } from 'node:child_process'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Done } from './bench.ts'

const run = promisify(execFile)

/** Runs one task of `bulk-worker.ts` in a process of its own: what was read, and the process's peak memory. */
export const bulkTask = async (...args: readonly string[]): Promise<Required<Done>> => {
  const ending = extname(import.meta.filename)
  const worker = join(import.meta.dirname, `bulk-worker${ending}`)
  const loader = ending === '.ts' ? ['--import', 'tsx'] : []
  const { stdout } = await run(process.execPath, [...loader, worker, ...args])
  return JSON.parse(stdout)
}
