/** One line of a table by its column names; an empty column is the empty string. */
export type TableRow = Readonly<Record<string, string>>

/** A line that could not be read, and why. */
export interface BadLine {
  readonly line: number
  readonly why: string
}

/** Longest record taken, in characters; a quote left open would else swallow the rest of the file. */
const LONGEST = 64 * 1024

/** Rows handed on at once: few enough to hold, many enough not to wait for each. */
const BATCH = 1000

const QUOTE = 34
const COMMA = 44
const RETURN = 13

/** Place of the quote that closes the field opened at `from`, doubled quotes passed over; -1 where the text stops before. */
const closing = (text: string, from: number): number => {
  let close = text.indexOf('"', from + 1)
  while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2)
  return close
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

/** What one record turned out to be: where the next begins and how many fields it has, or why it cannot be told. */
interface Scan {
  readonly next: number
  readonly width: number
  readonly trouble?: 'unfinished' | 'broken quotes'
}

/**
 * Reads the record at `at` (RFC 4180) and copies its wanted fields: field `i` goes to `out[slots[i]]`, or
 * nowhere where that is -1. A field that is not wanted costs no copy, which is most of the cost of a wide table.
 */
const scan = (text: string, at: number, slots: readonly number[], out: string[]): Scan => {
  let end = lineEnd(text, at)
  let from = at
  for (let field = 0; ; field++) {
    const slot = slots[field] ?? -1
    const isQuoted = text.charCodeAt(from) === QUOTE
    const comma = isQuoted ? -1 : text.indexOf(',', from)
    const close = isQuoted ? closing(text, from) : comma === -1 || comma > end ? end : comma
    if (close === -1) return { next: at, width: field, trouble: 'unfinished' }
    if (close > end) end = lineEnd(text, close)
    if (slot !== -1) {
      const value = text.slice(isQuoted ? from + 1 : from, close)
      out[slot] = (isQuoted && value.includes('"') ? value.replaceAll('""', '"') : value).trim()
    }
    const after = isQuoted ? close + 1 : close
    if (after < end && text.charCodeAt(after) === COMMA) {
      from = after + 1
      continue
    }
    if (after === end || (after + 1 === end && text.charCodeAt(after) === RETURN))
      return { next: end + 1, width: field + 1 }
    return { next: at, width: field, trouble: 'broken quotes' }
  }
}

/** The whole of a small record, for the head of a table. */
const every = Array.from({ length: 500 }, (_, i) => i)

interface Head {
  readonly names: readonly string[]
  readonly width: number
  readonly slots: readonly number[]
}

const headOf = (names: readonly string[], wanted: readonly string[] | undefined): Head => {
  const bare = names.map((name) => name.replace(/^\ufeff/, '').trim())
  const kept = wanted ?? bare
  return { names: kept, width: bare.length, slots: bare.map((name) => kept.indexOf(name)) }
}

/** What was read of a text, a thousand rows together, and how far; the rest waits for more text. */
interface Read {
  readonly batches: readonly (readonly TableRow[])[]
  readonly upTo: number
}

/**
 * Opens a reader of a table that comes in pieces: the first record names the columns, `wanted` ones are kept, or all.
 * A line of another width or with broken quotes goes to `bad`, and reading goes on at the line behind it.
 *
 * Ours rather than csv-parse: on the 55 columns of Companies House it reads five to ten times as many rows a second,
 * and an open quote costs one line instead of the rest of the file (test/bench/bulk-csv.bench.ts measures both).
 */
export const openTable = (
  bad: (line: BadLine) => void,
  wanted?: readonly string[],
): { readonly read: (text: string, last: boolean) => Read } => {
  let head: Head | undefined
  let line = 0
  const take = (out: string[], { width }: Scan): TableRow | undefined => {
    if (head === undefined) {
      head = headOf(out, wanted)
      return undefined
    }
    if (width === 1 && out.every((value) => value === undefined || value === '')) return undefined
    if (width !== head.width) {
      bad({ line, why: `${width} columns instead of ${head.width}` })
      return undefined
    }
    const row: Record<string, string> = {}
    for (let i = 0; i < head.names.length; i++) row[head.names[i] ?? ''] = out[i] ?? ''
    return row
  }
  const read = (text: string, last: boolean): Read => {
    const batches: TableRow[][] = [[]]
    let at = 0
    while (at < text.length) {
      const out: string[] = []
      const record = scan(text, at, head?.slots ?? every, out)
      const open = record.trouble === 'unfinished' || record.next > text.length
      if (open && !last && text.length - at < LONGEST) break
      line++
      if (record.trouble !== undefined || (open && !last)) {
        bad({ line, why: record.trouble === undefined ? 'no end of line' : 'broken quotes' })
        at = lineEnd(text, at) + 1
        continue
      }
      const row = take(out, record)
      if (row !== undefined) push(batches, row)
      at = record.next
    }
    return { batches: batches.filter((batch) => batch.length > 0), upTo: at }
  }
  return { read }
}

/** Reads a whole small table at once. */
export const readTable = (text: string, bad: (line: BadLine) => void): readonly TableRow[] =>
  openTable(bad).read(text, true).batches.flat()

const push = (batches: TableRow[][], row: TableRow): void => {
  const batch = batches.at(-1)
  if (batch === undefined || batch.length >= BATCH) batches.push([row])
  else batch.push(row)
}
