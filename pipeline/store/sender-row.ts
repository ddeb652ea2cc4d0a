import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import type { Generated } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

interface SenderTable {
  id: Generated<number>
  boot: string
  started_at: string
  ended_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    sender: SenderTable
  }
}

/** A running sender: its id, its log, and how to say that it ended well. */
export interface SenderSession {
  readonly id: number
  /** Writes a line to the log; it outlives this process when this returns. */
  readonly append: (line: string) => void
  /** Empties the log: all of it is in the database. */
  readonly clear: () => void
  readonly end: (at: Instant) => void
}

/**
 * This start of the machine. Commits that were not synced are lost with it, so what another start left behind is
 * judged with more doubt. Empty where the system does not tell; then every left-behind row is doubted.
 */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

const lockFile = (store: Store, id: number): string => `${store.path}.sender-${id}`
const logFile = (store: Store, id: number): string => `${store.path}.sender-${id}.log`

/** Takes the lock of a sender: held by the kernel until this process closes it or dies, however it dies. */
const lock = (file: string): Database.Database | undefined => {
  const handle = new Database(file, { timeout: 0 })
  try {
    handle.exec('begin exclusive')
    return handle
  } catch (cause) {
    handle.close()
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY'))
      return undefined
    throw cause
  }
}

/** Begins a sender: a row, and a lock file that tells others that it lives. */
export const beginSender = (store: Store, at: Instant): SenderSession => {
  const { lastId: id } = store.run(
    store.sql.insertInto('sender').values({ boot: bootId(), started_at: at, ended_at: null }),
  )
  // The same few pages change with every message: copying them back seldom saves most of the work.
  store.raw.pragma('wal_autocheckpoint = 8000')
  const memory = store.path === ':memory:'
  const held = memory ? undefined : lock(lockFile(store, id))
  const log = memory ? undefined : openSync(logFile(store, id), 'a', 0o600)
  let empty = true
  return {
    id,
    append: (line) => {
      if (log !== undefined) writeSync(log, line)
      empty = false
    },
    clear: () => {
      if (log !== undefined && !empty) ftruncateSync(log, 0)
      empty = true
    },
    end: (ended) => {
      store.run(store.sql.updateTable('sender').set({ ended_at: ended }).where('id', '=', id))
      store.raw.pragma('wal_autocheckpoint = 1000')
      if (log !== undefined) closeSync(log)
      held?.close()
      forgetSender(store, id)
    },
  }
}

/** Senders that neither ended well nor live any more, with the lines of their logs that are whole. */
export const deadSenders = (
  store: Store,
  self: number,
): readonly { readonly id: number; readonly boot: string; readonly noted: readonly unknown[] }[] =>
  store
    .all(
      store.sql
        .selectFrom('sender')
        .select(['id', 'boot'])
        .where('ended_at', 'is', null)
        .where('id', '!=', self),
    )
    .filter(({ id }) => isDead(store, id))
    .map((row) => ({ ...row, noted: notedBy(store, row.id) }))

const isDead = (store: Store, id: number): boolean => {
  const file = lockFile(store, id)
  if (!existsSync(file)) return true
  const taken = lock(file)
  taken?.close()
  return taken !== undefined
}

const notedBy = (store: Store, id: number): readonly unknown[] => {
  const file = logFile(store, id)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

/** Removes the files of a sender that ended, or whose messages are judged. */
export const forgetSender = (store: Store, id: number): void => {
  rmSync(lockFile(store, id), { force: true })
  rmSync(logFile(store, id), { force: true })
}
