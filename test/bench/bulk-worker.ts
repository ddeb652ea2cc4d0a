import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { loadSource } from '../../pipeline/discover.ts'
import { overturePlaces } from '../../pipeline/harvest/bulk/overture.ts'
import { importRegister } from '../../pipeline/harvest/bulk/registers.ts'
import { rowsOf } from '../../pipeline/harvest/bulk/rows.ts'
import { type BulkSource, bulkPieces } from '../../pipeline/harvest/bulk.ts'
import { COMPANY_COLUMNS } from '../../pipeline/platforms/companies-house.ts'
import { OVERTURE_COLUMNS } from '../../pipeline/platforms/overture.ts'
import type { Source } from '../../pipeline/source.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { REGION_BOX } from '../../pipeline/text/points.ts'

// One task in a process of its own, so that its peak memory is its own: `bulk-worker.ts TASK FILE ROWS [DB]`.
const [task = '', path = '', rows = '0', db = ''] = process.argv.slice(2)
const never = new AbortController().signal

const countLines = async (): Promise<number> => {
  let lines = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }))
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
  return lines - 1
}

const csvParse = async (): Promise<number> => {
  let count = 0
  const parser = createReadStream(path, { highWaterMark: 1 << 18 }).pipe(parse({ bom: true }))
  for await (const _ of parser) count++
  return count - 1
}

const readRows = async (): Promise<number> => {
  let count = 0
  const stream = createReadStream(path, { highWaterMark: 1 << 18 })
  for await (const batch of rowsOf(stream, () => undefined, COMPANY_COLUMNS)) count += batch.length
  return count
}

/** Listings as a harvest gets them, before clean-up. */
const listings = async (source: BulkSource): Promise<number> => {
  const card = await loadSource<Source>(source)
  let count = 0
  for await (const piece of bulkPieces(path, source, { region: 'uk' })) {
    if (!('body' in piece)) continue
    const kind = card.recognise(piece) ?? ''
    const page = { ...piece, kind, status: 200, fetchedAt: '' }
    count += card.read[kind]?.(page).listings.length ?? 0
  }
  if (count === 0) throw new Error('no listing was read')
  return Number(rows)
}

const register = async (): Promise<number> => {
  const store = openStore(db)
  const done = await importRegister(path, {
    store,
    at: '2026-11-23T00:00:00.000Z',
    asOf: '2026-11-01',
    signal: never,
    progress: () => undefined,
    bad: (where, why) => {
      throw new Error(`${where}: ${why}`)
    },
  })
  store.close()
  return done?.entities ?? 0
}

const everyPlace = async (): Promise<number> => {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const present = new Set(metadata.schema.map(({ name }) => name))
  const columns = OVERTURE_COLUMNS.filter((column) => present.has(column))
  let at = 0
  for (const group of metadata.row_groups) {
    const rowEnd = at + Number(group.num_rows)
    await parquetReadObjects({ file, metadata, columns, compressors, rowStart: at, rowEnd })
    at = rowEnd
  }
  return at
}

const britishPlaces = async (): Promise<number> => {
  let found = 0
  const wanted = { boxes: [REGION_BOX.uk], countries: ['GB'] }
  for await (const { places } of overturePlaces(await asyncBufferFromFile(path), wanted))
    found += places.length
  if (found === 0) throw new Error('no place was found')
  return Number(rows)
}

const TASKS: Readonly<Record<string, () => Promise<number>>> = {
  'count-lines': countLines,
  'csv-parse': csvParse,
  'read-rows': readRows,
  'company-listings': () => listings('uk/companies-house'),
  register,
  'every-place': everyPlace,
  'british-places': britishPlaces,
  'place-listings': () => listings('any/overture'),
}

const cpu = process.cpuUsage()
const began = process.hrtime.bigint()
const units = await TASKS[task]?.()
const seconds = Number(process.hrtime.bigint() - began) / 1e9
const used = process.cpuUsage(cpu)
const cpuSeconds = (used.user + used.system) / 1e6
const megabytes = process.resourceUsage().maxRSS / 1000
process.stdout.write(JSON.stringify({ units, seconds, cpuSeconds, megabytes }))
