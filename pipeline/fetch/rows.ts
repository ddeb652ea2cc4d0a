import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { Trouble } from '../model/trouble.ts'
import { decodeText } from './charset.ts'
import { isGzip } from './encoding.ts'

/** One row of a table file: its line or row number as a person counts it, and its cells by column title. */
export interface Row {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** A row that cannot be read, and why. */
export interface BadRow {
  readonly line: number
  readonly why: string
}

/** A table file: its column titles, and its rows as they are read. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: AsyncIterable<Row | BadRow>
}

/**
 * Opens a table by what the file is: CSV (any delimiter and encoding), XLSX (first sheet) or JSON lines. CSV and JSON
 * lines are streamed, so memory does not grow with the file. Trouble `bad-file` for a file that is none of these.
 */
export const openTable = async (path: string): Promise<Table> => {
  const info = await stat(path).catch((cause: unknown) => {
    throw new Trouble('bad-file', 'usage', `${path} is not there or cannot be opened`, cause)
  })
  if (!info.isFile() || info.size === 0)
    throw new Trouble('bad-file', 'usage', `${path} is empty or no file`)
  const head = await firstBytes(path)
  if (isGzip(head)) throw new Trouble('bad-file', 'usage', `${path} is packed; unpack it first`)
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return openSheet(path)
  if (head.includes(0) && !/^(?:fffe|feff)/.test(head.toString('hex', 0, 2)))
    throw new Trouble(
      'bad-file',
      'usage',
      `${path} is neither CSV, XLSX nor JSON lines (old .xls? save it as .xlsx)`,
    )
  const { charset, text } = decodeText(untorn(head), '')
  return /^\s*[[{]/.test(text) && extname(path) !== '.csv'
    ? openLines(path, charset)
    : openCsv(path, charset, text)
}

const HEAD_BYTES = 1_000_000

const firstBytes = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Cut at the last line, so that no letter is torn in two. */
const untorn = (head: Buffer): Buffer => {
  const end = head.lastIndexOf(10)
  return head.length < HEAD_BYTES || end < 0 ? head : head.subarray(0, end)
}

async function* textOf(path: string, charset: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset)
  for await (const chunk of createReadStream(path))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

const DELIMITERS = [';', ',', '\t', '|'] as const

/** The delimiter that stands most often in the first line, quoted texts aside. */
const delimiterOf = (text: string): string => {
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  return [...DELIMITERS].sort((a, b) => line.split(b).length - line.split(a).length)[0] ?? ','
}

/** A quote that is never closed would swallow the rest of the file into one row. */
const LONGEST_ROW = 100_000

interface Parsed {
  readonly info: { readonly lines: number }
  readonly record: readonly string[]
}

const openCsv = async (path: string, charset: string, head: string): Promise<Table> => {
  const { parse } = await import('csv-parse')
  const skipped: BadRow[] = []
  const parser = Readable.from(textOf(path, charset)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(head),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      relax_quotes: true,
      max_record_size: LONGEST_ROW,
      skip_records_with_error: true,
      ltrim: true,
      on_skip: (error) => {
        skipped.push({ line: Number(error?.lines ?? 0), why: error?.message ?? 'cannot be read' })
        return undefined
      },
    }),
  )
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>
  const first = await records.next()
  if (first.done) throw new Trouble('bad-file', 'usage', `${path} has no rows`)
  const header = titles(first.value.record)
  return { header, rows: csvRows(records, header, skipped) }
}

async function* csvRows(
  records: AsyncIterator<Parsed>,
  header: readonly string[],
  skipped: BadRow[],
): AsyncGenerator<Row | BadRow> {
  for (let next = await records.next(); !next.done; next = await records.next()) {
    yield* skipped.splice(0)
    const { record, info } = next.value
    const more = record.slice(header.length).some((cell) => cell !== '')
    yield more
      ? { line: info.lines, why: `${record.length} cells under ${header.length} columns` }
      : { line: info.lines, cells: cellsOf(header, record) }
  }
  yield* skipped
}

/** Titles told apart: a second `Phone` is `Phone (2)`. */
const titles = (cells: readonly string[]): readonly string[] => {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const title = cell.trim() || `column ${index + 1}`
    const times = (seen.get(title) ?? 0) + 1
    seen.set(title, times)
    return times === 1 ? title : `${title} (${times})`
  })
}

const cellsOf = (
  header: readonly string[],
  record: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    header.flatMap((title, index) => {
      const cell = record[index]?.trim() ?? ''
      return cell === '' ? [] : [[title, cell]]
    }),
  )

const openSheet = async (path: string): Promise<Table> => {
  const { readSheet } = await import('read-excel-file/node')
  const sheet = await readSheet(path).catch((cause: unknown) => {
    throw new Trouble('bad-file', 'usage', `${path} cannot be read as XLSX`, cause)
  })
  const words = sheet.map((row) =>
    row.map((cell) =>
      cell === null ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell),
    ),
  )
  const at = words.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  if (at < 0) throw new Trouble('bad-file', 'usage', `${path} has no rows`)
  const header = titles(words[at] ?? [])
  return {
    header,
    rows: (async function* () {
      for (const [index, row] of words.entries())
        if (index > at && row.some((cell) => cell.trim() !== ''))
          yield { line: index + 1, cells: cellsOf(header, row) }
    })(),
  }
}

const openLines = async (path: string, charset: string): Promise<Table> => {
  const whole = (await firstBytes(path)).toString('latin1').trimStart().startsWith('[')
  const lines = whole ? listLines(path, charset) : fileLines(path, charset)
  // The keys of the first rows are the columns; a key that comes later is found by its name all the same.
  const first: (Row | BadRow)[] = []
  const header = new Set<string>()
  const rest = lines[Symbol.asyncIterator]()
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    first.push(next.value)
    if ('cells' in next.value) for (const title of Object.keys(next.value.cells)) header.add(title)
    if (first.length >= 1000) break
  }
  return {
    header: [...header],
    rows: (async function* () {
      yield* first
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
    })(),
  }
}

async function* fileLines(path: string, charset: string): AsyncGenerator<Row | BadRow> {
  const lines = createInterface({
    input: Readable.from(textOf(path, charset)),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  let line = 0
  for await (const text of lines) {
    line += 1
    if (text.trim() === '') continue
    yield jsonRow(line, () => JSON.parse(text.replace(/^\ufeff/, '')))
  }
}

async function* listLines(path: string, charset: string): AsyncGenerator<Row | BadRow> {
  const text = new TextDecoder(charset).decode(await readFile(path))
  const values: unknown = (() => {
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new Trouble(
        'bad-file',
        'usage',
        `${path} is not valid JSON: ${cause instanceof Error ? cause.message : cause}`,
        cause,
      )
    }
  })()
  for (const [index, value] of (Array.isArray(values) ? values : []).entries())
    yield jsonRow(index + 1, () => value)
}

const jsonRow = (line: number, parse: () => unknown): Row | BadRow => {
  try {
    const value = parse()
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, why: 'is no object' }
    return { line, cells: flat(value) }
  } catch (error) {
    return { line, why: error instanceof Error ? error.message : String(error) }
  }
}

/** Objects in a row give their fields their own names; lists of texts are joined. */
const flat = (value: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): (readonly [string, string])[] => {
      if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
        return String(one).trim() === '' ? [] : [[key, String(one).trim()]]
      if (Array.isArray(one))
        return [
          [
            key,
            one.filter((part) => typeof part === 'string' || typeof part === 'number').join('; '),
          ],
        ]
      return typeof one === 'object' && one !== null ? Object.entries(flat(one)) : []
    }),
  )
