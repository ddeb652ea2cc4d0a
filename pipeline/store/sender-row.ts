import { existsSync, readFileSync, rmSync } from 'node:fs'
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

/** A running sender: its id, and how to say that it ended well. */
export interface SenderSession {
  readonly id: number
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
  const held = store.path === ':memory:' ? undefined : lock(lockFile(store, id))
  return {
    id,
    end: (ended) => {
      store.run(store.sql.updateTable('sender').set({ ended_at: ended }).where('id', '=', id))
      held?.close()
      rmSync(lockFile(store, id), { force: true })
    },
  }
}

/** Senders that neither ended well nor live any more. */
export const deadSenders = (
  store: Store,
  self: number,
): readonly { readonly id: number; readonly boot: string }[] =>
  store
    .all(
      store.sql
        .selectFrom('sender')
        .select(['id', 'boot'])
        .where('ended_at', 'is', null)
        .where('id', '!=', self),
    )
    .filter(({ id }) => isDead(store, id))

const isDead = (store: Store, id: number): boolean => {
  const file = lockFile(store, id)
  if (!existsSync(file)) return true
  const taken = lock(file)
  taken?.close()
  return taken !== undefined
}

/** Forgets the lock file of a dead sender, once its messages are judged. */
export const buryLock = (store: Store, id: number): void => {
  rmSync(lockFile(store, id), { force: true })
}
