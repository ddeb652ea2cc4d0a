import type { Config } from '../config.ts'
import type { Fetched, FetchRequest } from '../fetch/fetched.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Query, Source } from '../source.ts'
import type { Past } from './drift.ts'
import type { Readers } from './readers.ts'
import type { Taking } from './take.ts'
import type { Take } from './takes.ts'

/** One source's part of a live run. */
export interface Errand {
  readonly id: SourceId
  readonly card: Source
  readonly region: Region
  readonly queries: readonly Query[]
}

/** What a live run needs. */
export interface Live extends Taking {
  readonly fetch: (request: FetchRequest) => Promise<Fetched>
  readonly prepare: Readers['prepare']
  readonly take: Take
  readonly settings: Config['sources']
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly sleep: (ms: number) => Promise<void>
  /** Pages done before this moment are asked again. */
  readonly staleBefore: Instant | undefined
  /** Requests under way at once for one source; politeness keeps it at 1. */
  readonly abreast: number
  /** What the last healthy runs showed, per source and kind. */
  readonly history: (source: SourceId, kind: string) => readonly Past[]
  /** Whether a source that charges may be asked once more. */
  readonly mayPay: () => boolean
  /** Asks again from elsewhere until few new listings come. */
  readonly untilStable: boolean
  /** Believes a query that shows less than half of what it showed before. */
  readonly acceptLoss: boolean
  /** Called after every page. */
  readonly progress: () => void
}

/** How one source ended. `no-network` ends the whole run. */
export type Ending =
  | 'done'
  | 'blocked'
  | 'drift'
  | 'limit'
  | 'budget'
  | 'interrupted'
  | 'unreachable'
  | 'no-network'

/** A moment so many milliseconds after another. */
export const after = (at: Instant, ms: number): Instant =>
  new Date(Date.parse(at) + ms).toISOString()
