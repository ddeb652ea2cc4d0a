import type { Generated, Selectable } from 'kysely'

/** A run of a stage: what it was asked (JSON), how it ended, and its report (JSON). */
interface RunTable {
  id: Generated<number>
  stage: string
  asked: string
  started_at: string
  ended_at: string | null
  exit: number | null
  host: string
  pid: number
  report: string | null
}

export type RunRow = Selectable<RunTable>

/**
 * Every table's row type, by name. Each other file in this folder adds its own table:
 * `declare module './schema.ts' { interface Tables { page: PageTable } }`.
 */
export interface Tables {
  run: RunTable
}
