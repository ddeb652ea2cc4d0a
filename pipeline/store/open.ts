import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Trouble } from '../model/trouble.ts'
import { root } from '../root.ts'
import { catchUp } from './journal.ts'
import type { Tables } from './schema.ts'

interface Compilable<R> {
  compile(): CompiledQuery<R>
}

/**
 * The database. Queries are built with Kysely (`store.sql`), typed by the tables, and run at once by
 * better-sqlite3: a transaction is one synchronous call, so no other task's statement can slip into it.
 */
export interface Store {
  /** Builds queries; never runs them itself. */
  readonly sql: Kysely<Tables>
  /** All rows of a query. */
  readonly all: <R>(query: Compilable<R>) => R[]
  /** The first row. */
  readonly get: <R>(query: Compilable<R>) => R | undefined
  /** Runs a statement; answers how many rows changed and the last row id. */
  readonly run: (query: Compilable<unknown>) => {
    readonly changes: number
    readonly lastId: number
  }
  /** Runs `work` in one immediate transaction: all of it, or nothing. */
  readonly transaction: <T>(work: () => T) => T
  /** The handle itself, for hot loops and what only SQLite speaks; used inside `store/` only. */
  readonly raw: Database.Database
  readonly path: string
  readonly close: () => void
}

const MIGRATIONS = join(root, 'pipeline', 'store', 'migrations')

const migrations = (): readonly { readonly version: number; readonly file: string }[] =>
  readdirSync(MIGRATIONS)
    .filter((file) => /^\d{3}-.*\.sql$/.test(file))
    .sort()
    .map((file) => ({ version: Number(file.slice(0, 3)), file }))

/** Opens (and makes, and migrates) the database at `path`, or `:memory:`. Trouble `database-unusable` says why it cannot. */
export const openStore = (path: string, options: { readonly readonly?: boolean } = {}): Store => {
  try {
    return open(path, options.readonly ?? false)
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(
      'database-unusable',
      'stop',
      `the database ${path} cannot be used: ${why}. Give another with --db PATH, or make its folder writable.`,
      cause,
    )
  }
}

const open = (path: string, readonly: boolean): Store => {
  const fresh = path !== ':memory:' && !existsSync(path)
  if (fresh) mkdirSync(dirname(path), { recursive: true })
  const raw = new Database(path, { readonly, timeout: 10_000 })
  if (!readonly) {
    if (path !== ':memory:') chmodSync(path, 0o600)
    raw.pragma('journal_mode = WAL')
    raw.pragma('synchronous = NORMAL')
    raw.pragma('secure_delete = ON')
    // pages that many commits touch are copied into the database once
    raw.pragma('wal_autocheckpoint = 8000')
  }
  raw.pragma('foreign_keys = ON')
  migrate(raw, path, readonly)
  if (!readonly) catchUp(raw, path)
  return storeOver(raw, path)
}

const migrate = (raw: Database.Database, path: string, readonly: boolean) => {
  const steps = migrations()
  const latest = steps.at(-1)?.version ?? 0
  const version = () => Number(raw.pragma('user_version', { simple: true }))
  if (version() > latest)
    throw new Trouble(
      'database-unusable',
      'stop',
      `the database ${path} was written by a newer Doorstep (schema ${version()}, this one knows ${latest}); update the program.`,
    )
  if (version() === latest || readonly) return
  raw
    .transaction(() => {
      for (const step of steps)
        if (step.version > version()) {
          raw.exec(readFileSync(join(MIGRATIONS, step.file), 'utf8'))
          raw.pragma(`user_version = ${step.version}`)
        }
    })
    .immediate()
}

const storeOver = (raw: Database.Database, path: string): Store => {
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  const statements = new Map<string, Database.Statement>()
  const statement = (text: string): Database.Statement => {
    let known = statements.get(text)
    if (known === undefined) {
      known = raw.prepare(text)
      if (statements.size > 500) statements.clear()
      statements.set(text, known)
    }
    return known
  }
  return {
    sql,
    raw,
    path,
    all: <R>(query: Compilable<R>) => {
      const { sql: text, parameters } = query.compile()
      return statement(text).all(...parameters) as R[]
    },
    get: <R>(query: Compilable<R>) => {
      const { sql: text, parameters } = query.compile()
      return statement(text).get(...parameters) as R | undefined
    },
    run: (query) => {
      const { sql: text, parameters } = query.compile()
      const { changes, lastInsertRowid } = statement(text).run(...parameters)
      return { changes, lastId: Number(lastInsertRowid) }
    },
    transaction: (work) => raw.transaction(work).immediate(),
    close: () => {
      raw.close()
    },
  }
}
