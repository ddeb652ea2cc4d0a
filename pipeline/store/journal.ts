import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import type Database from 'better-sqlite3'
import { Trouble } from '../model/trouble.ts'

/**
 * The suppression journal: an append-only file beside the database that holds hashed keys only. The table
 * `suppression` is filled from it and from nowhere else, so that a database restored from yesterday's backup
 * takes up today's opt-outs the moment it is opened.
 */
export const journalFileOf = (path: string): string => `${path}.optouts`

/** One line of the journal: a key added for a reason, or taken back. */
export interface Entry {
  readonly op: '+' | '-'
  readonly key: Buffer
  readonly type: string
  readonly reason: string
  readonly stops: string
  readonly at: string
  readonly via: string
}

const CHUNK = 1 << 20

const line = (entry: Entry): string =>
  `${[
    entry.op,
    entry.key.toString('base64url'),
    entry.type,
    entry.reason,
    entry.stops,
    entry.at,
    JSON.stringify(entry.via),
  ].join('\t')}\n`

const LINE =
  /^([+-])\t([A-Za-z0-9_-]{22})\t([a-z]+)\t([a-z-]+)\t([a-z]+)\t([^\t]+)\t("(?:[^"\\]|\\.)*")$/

const parse = (text: string): Entry | undefined => {
  const [, op, key = '', type = '', reason = '', stops = '', at = '', via = '""'] =
    LINE.exec(text) ?? []
  if (op !== '+' && op !== '-') return undefined
  return { op, key: Buffer.from(key, 'base64url'), type, reason, stops, at, via: JSON.parse(via) }
}

/**
 * Appends entries, durable when it returns. The caller holds the database's write lock, so writers take turns.
 * A torn last line (the machine died) is closed off first; it was never promised to anybody.
 */
export const appendJournal = (path: string, entries: readonly Entry[]) => {
  const file = journalFileOf(path)
  try {
    append(file, entries)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(
      'database-unusable',
      'stop',
      `the opt-out was NOT kept: ${file} cannot be written (${why}). Free space or make it writable, then repeat it`,
      cause,
    )
  }
}

const append = (file: string, entries: readonly Entry[]) => {
  const handle = openSync(file, 'a+', 0o600)
  try {
    const { size } = fstatSync(handle)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(handle, last, 0, 1, size - 1)
    else chmodSync(file, 0o600)
    if (size > 0 && last[0] !== 10) writeSync(handle, '\n')
    for (let from = 0; from < entries.length; from += 10_000)
      writeWhole(
        handle,
        entries
          .slice(from, from + 10_000)
          .map(line)
          .join(''),
      )
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A full disk may take a part of the text without an error. */
const writeWhole = (handle: number, text: string) => {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
}

/** Takes up what the journal holds and the table does not (after a restore or a crash), in a transaction of its own. */
export const catchUp = (raw: Database.Database, path: string): number => {
  if (path === ':memory:' || !existsSync(journalFileOf(path))) return 0
  const applied = Number(raw.prepare('select journal_applied from keyring').pluck().get())
  if (statSync(journalFileOf(path)).size === applied) return 0
  return raw.transaction(() => applyJournal(raw, path)).immediate()
}

/** Brings the table up to the journal's end; answers how many entries it applied. Runs inside the caller's transaction. */
export const applyJournal = (raw: Database.Database, path: string): number => {
  const file = journalFileOf(path)
  if (!existsSync(file)) return 0
  const handle = openSync(file, 'r')
  try {
    const applied = Number(raw.prepare('select journal_applied from keyring').pluck().get())
    if (fstatSync(handle).size === applied) return 0
    // A shorter journal is another file (put back from a backup): read all of it, entries may come twice.
    const from = applied > fstatSync(handle).size ? 0 : applied
    const apply = entryApplier(raw)
    const { end, count } = readLines(handle, from, (text) => {
      const entry = parse(text)
      if (entry !== undefined) apply(entry)
    })
    raw.prepare('update keyring set journal_applied = ?').run(end)
    return count
  } finally {
    closeSync(handle)
  }
}

/** Applies one entry to the table; used alone where there is no file (a database in memory). */
export const entryApplier = (raw: Database.Database): ((entry: Entry) => void) => {
  const add = raw.prepare(
    `insert into suppression (key, reason, type, stops, at, via) values (?, ?, ?, ?, ?, ?)
     on conflict do update set stops = case when stops = excluded.stops then stops else 'all' end`,
  )
  const remove = raw.prepare('delete from suppression where key = ? and reason = ?')
  return ({ op, key, reason, type, stops, at, via }) => {
    if (op === '+') add.run(key, reason, type, stops, at, via)
    else remove.run(key, reason)
  }
}

const readLines = (handle: number, from: number, take: (text: string) => void) => {
  const chunk = Buffer.alloc(CHUNK)
  let rest = Buffer.alloc(0)
  let at = from
  let count = 0
  for (;;) {
    const read = readSync(handle, chunk, 0, CHUNK, at + rest.length)
    if (read === 0) return { end: at, count }
    const block = Buffer.concat([rest, chunk.subarray(0, read)])
    const stop = block.lastIndexOf(10) + 1
    for (const text of block.toString('utf8', 0, stop).split('\n'))
      if (text !== '') {
        take(text)
        count++
      }
    at += stop
    rest = Buffer.from(block.subarray(stop))
  }
}
