import type { Config } from '../config.ts'
import type { Fetched, FetchRequest } from '../fetch/fetched.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Query, Source } from '../source.ts'
import { freeDeadLeases, reviveLinks } from '../store/link.ts'
import type { Store } from '../store/open.ts'
import { beginRun, endRun, healthyReports } from '../store/run.ts'
import { markShared } from '../store/shared.ts'
import type { Ending, Errand, Live } from './errand.ts'
import type { Forgotten } from './forgotten.ts'
import { runErrand } from './live.ts'
import { openReaders, type Readers } from './readers.ts'
import { rebased } from './rebase.ts'
import { exitOf, makeReport, type RunReport } from './report.ts'
import { openTakes, type Take } from './takes.ts'
import { openTally, type Tally } from './tally.ts'

/** What a live harvest is asked. */
export interface Order {
  readonly region: Region
  readonly sources: readonly (readonly [SourceId, Source])[]
  readonly queries: (id: SourceId) => readonly Query[]
  /** Most new listings. */
  readonly limit: number | undefined
  /** Most US dollars that sources which charge may cost together. */
  readonly budgetUsd: number | undefined
  readonly untilStable: boolean
  /** Believe a query that shows less than half of what it showed before. */
  readonly acceptLoss?: boolean
  /** Ask again what is older than so many days. */
  readonly refreshDays: number | undefined
  /** The order in words, kept with the run. */
  readonly asked: unknown
}

/** What a harvest stands on. */
export interface Ground {
  readonly store: Store
  readonly fetch: (request: FetchRequest) => Promise<Fetched>
  /** Fetches with a browser, for the sources whose pages need one. */
  readonly browse: (request: FetchRequest) => Promise<Fetched>
  readonly settings: Config['sources']
  readonly forgotten: Forgotten
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly sleep: (ms: number) => Promise<void>
  readonly abreast: number
  readonly progress: (tally: Tally) => void
  /** Address of a source's module, where it is not among this program's own. */
  readonly module?: (id: SourceId) => string
}

const DAY_MS = 86_400_000

/** How many healthy runs the band of a source rests on. */
const RUNS_OF_BAND = 5

/** Harvests live: every source works through its own frontier, side by side. Answers the run and its report. */
export const harvest = async (
  ground: Ground,
  order: Order,
): Promise<{ readonly run: number; readonly report: RunReport }> => {
  const { store, now } = ground
  const began = now()
  freeDeadLeases(store)
  const run = beginRun(store, 'harvest', order.asked, began)
  reviveLinks(
    store,
    order.sources.map(([id]) => id),
    began,
  )
  const tally = openTally()
  const endings = new Map<string, Ending>()
  const readers = openReaders(ground)
  const job: Job = { run, tally, prepare: readers.prepare, take: openTakes(store) }
  try {
    await Promise.all(
      order.sources.map(async ([id, card]) => {
        const errand: Errand = { id, card, region: order.region, queries: order.queries(id) }
        tally.of(id)
        endings.set(id, await runErrand(liveFor(ground, order, job, errand), errand))
      }),
    )
  } finally {
    await readers.close()
  }
  const report = makeReport(
    'live',
    tally,
    endings,
    { began, ended: now() },
    markShared(store, now()),
  )
  endRun(store, run, { exit: exitOf(report), report, at: now() })
  return { run, report }
}

/** What the sources of one run share. */
interface Job {
  readonly run: number
  readonly tally: Tally
  readonly prepare: Readers['prepare']
  readonly take: Take
}

const liveFor = (ground: Ground, order: Order, job: Job, { id, card }: Errand): Live => {
  const { store, now } = ground
  const { tally } = job
  const past = healthyReports(store, RUNS_OF_BAND) as readonly RunReport[]
  return {
    ...job,
    store,
    again: false,
    now,
    settings: ground.settings,
    forgotten: ground.forgotten,
    signal: ground.signal,
    sleep: ground.sleep,
    abreast: ground.abreast,
    fetch: rebased(card.browser ? ground.browse : ground.fetch, id, card, ground.settings),
    untilStable: order.untilStable,
    acceptLoss: order.acceptLoss ?? false,
    mayPay: () => {
      if (card.needs === undefined) return true
      const spent = Object.values(tally.sources()).reduce((sum, { usd }) => sum + usd, 0)
      return spent + card.needs.usd <= (order.budgetUsd ?? 0) + 1e-9
    },
    get at() {
      return now()
    },
    room: () => (order.limit ?? Number.POSITIVE_INFINITY) - tally.sum().fresh,
    staleBefore:
      order.refreshDays === undefined
        ? undefined
        : new Date(Date.parse(now()) - order.refreshDays * DAY_MS).toISOString(),
    history: (source, kind) =>
      past.flatMap((report) => {
        const { fill, read, full } = report.sources[source] ?? {}
        const [share, size] = [fill?.[kind], full?.[kind]]
        if (share === undefined) return []
        return [{ fill: share, read: read?.[kind] ?? 0, ...(size && { full: size }) }]
      }),
    progress: () => ground.progress(tally),
  }
}
