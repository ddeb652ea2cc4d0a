import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse'
import type { RegisterName } from '../model/law.ts'
import type { Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { KeyType } from '../store/keyring.ts'
import { optOutAll } from '../store/opt-out.ts'
import { beginScreening, finishScreening, saveAnswers } from '../store/register.ts'
import type { Key, No } from '../store/suppression.ts'
import { type Columns, columnsOf, listedOf, rowKeys } from './columns.ts'
import type { Complying } from './comply.ts'

/** What an import took and what it set aside. */
export interface ImportReport {
  readonly rows: number
  readonly kept: number
  /** Row number in the file and what is wrong with it; the row itself is not repeated. */
  readonly setAside: readonly { readonly row: number; readonly why: string }[]
  readonly prospects: readonly number[]
}

/** What each register is asked about. */
const ASKS: Readonly<Record<RegisterName, KeyType>> = {
  TPS: 'phone',
  CTPS: 'phone',
  DNCM: 'phone',
  MPS: 'address',
  Robinson: 'address',
  NMI: 'register',
}

const BATCH = 20_000

interface Row {
  readonly row: number
  readonly keys: readonly Key[]
  readonly listed: boolean | undefined
  readonly why?: string
}

/** Reads opt-outs from a CSV file: every address, number or business a row names is suppressed. */
export const importOptOuts = async (
  job: Complying,
  file: string,
  asked: { readonly region?: Region; readonly no: Omit<No, 'via'> },
): Promise<ImportReport> => {
  const no = { ...asked.no, via: `file ${basename(file)}` }
  const setAside: { row: number; why: string }[] = []
  const prospects = new Set<number>()
  let rows = 0
  let kept = 0
  for await (const batch of batches(rowsOf(job, file, asked.region))) {
    rows += batch.length
    setAside.push(...wrong(batch))
    const groups = batch.flatMap(({ keys }) => (keys.length > 0 ? [keys] : []))
    for (const id of optOutAll(job.store, job.ring, groups, no).prospects) prospects.add(id)
    kept += groups.length
  }
  return { rows, kept, setAside, prospects: [...prospects].sort((a, b) => a - b) }
}

/** What a register's file is. */
export interface RegisterFile {
  readonly register: RegisterName
  readonly takenOn: string
  readonly covers: 'all' | 'asked'
  readonly campaign?: string
  /** What a row without a result column means. */
  readonly rows: 'listed' | 'clear'
  readonly region?: Region
}

/** Reads a register, or its answers, from a CSV file; numbers are kept as keyed hashes with the day of the register's data. */
export const importRegister = async (
  job: Complying,
  file: string,
  asked: RegisterFile,
): Promise<ImportReport> => {
  const asks = ASKS[asked.register]
  const screen = beginScreening(job.store, { ...asked, file: basename(file), at: job.at })
  const setAside: { row: number; why: string }[] = []
  let rows = 0
  let kept = 0
  for await (const batch of batches(rowsOf(job, file, asked.region))) {
    rows += batch.length
    setAside.push(...wrong(batch))
    const answers = batch.flatMap(({ keys, listed = asked.rows === 'listed' }) =>
      keys.filter(({ type }) => type === asks).map(({ key }) => ({ key, listed })),
    )
    saveAnswers(job.store, screen, answers)
    kept += answers.length
  }
  // A register of which rows could not be read clears nobody by its silence.
  const covers = setAside.length === 0 ? asked.covers : 'asked'
  finishScreening(job.store, screen, { covers, rows: kept, asks })
  return { rows, kept, setAside, prospects: [] }
}

const wrong = (batch: readonly Row[]) =>
  batch.flatMap(({ row, why }) => (why === undefined ? [] : [{ row, why }]))

async function* batches(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function* rowsOf(
  { ring, signal }: Complying,
  file: string,
  region: Region | undefined,
): AsyncGenerator<Row> {
  const reader = createReadStream(file, signal === undefined ? {} : { signal }).pipe(
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
  )
  let columns: Columns | undefined
  let row = 0
  try {
    for await (const cells of reader as AsyncIterable<readonly string[]>) {
      row++
      if (columns === undefined) {
        columns = columnsOf(cells)
        if (columns.header) continue
      }
      const { keys, why } = rowKeys(ring, columns, cells, region)
      yield { row, keys, listed: listedOf(columns, cells), ...(why === undefined ? {} : { why }) }
    }
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble('bad-file', 'usage', `${file} cannot be read as CSV: ${why}`, cause)
  }
}
