import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { Trouble } from '../model/trouble.ts'
import { decodeText } from './charset.ts'
import { delimiterOf, type Read, recordsOf, TOP } from './delimited.ts'
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

const openCsv = async (path: string, charset: string, head: string): Promise<Table> => {
  const delimiter = delimiterOf(head)
  let width: number | undefined
  const records = recordsOf(textOf(path, charset), delimiter, () => width)
  const top: Read[] = []
  for (let next = await records.next(); !next.done; next = await records.next()) {
    const [first = ''] = cellsIn(next.value)
    if (top.length === 0 && /^\ufeff?sep=.?$/i.test(first)) continue
    top.push(next.value)
    if (filledIn(cellsIn(next.value)) > 1) width ??= cellsIn(next.value).length
    if (top.length === TOP) break
  }
  const at = titleRow(top.map(cellsIn))
  const titled = top[at]
  if (titled === undefined || !('cells' in titled))
    throw new Trouble('bad-file', 'usage', `${path} has no rows`)
  const header = titles(titled.cells.map((cell) => cell.replace(/^\ufeff/, '')))
  width = header.length
  return { header, rows: csvRows(header, top.slice(at + 1), records) }
}

const cellsIn = (read: Read): readonly string[] => ('cells' in read ? read.cells : [])
const filledIn = (cells: readonly string[]): number =>
  cells.filter((cell) => cell.trim() !== '').length

/** Which row holds the titles: the first with more than one, where there is such a row at all. */
const titleRow = (rows: readonly (readonly string[])[]): number => {
  const filled = rows.map(filledIn)
  const several = filled.findIndex((cells) => cells > 1)
  return several >= 0 ? several : filled.findIndex((cells) => cells > 0)
}

async function* csvRows(
  header: readonly string[],
  top: readonly Read[],
  rest: AsyncGenerator<Read>,
): AsyncGenerator<Row | BadRow> {
  const rowOf = (read: Read): readonly (Row | BadRow)[] => {
    if ('why' in read) return [read]
    const { line, cells } = read
    if (cells.every((cell) => cell.trim() === '')) return []
    return cells.slice(header.length).some((cell) => cell.trim() !== '')
      ? [{ line, why: `${cells.length} cells under ${header.length} columns` }]
      : [{ line, cells: cellsOf(header, cells) }]
  }
  for (const read of top) yield* rowOf(read)
  for await (const read of rest) yield* rowOf(read)
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
  const at = titleRow(words.slice(0, TOP))
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
