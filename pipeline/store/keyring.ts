import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import type { Generated } from 'kysely'
import { Trouble } from '../model/trouble.ts'
import type { Store } from './open.ts'

interface KeyringTable {
  id: Generated<number>
  fingerprint: Buffer | null
  journal_applied: Generated<number>
}

declare module './schema.ts' {
  interface Tables {
    keyring: KeyringTable
  }
}

/** What a hashed key speaks about. */
export type KeyType =
  | 'email'
  | 'phone'
  | 'domain'
  | 'address'
  | 'register'
  | 'business'
  | 'prospect'
  | 'listing'
  | 'url'

/** Hashes contact data under the local key: the same value gives the same 16 bytes, and nobody without the key can tell which. */
export interface Keyring {
  readonly hash: (type: KeyType, value: string) => Buffer
}

const BYTES = 16

/** Where the local key lies: beside its database. */
export const keyFileOf = (path: string): string => `${path}.key`

/**
 * Opens the local key: `DOORSTEP_KEY` (64 hex digits), else the file `DOORSTEP_KEY_FILE`, else `<database>.key`,
 * made with mode 0600 on first use. A key other than the one the database was written with would undo every
 * opt-out without a sound, so that is Trouble `key-mismatch`.
 */
export const openKeyring = (
  store: Store,
  env: Readonly<Record<string, string | undefined>>,
): Keyring => {
  const known = store.get(store.sql.selectFrom('keyring').select('fingerprint'))?.fingerprint
  const secret = secretOf(store, env, known !== null && known !== undefined)
  const ring = keyringOf(secret)
  const fingerprint = ring.hash('prospect', 'fingerprint')
  if (known === null || known === undefined)
    store.run(store.sql.updateTable('keyring').set({ fingerprint }))
  else if (!fingerprint.equals(known))
    throw new Trouble(
      'key-mismatch',
      'stop',
      `the local key is not the one ${store.path} was written with: every opt-out would be lost. Put ${keyFileOf(store.path)} back from its backup, or set DOORSTEP_KEY.`,
    )
  return ring
}

/** A keyring over 32 secret bytes. */
const keyringOf = (secret: Buffer): Keyring => ({
  hash: (type, value) =>
    createHmac('sha256', secret)
      .update(type)
      .update('\0')
      .update(value)
      .digest()
      .subarray(0, BYTES),
})

const secretOf = (
  store: Store,
  env: Readonly<Record<string, string | undefined>>,
  mustExist: boolean,
): Buffer => {
  if (env.DOORSTEP_KEY !== undefined) return decode(env.DOORSTEP_KEY, 'DOORSTEP_KEY')
  if (store.path === ':memory:') return Buffer.from(hkdfSync('sha256', 'memory', '', '', 32))
  const file = env.DOORSTEP_KEY_FILE ?? keyFileOf(store.path)
  if (!existsSync(file)) {
    if (mustExist)
      throw new Trouble(
        'key-mismatch',
        'stop',
        `the local key ${file} is missing: without it no opt-out in ${store.path} can be recognised. Put it back from its backup, or set DOORSTEP_KEY.`,
      )
    make(file)
  }
  return decode(readFileSync(file, 'utf8').trim(), file)
}

// Written beside and linked into place, so that nobody ever reads half a key; if another process was first, theirs is the key.
const make = (file: string) => {
  const draft = `${file}.${process.pid}`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(handle)
  closeSync(handle)
  try {
    linkSync(draft, file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    unlinkSync(draft)
  }
}

const decode = (text: string, from: string): Buffer => {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new Trouble('key-mismatch', 'stop', `${from} is not a key: it takes 64 hex digits`)
  return Buffer.from(text, 'hex')
}
