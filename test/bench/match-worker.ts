import { createReadStream } from 'node:fs'
import Papa from 'papaparse'
import { loadRegions } from '../../pipeline/region.ts'
import { dedupe } from '../../pipeline/resolve/dedupe.ts'
import { matchTable } from '../../pipeline/resolve/match.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { inventListings } from '../generate/listings.ts'
import { saveInvented } from '../generate/stored.ts'

// One task in a process of its own, so that its peak memory is its own: `match-worker.js TASK FILE [ROWS [SEED]]`.
const [task = '', path = '', rows = '0', seed = '1'] = process.argv.slice(2)
const AT = '2026-03-02T09:00:00.000Z'

/** The least that could find anything: rows read, and looked up by name and postcode. */
const exact = async (): Promise<number> => {
  const seen = new Map<string, number>()
  let count = 0
  await new Promise<void>((done, fail) => {
    Papa.parse<string[]>(createReadStream(path, 'utf8'), {
      step: ({ data }) => {
        const key = `${data[2]} ${data[5]}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
        count++
      },
      complete: () => done(),
      error: fail,
    })
  })
  return count - 1
}

const match = async (): Promise<number> =>
  (await matchTable(path, { map: [], region: undefined })).report.listings

/** Puts listings into the store: not what is measured. */
const fill = (): number => {
  const store = openStore(path)
  store.raw.pragma('synchronous = off')
  const listings = inventListings(Number(rows), Number(seed))
  store.transaction(() => saveInvented(store, listings, AT, Number(seed)))
  store.close()
  return Number(rows)
}

const resolve = async (): Promise<number> => {
  const store = openStore(path)
  const { pending } = dedupe(store, { at: AT, regions: await loadRegions(), rebuild: true })
  store.close()
  return pending
}

/** Resolves new listings one batch of 20 after another into what is resolved already; tells the slowest of a hundred. */
const grow = async (): Promise<number> => {
  const store = openStore(path)
  const steps: number[] = []
  const opened = process.hrtime.bigint()
  let last = 0n
  const options = { at: AT, regions: await loadRegions(), wholeUpTo: 0, refitAt: 9, batch: 20 }
  const { pending } = dedupe(store, {
    ...options,
    progress: () => {
      const now = process.hrtime.bigint()
      if (last > 0n) steps.push(Number(now - last) / 1e6 / options.batch)
      else start = now
      last = now
    },
  })
  store.close()
  steps.sort((a, b) => a - b)
  const p = (share: number) => (steps[Math.floor(steps.length * share)] ?? 0).toFixed(2)
  const reading = (Number(start - opened) / 1e9).toFixed(1)
  process.stderr.write(
    `${reading} s to read what is known and resolve the first ${options.batch}; ` +
      `then milliseconds a listing: median ${p(0.5)}, 99 of 100 within ${p(0.99)}\n`,
  )
  return pending - options.batch
}

const TASKS: Readonly<Record<string, () => number | Promise<number>>> = {
  exact,
  match,
  fill,
  resolve,
  grow,
}

const cpu = process.cpuUsage()
let start = process.hrtime.bigint()
const units = await TASKS[task]?.()
const seconds = Number(process.hrtime.bigint() - start) / 1e9
const used = process.cpuUsage(cpu)
const cpuSeconds = (used.user + used.system) / 1e6
const megabytes = process.resourceUsage().maxRSS / 1000
process.stdout.write(JSON.stringify({ units, seconds, cpuSeconds, megabytes }))
