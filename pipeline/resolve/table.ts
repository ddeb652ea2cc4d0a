import { isUtf8 } from 'node:buffer'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import Papa from 'papaparse'
import type { Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { type Columns, findColumns } from './columns.ts'
import type { Row } from './row.ts'

/** ISO code of a region. */
const COUNTRY: Readonly<Record<Region, string>> = { uk: 'GB', nl: 'NL', be: 'BE' }

const SAMPLE = 1 << 18

/** Tables saved by older spreadsheets are in the Latin alphabet's own code, not in UTF-8. */
const encodingOf = (path: string): 'utf8' | 'latin1' => {
  const file = openSync(path, 'r')
  try {
    const sample = Buffer.alloc(SAMPLE)
    const size = readSync(file, sample, 0, SAMPLE, 0)
    // a letter may be cut in two at the end of the sample
    for (let end = size; end > Math.max(0, size - 4); end--)
      if (isUtf8(sample.subarray(0, end))) return 'utf8'
    return size === 0 ? 'utf8' : 'latin1'
  } finally {
    closeSync(file)
  }
}

/** Reads one table of listings; calls back with each row and its id. Empty lines are left out. */
export const readTable = async (
  path: string,
  options: { readonly map: readonly string[]; readonly region: Region | undefined },
  each: (row: Row, id: string) => void,
): Promise<void> => {
  let columns: Columns | undefined
  let line = 0
  const country = options.region === undefined ? '' : COUNTRY[options.region]
  try {
    const stream = createReadStream(path, { encoding: encodingOf(path), highWaterMark: 1 << 20 })
    await new Promise<void>((done, fail) => {
      stream.on('error', fail)
      Papa.parse<string[]>(stream, {
        skipEmptyLines: 'greedy',
        chunk: ({ data }) => {
          try {
            for (const cells of data) {
              if (columns === undefined) columns = findColumns(cells, options.map)
              else each(rowOf(cells, columns, country), cells[columns.id ?? -1] ?? String(line))
              line++
            }
          } catch (error) {
            fail(error)
          }
        },
        complete: () => done(),
        error: fail,
      })
    })
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble('bad-file', 'usage', `${path} cannot be read as a table: ${why}`, cause)
  }
  if (columns === undefined)
    throw new Trouble('bad-file', 'usage', `${path} is empty; it needs a line of column names`)
}

/** A line of a table as a row. */
export const rowOf = (cells: readonly string[], columns: Columns, country: string): Row => {
  const cell = (column: number | undefined): string =>
    column === undefined ? '' : (cells[column] ?? '')
  const number = cell(columns.number)
  return {
    source: cell(columns.source),
    name: cell(columns.name),
    address: number === '' ? cell(columns.address) : `${cell(columns.address)} ${number}`,
    town: cell(columns.town),
    postcode: cell(columns.postcode),
    country: cell(columns.country) || country,
    phone: cell(columns.phone),
    website: cell(columns.website),
    trade: cell(columns.trade),
    lat: degrees(cell(columns.lat)),
    lon: degrees(cell(columns.lon)),
    company: cell(columns.company),
    kvk: cell(columns.kvk),
    kbo: cell(columns.kbo),
    vat: cell(columns.vat),
  }
}

/** Degrees with a point or a comma; NaN for anything else. */
const degrees = (text: string): number =>
  text === '' ? Number.NaN : Number(text.includes(',') ? text.replace(',', '.') : text)
