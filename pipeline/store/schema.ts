/** A run of a stage: what it was asked (JSON), how it ended, and its report (JSON). */
export interface RunRow {
  id: number
  stage: string
  asked: string
  started_at: string
  ended_at: string | null
  exit: number | null
  report: string | null
}

/**
 * Every table's row type, by name. Each other file in this folder adds its own table:
 * `declare module './schema.ts' { interface Tables { page: PageRow } }`.
 */
export interface Tables {
  run: RunRow
}
