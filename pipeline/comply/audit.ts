import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { Trouble } from '../model/trouble.ts'
import { type LedgerRow, ledger } from '../store/ledger.ts'
import type { Store } from '../store/open.ts'

/** Writes the ledger as CSV or JSON lines, readable by its owner only; answers how many messages. */
export const writeLedger = async (store: Store, file: string): Promise<number> => {
  const csv = file.endsWith('.csv')
  if (!csv && !file.endsWith('.jsonl'))
    throw new Trouble(
      'bad-option',
      'usage',
      `--out takes a file ending in .csv or .jsonl, not ${file}`,
    )
  let rows = 0
  const counted = function* (): Generator<LedgerRow> {
    for (const row of ledger(store)) {
      rows++
      yield row
    }
  }
  const target = createWriteStream(file, { mode: 0o600 })
  const source = Readable.from(counted())
  if (csv)
    await pipeline(
      source,
      stringify({ header: true, record_delimiter: 'windows', escape_formulas: true }),
      target,
    )
  else await pipeline(source, lines, target)
  return rows
}

async function* lines(rows: AsyncIterable<LedgerRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}
