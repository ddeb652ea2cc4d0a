/** What a run of enrichment did, for a person and for the run's record. */
export interface EnrichReport {
  due: number
  prospects: number
  visited: number
  /** Sites whose kept pages were young enough. */
  reused: number
  failed: number
  noWebsite: number
  contacts: number
  findings: number
  /** Addresses seen and not taken for the firm's own. */
  refused: number
  mail: { yes: number; no: number; unknown: number }
  /** Why visits failed, counted. */
  reasons: Record<string, number>
  ended: 'done' | 'stopped' | 'offline'
}

/** A report before anything was done. */
export const emptyReport = (due: number): EnrichReport => ({
  due,
  prospects: 0,
  visited: 0,
  reused: 0,
  failed: 0,
  noWebsite: 0,
  contacts: 0,
  findings: 0,
  refused: 0,
  mail: { yes: 0, no: 0, unknown: 0 },
  reasons: {},
  ended: 'done',
})
