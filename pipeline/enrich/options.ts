import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import type { Probe } from '../probe.ts'
import type { EnrichStep } from '../store/enrichment.ts'
import type { Store } from '../store/open.ts'
import type { IsShared } from '../store/shared.ts'
import type { Resolver } from './mail/resolver.ts'
import type { EnrichReport } from './report.ts'
import type { Entry } from './visit/entry.ts'
import type { ReadKept } from './visit/kept.ts'
import type { Pages } from './visit/pages.ts'

/** What a person may ask for alone. */
export const PARTS = ['contacts', 'registers', 'findings'] as const
/** One of the parts. */
export type Part = (typeof PARTS)[number]

/** What a run of enrichment needs. */
export interface EnrichOptions {
  readonly store: Store
  readonly pages: Pages
  readonly kept: ReadKept
  /** Absent where no network may be touched: mail domains are then left for later. */
  readonly resolver?: Resolver
  readonly probes: ReadonlyMap<string, Probe>
  readonly config: Pick<Config, 'enrich' | 'sites'>
  readonly run: number
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly parts: readonly Part[]
  /** Sites visited and steps done longer ago than this are done again; without it only what is missing or failed. */
  readonly refreshDays?: number
  /** When the asking began, where this run goes on with one that was killed or stopped; else now. */
  readonly began?: Instant
  readonly limit?: number
  readonly prospect?: number
  /** Tries again what failed without waiting for its time: the pages come from another place now. */
  readonly retryFailed?: boolean
  /** Whether a prospect's site is among those at hand; saved sites only. */
  readonly among?: (entry: Entry) => boolean
  readonly progress: (report: EnrichReport) => void
}

/** The same with what the run found out once for all prospects. */
export interface RunOptions extends EnrichOptions {
  readonly isShared: IsShared
  readonly steps: ReadonlySet<EnrichStep>
  readonly since: Instant
}
