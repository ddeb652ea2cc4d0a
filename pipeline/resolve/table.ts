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

/** How a table is written. */
interface Form {
  readonly encoding: 'utf8' | 'latin1' | 'utf16le'
  /** What stands between the cells, where the file says so; else it is found out. */
  readonly delimiter: string | undefined
}

/** Looks at the beginning of a file: its encoding, and the line `sep=;` that spreadsheets write and read. */
const formOf = (path: string): Form => {
  const file = openSync(path, 'r')
  try {
    const sample = Buffer.alloc(SAMPLE)
    const start = sample.subarray(0, readSync(file, sample, 0, SAMPLE, 0))
    const encoding = encodingOf(start)
    const delimiter = /^\ufeff?sep=([^\r\n])\r?\n/i.exec(start.toString(encoding))?.[1]
    return { encoding, delimiter }
  } finally {
    closeSync(file)
  }
}

/** Tables saved by older spreadsheets are in the Latin alphabet's own code, or in UTF-16 with its mark, not in UTF-8. */
const encodingOf = (start: Buffer): Form['encoding'] => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf16le'
  // a letter may be cut in two at the end of the sample
  for (let end = start.length; end > Math.max(0, start.length - 4); end--)
    if (isUtf8(start.subarray(0, end))) return 'utf8'
  return start.length === 0 ? 'utf8' : 'latin1'
}

/** What is done with each row, and with its id: what the table says, or else how many rows came before and this one. */
type Each = (row: Row, id: string) => void

/**
 * Reads one table of listings; calls back with each row and its id. Empty lines are left out. Trouble `bad-file`
 * when it cannot be read, has no names, or a quote is never closed: what stands behind it cannot be told from it.
 */
export const readTable = async (
  path: string,
  options: { readonly map: readonly string[]; readonly region: Region | undefined },
  each: Each,
): Promise<void> => {
  const bad = (why: string, cause?: unknown) =>
    new Trouble('bad-file', 'usage', `${path} ${why}`, cause)
  const country = options.region === undefined ? '' : COUNTRY[options.region]
  let columns: Columns | undefined
  let rows = 0
  const take = (cells: readonly string[]) => {
    if (columns === undefined) columns = findColumns(cells, options.map)
    else {
      rows++
      each(rowOf(cells, columns, country), cells[columns.id ?? -1]?.trim() || String(rows))
    }
  }
  try {
    const { encoding, delimiter } = formOf(path)
    const stream = createReadStream(path, { encoding, highWaterMark: 1 << 20 })
    let first = delimiter !== undefined
    await new Promise<void>((done, fail) => {
      stream.on('error', fail)
      Papa.parse<string[]>(stream, {
        skipEmptyLines: 'greedy',
        ...(delimiter === undefined ? {} : { delimiter }),
        chunk: ({ data, errors }) => {
          try {
            for (const cells of data)
              if (first) first = false
              else take(cells)
            if (errors.some(({ code }) => code === 'MissingQuotes'))
              throw bad(
                `opens a quote in row ${rows} that is never closed; close it, or double the quotes within a cell`,
              )
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
    throw bad(`cannot be read as a table: ${why}`, cause)
  }
  if (columns === undefined) throw bad('is empty; it needs a line of column names')
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
