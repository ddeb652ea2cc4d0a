const DELIMITERS = [';', ',', '\t', '|'] as const

/** Lines at the top of a file among which its titles are looked for: lists often begin with a heading. */
export const TOP = 20

/** The delimiter that stands most often in one of the first lines, quoted texts aside; a line `sep=;` says it itself. */
export const delimiterOf = (text: string): string => {
  const lines = text.split(/\r\n|\n|\r/, TOP).map((line) => line.replace(/"[^"]*"/g, ''))
  const said = /^\ufeff?"?sep=([;,|\t])"?(?=\r|\n|$)/i.exec(text)?.[1]
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length))
  return said ?? [...DELIMITERS].sort((a, b) => most(b) - most(a))[0] ?? ','
}

/** A quote that is never closed would swallow the rest of the file into one row. */
const LONGEST_ROW = 100_000

/** A record and where the next begins; `open` when the text stops within it. */
type Found = { readonly cells: readonly string[]; readonly next: number } | 'open'

const LINE_END = /\r\n|\n|\r/g

/** The record at a place (RFC 4180). A quote closes a cell only before a delimiter or a line's end: `"Joe "Best" Pizza"` is one cell, if it is one line. */
const recordAt = (text: string, at: number, delimiter: string): Found => {
  const cells: string[] = []
  const stops = delimiter === '\t' ? /[\t\r\n]/g : new RegExp(`[${delimiter}\\r\\n]`, 'g')
  const closes = new RegExp(
    `"(?:"|[ ]*(?=${delimiter === '\t' ? '\\t' : `[${delimiter}]`}|\\r|\\n|$))`,
    'g',
  )
  for (let from = at; ; ) {
    const quote = /[ ]*"/y
    quote.lastIndex = from
    let end = from
    if (quote.test(text)) {
      const start = quote.lastIndex
      closes.lastIndex = start
      let close = closes.exec(text)
      while (close !== null && close[0] === '""') close = closes.exec(text)
      if (close === null) return 'open'
      const raw = text.slice(start, close.index)
      if (/[\r\n]/.test(raw) && raw.replaceAll('""', '').includes('"')) return 'open'
      cells.push(raw.replaceAll('""', '"'))
      end = closes.lastIndex
    } else {
      stops.lastIndex = from
      end = stops.exec(text)?.index ?? text.length
      cells.push(text.slice(from, end))
    }
    if (text[end] === delimiter) {
      from = end + 1
      continue
    }
    return { cells, next: end + (text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0) }
  }
}

/** A record with the line on which it begins, or that line set aside. */
export type Read =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly why: string }

/** Cells that a record of several lines must have; before the titles are known it may have any. */
type Width = () => number | undefined

/**
 * Reads the records of a delimited text as it comes. A quote that nobody closes would make one record of many lines:
 * a record of several lines that has not as many cells as there are columns, or that never ends, is none. Its first
 * line alone is set aside, and reading goes on behind it.
 */
export async function* recordsOf(
  chunks: AsyncIterable<string>,
  delimiter: string,
  width: Width,
): AsyncGenerator<Read> {
  let text = ''
  let line = 1
  const take = function* (last: boolean): Generator<Read> {
    let at = 0
    while (at < text.length) {
      const found = recordAt(text, at, delimiter)
      const cut = found === 'open' || found.next >= text.length
      if (cut && !last && text.length - at < LONGEST_ROW) break
      const end = lineEnd(text, at)
      const spans = found !== 'open' && found.next > end
      if (found === 'open' || (spans && found.cells.length !== (width() ?? found.cells.length))) {
        yield strayQuote(text.slice(at, end), line, delimiter)
        line += 1
        at = end
        continue
      }
      yield { line, cells: found.cells }
      line += text.slice(at, found.next).match(LINE_END)?.length ?? 0
      at = found.next
    }
    text = text.slice(at)
  }
  for await (const chunk of chunks) {
    text += chunk
    yield* take(false)
  }
  yield* take(true)
}

/** A line whose quotes close no cell: what stands between delimiters as it is, unless one of them was left open. */
const strayQuote = (raw: string, line: number, delimiter: string): Read =>
  raw.split('"').length % 2 === 0
    ? { line, why: 'a quote is opened and not closed' }
    : { line, cells: raw.replace(/[\r\n]+$/, '').split(delimiter) }

/** Behind the end of the line that begins at a place. */
const lineEnd = (text: string, at: number): number => {
  LINE_END.lastIndex = at
  const end = LINE_END.exec(text)
  return end === null ? text.length : end.index + end[0].length
}
