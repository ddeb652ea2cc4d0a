import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { clean } from '../clean.ts'

export type Format = 'csv' | 'xlsx' | 'jsonl'

/** Cells by column. A cell is text, always: phone numbers and postcodes keep their zeros. */
export type Row = Readonly<Record<string, string>>

export interface TableFile {
  readonly path: string
  readonly format: Format
  readonly columns: readonly string[]
  /** Byte order mark, by which Excel knows that a CSV is UTF-8. */
  readonly bom: boolean
  /** Field separator of a CSV; Excel on the continent expects a semicolon. */
  readonly separator?: ',' | ';'
}

/**
 * Writes rows as RFC 4180 CSV (CRLF, quotes doubled), as a workbook with text cells, or as JSON lines, and answers
 * how many. In CSV a cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection). The file appears whole or not at all.
 */
export const writeTable = async (file: TableFile, rows: Iterable<Row>): Promise<number> => {
  mkdirSync(dirname(file.path), { recursive: true })
  const half = `${file.path}.part`
  const count = await WRITE[file.format](file, rows, half)
  renameSync(half, file.path)
  return count
}

/** Rows as CSV text, with or without the line of column names. */
const csvText = (
  file: Pick<TableFile, 'columns' | 'bom' | 'separator'>,
  rows: readonly Row[],
  head: boolean,
): string =>
  stringify(
    rows.map((row) => cells(file.columns, row)),
    {
      ...(head ? { header: true, columns: [...file.columns], bom: file.bom } : {}),
      delimiter: file.separator ?? ',',
      record_delimiter: 'windows',
      escape_formulas: true,
    },
  )

const CHUNK = 1000

const csv = async (file: TableFile, rows: Iterable<Row>, path: string): Promise<number> =>
  inChunks(path, rows, (some, first) => csvText(file, some, first))

const jsonl = async (file: TableFile, rows: Iterable<Row>, path: string): Promise<number> =>
  inChunks(path, rows, (some) =>
    some
      .map((row) => {
        const values = cells(file.columns, row)
        const named = file.columns.map((column, i) => [column, values[i] ?? ''])
        return `${JSON.stringify(Object.fromEntries(named))}\n`
      })
      .join(''),
  )

const xlsx = async (file: TableFile, rows: Iterable<Row>, path: string): Promise<number> => {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const body = [...rows].map((row) =>
    cells(file.columns, row).map((value) => ({ type: String, value, format: '@' })),
  )
  const head = file.columns.map((value) => ({ value, fontWeight: 'bold' as const }))
  await writeXlsx([head, ...body], { stickyRowsCount: 1 }).toFile(path)
  return body.length
}

const WRITE: Readonly<
  Record<Format, (file: TableFile, rows: Iterable<Row>, path: string) => Promise<number>>
> = { csv, xlsx, jsonl }

const cells = (columns: readonly string[], row: Row): string[] =>
  columns.map((column) => clean(row[column] ?? ''))

/** Prints rows a thousand at a time, the first chunk always, so that an empty table still has its head. */
const inChunks = (
  path: string,
  rows: Iterable<Row>,
  print: (rows: readonly Row[], first: boolean) => string,
): number => {
  const handle = openSync(path, 'w', 0o600)
  let chunk: Row[] = []
  let count = 0
  let first = true
  const flush = () => {
    if (first || chunk.length > 0) writeSync(handle, print(chunk, first))
    first = false
    chunk = []
  }
  try {
    for (const row of rows) {
      count += 1
      if (chunk.push(row) === CHUNK) flush()
    }
    flush()
  } finally {
    closeSync(handle)
  }
  return count
}
