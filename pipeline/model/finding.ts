import type { Instant } from './region.ts'

/** A true, dated observation about a prospect, with its proof. */
export interface Finding {
  readonly id: number
  readonly prospect: number
  /** The probe's name: its file below `enrich/probes/`, named for the failing state (`no-https`). */
  readonly probe: string
  readonly severity: 'low' | 'middle' | 'high'
  /** Whether a message may mention it. */
  readonly sayable: boolean
  /** Kept page that shows it, and the words on it. */
  readonly page?: number
  readonly url?: string
  readonly excerpt?: string
  /** Values that a sentence may use, named by the probe (`{ a: 'Yell', b: 'OpenStreetMap', phoneA: … }`). */
  readonly data: Readonly<Record<string, string>>
  readonly at: Instant
}
