import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Config } from '../config.ts'
import type { GoldenRecord, Provenance } from '../model/prospect.ts'
import type { Language } from '../model/region.ts'
import { pagesAbout, registerAnswersAbout } from '../store/disclosure.ts'
import { readRows } from '../store/erase-rows.ts'
import { memberListings, mergeFamily } from '../store/erasure.ts'
import { suppressionsOfProspect } from '../store/suppression.ts'
import type { Complying } from './comply.ts'
import { disclosurePage } from './disclosure-page.ts'
import { findSubject } from './find.ts'
import { openVoice } from './words.ts'

type Row = Readonly<Record<string, unknown>>

/** A field that is believed true, and where each reading of it stands. */
interface DisclosedFact {
  readonly field: string
  readonly value: string
  readonly source: string
  readonly url: string | undefined
  readonly at: string
}

/** All that is held about a person (GDPR art. 15 and 20), as plain data. */
export interface Disclosure {
  readonly at: string
  readonly operator: Config['operator']
  readonly prospects: readonly number[]
  readonly facts: readonly DisclosedFact[]
  /** Every row of every table that belongs to the person, JSON columns opened, hashes left out. */
  readonly rows: Readonly<Record<string, readonly Row[]>>
  readonly pages: readonly Row[]
  readonly suppressions: readonly Row[]
  readonly registers: readonly Row[]
}

/** Gathers all that is held under a prospect's number, an e-mail address or a telephone number. Trouble `not-found` for nobody. */
export const disclosureOf = (
  job: Complying,
  operator: Config['operator'],
  word: string,
): Disclosure => {
  const { store, at } = job
  const prospects = mergeFamily(store, findSubject(job, word))
  const listings = memberListings(store, prospects).map(({ id }) => id)
  const whose = { prospects, listings }
  const rows = readRows(store, whose)
  const pages = pagesAbout(store, whose)
  const urls = new Map(pages.map((page) => [page.id, page.url]))
  return {
    at,
    operator,
    prospects,
    facts: (rows.prospect ?? []).flatMap((row) => factsOf(goldenOf(row), urls)),
    rows: Object.fromEntries(
      Object.entries(rows)
        .filter(([table]) => table !== 'prospect_key' && table !== 'comply_due')
        .map(([table, all]) => [table, all.map(opened)]),
    ),
    pages: pages.map((page) => ({ ...page })),
    suppressions: prospects.flatMap((id) =>
      suppressionsOfProspect(store, id).map(({ key: _, ...row }) => row),
    ),
    registers: registerAnswersAbout(store, prospects).map((row) => ({
      ...row,
      listed: row.listed === 1,
    })),
  }
}

/** Writes a disclosure as JSON and as a readable page, with the proofs of consent beside them, for its owner's eyes only. Answers the files. */
export const writeDisclosure = async (
  disclosure: Disclosure,
  folder: string,
  language: Language,
  retentionDays: number,
): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: string[] = []
  const write = async (name: string, bytes: string | Buffer) => {
    const file = join(folder, name)
    await writeFile(file, bytes, { mode: 0o600 })
    files.push(file)
  }
  const { words } = openVoice(language)
  await write('disclosure.json', `${JSON.stringify(disclosure, blobsAsText, 2)}\n`)
  await write(
    'disclosure.html',
    String(await disclosurePage(disclosure, words, language, retentionDays)),
  )
  for (const { id, proof, proof_name: name } of disclosure.rows.consent ?? [])
    if (Buffer.isBuffer(proof)) await write(`consent-${String(id)}${extname(String(name))}`, proof)
  return files
}

const blobsAsText = (_: string, value: unknown): unknown => {
  const blob = value as { type?: unknown; data?: unknown } | null
  return typeof value === 'object' && blob?.type === 'Buffer' && Array.isArray(blob.data)
    ? { base64: Buffer.from(blob.data as number[]).toString('base64') }
    : value
}

const goldenOf = (row: Row): Partial<GoldenRecord> => JSON.parse(String(row.golden))

const factsOf = (
  golden: Partial<GoldenRecord>,
  urls: ReadonlyMap<number, string>,
): readonly DisclosedFact[] =>
  Object.entries(golden).flatMap(([field, said]) => {
    const fact = (value: unknown, from: Provenance): DisclosedFact => ({
      field,
      value: typeof value === 'string' ? value : Object.values(value ?? {}).join(', '),
      source: from.source,
      url: urls.get(from.page),
      at: from.at,
    })
    return [
      fact(said.value, said.from),
      ...said.agree.map((from) => fact(said.value, from)),
      ...said.differ.map((other) => fact(other.value, other.from)),
    ]
  })

/** A row with its JSON columns as data and its hashes left out. */
const opened = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name !== 'key')
      .map(([name, value]) => [name, openedValue(value)]),
  )

const openedValue = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
