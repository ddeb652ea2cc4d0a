import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * A table on the disk for the length of one job: rows put under a key in any order, and found again by it.
 * It joins files that are too large to hold and need not be sorted. Gone when it is closed.
 */
export interface Staging<Row> {
  /** Puts rows under their keys, in one transaction. */
  readonly put: (kind: string, rows: readonly (readonly [key: string, row: Row])[]) => void
  /** The rows of a key, in the order in which they were put. */
  readonly of: (kind: string, key: string) => readonly Row[]
  readonly close: () => void
}

/** Opens a staging table in a temporary folder; nothing in it outlives `close`. */
export const openStaging = <Row>(): Staging<Row> => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-'))
  const db = new Database(join(folder, 'staging.db'))
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -65536')
  db.exec(`create table staged (
    kind text not null, key text not null, n integer not null, row text not null,
    primary key (kind, key, n)) strict, without rowid`)
  const insert = db.prepare('insert into staged (kind, key, n, row) values (?, ?, ?, ?)')
  const select = db.prepare('select row from staged where kind = ? and key = ? order by n').pluck()
  let n = 0
  return {
    put: db.transaction((kind: string, rows: readonly (readonly [string, Row])[]) => {
      for (const [key, row] of rows) insert.run(kind, key, n++, JSON.stringify(row))
    }),
    of: (kind, key) => (select.all(kind, key) as string[]).map((row) => JSON.parse(row) as Row),
    close: () => {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
