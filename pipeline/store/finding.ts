import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** A finding as it is stored, its values as JSON with sorted keys. */
export interface FindingRow {
  id: number
  prospect: number
  probe: string
  severity: Finding['severity']
  sayable: number
  page: number | null
  url: string | null
  excerpt: string | null
  data: string
  at: string
  first_at: string
  gone_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    finding: FindingRow
  }
}

/** Which earlier findings were looked for again: those of a probe that was asked, of a page that was read again. */
export interface Looked {
  readonly probes: readonly string[]
  readonly isReread: (url: string) => boolean
}

/**
 * Stores what the probes saw of a prospect at `at`. The same observation (probe and values) keeps its id; one that was
 * looked for again and not seen is marked gone. Answers how many are new.
 */
export const saveFindings = (
  store: Store,
  prospect: number,
  looked: Looked,
  findings: readonly Omit<Finding, 'id' | 'prospect'>[],
  at: Instant,
): number => {
  const seen = new Set<number>()
  let fresh = 0
  for (const finding of findings) {
    const data = JSON.stringify(sorted(finding.data))
    const values = {
      severity: finding.severity,
      sayable: finding.sayable ? 1 : 0,
      page: finding.page ?? null,
      url: finding.url ?? null,
      excerpt: finding.excerpt ?? null,
      at: finding.at,
      gone_at: null,
    }
    const known = store.get(
      store.sql
        .selectFrom('finding')
        .select('id')
        .where('prospect', '=', prospect)
        .where('probe', '=', finding.probe)
        .where('data', '=', data),
    )
    if (known === undefined) {
      fresh++
      const row = { ...values, prospect, probe: finding.probe, data, first_at: finding.at }
      seen.add(store.run(store.sql.insertInto('finding').values(row as FindingRow)).lastId)
    } else {
      seen.add(known.id)
      store.run(store.sql.updateTable('finding').set(values).where('id', '=', known.id))
    }
  }
  const again = (row: FindingRow) =>
    looked.probes.includes(row.probe) && (row.url === null || looked.isReread(row.url))
  for (const row of rowsOf(store, prospect))
    if (row.gone_at === null && !seen.has(row.id) && again(row))
      store.run(store.sql.updateTable('finding').set({ gone_at: at }).where('id', '=', row.id))
  return fresh
}

const sorted = (data: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)))

const rowsOf = (store: Store, prospect: number): readonly FindingRow[] =>
  store.all(
    store.sql.selectFrom('finding').selectAll().where('prospect', '=', prospect).orderBy('id'),
  )

/** What still holds of a prospect, by id. */
export const findingsOf = (store: Store, prospect: number): readonly Finding[] =>
  rowsOf(store, prospect)
    .filter((row) => row.gone_at === null)
    .map(asFinding)

const asFinding = (row: FindingRow): Finding => ({
  id: row.id,
  prospect: row.prospect,
  probe: row.probe,
  severity: row.severity,
  sayable: row.sayable === 1,
  data: JSON.parse(row.data) as Record<string, string>,
  at: row.at,
  ...(row.page === null ? {} : { page: row.page }),
  ...(row.url === null ? {} : { url: row.url }),
  ...(row.excerpt === null ? {} : { excerpt: row.excerpt }),
})
