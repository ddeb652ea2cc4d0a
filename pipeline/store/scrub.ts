import type { Store } from './open.ts'
import { columnsOf, quote, tablesOf } from './personal.ts'

/** Overwrites what `redact` changes in every text of every table; answers the number of cells by table. */
export const scrubText = (
  store: Store,
  redact: (text: string) => string,
): Readonly<Record<string, number>> => {
  store.raw.function('doorstep_hits', { deterministic: true }, (text) =>
    typeof text === 'string' && redact(text) !== text ? 1 : 0,
  )
  store.raw.function('doorstep_redact', { deterministic: true }, (text) =>
    typeof text === 'string' ? redact(text) : text,
  )
  const scrubbed: Record<string, number> = {}
  for (const table of tablesOf(store)) {
    const columns = columnsOf(store, table).filter(({ type }) => /text|any|^$/i.test(type))
    if (columns.length === 0) continue
    const all = columns.map(({ name }) => `coalesce(${quote(name)}, '')`).join(` || char(0) || `)
    const found = store.raw.prepare(
      `select 1 from ${quote(table)} where doorstep_hits(${all}) limit 1`,
    )
    if (found.get() === undefined) continue
    const { changes } = store.raw
      .prepare(
        `update or replace ${quote(table)}
         set ${columns.map(({ name }) => `${quote(name)} = doorstep_redact(${quote(name)})`).join(', ')}
         where doorstep_hits(${all})`,
      )
      .run()
    scrubbed[table] = changes
  }
  return scrubbed
}

/**
 * Rewrites the database file so that nothing deleted is left in free pages, page ends or the write-ahead log. Answers
 * false when another process reads the database, so that the log could not be emptied.
 */
export const compact = (store: Store): boolean => {
  if (store.path === ':memory:') return true
  const wait = Number(store.raw.pragma('busy_timeout', { simple: true }))
  store.raw.pragma(`busy_timeout = ${COMPACT_WAIT_MS}`)
  try {
    if (!emptyLog(store)) return false
    store.raw.exec('vacuum')
    return emptyLog(store)
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return false
    throw error
  } finally {
    store.raw.pragma(`busy_timeout = ${wait}`)
  }
}

const COMPACT_WAIT_MS = 1000

const emptyLog = (store: Store): boolean => {
  const [result] = store.raw.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[]
  return result?.busy === 0
}
