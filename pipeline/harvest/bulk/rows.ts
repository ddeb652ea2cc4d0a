import type { Readable } from 'node:stream'
import { type BadLine, openTable, type TableRow } from '../../text/csv.ts'

/**
 * Reads a CSV stream as rows, up to a thousand at a time; memory does not grow with the file. What cannot be
 * read goes to `bad`; an error of the stream itself (a cut archive) is thrown.
 */
export async function* rowsOf(
  stream: Readable,
  bad: (line: BadLine) => void,
  wanted?: readonly string[],
): AsyncGenerator<readonly TableRow[]> {
  stream.setEncoding('utf8')
  const table = openTable(bad, wanted)
  let rest = ''
  for await (const chunk of stream as AsyncIterable<string>) {
    rest += chunk
    const { batches, upTo } = table.read(rest, false)
    rest = rest.slice(upTo)
    yield* batches
  }
  yield* table.read(rest, true).batches
}
