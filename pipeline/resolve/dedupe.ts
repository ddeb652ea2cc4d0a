import type { Instant, Region } from '../model/region.ts'
import type { RegionCard } from '../region.ts'
import { countListings, isAnyPending, loadModel, saveModel } from '../store/match.ts'
import type { Store } from '../store/open.ts'
import { countLive, emptyAmong, prospectWriter, shrunkProspects } from '../store/prospect.ts'
import type { Model } from './classes.ts'
import { dedupeGrowing } from './dedupe-growing.ts'
import { dedupeWhole } from './dedupe-whole.ts'
import { freshMaker } from './fresh.ts'
import { inscriber, NOTHING_WRITTEN, type Written } from './inscribe.ts'
import type { MatchReport } from './report.ts'

/** How a run of dedupe is to go. */
export interface DedupeOptions {
  readonly at: Instant
  readonly regions: Readonly<Record<Region, RegionCard>>
  /** Resolves everything anew, whatever was resolved before. */
  readonly rebuild?: boolean
  /** Up to so many listings everything is resolved anew each time: it takes a second or two. */
  readonly wholeUpTo?: number
  /** Growth since the classes were fitted (0.1: a tenth) from which on everything is resolved anew. */
  readonly refitAt?: number
  /** Listings a transaction. */
  readonly batch?: number
  readonly signal?: AbortSignal
  readonly progress?: (text: string) => void
}

/** What a run of dedupe did. */
export interface DedupeReport extends Written {
  readonly listings: number
  /** Listings that were new or had changed. */
  readonly pending: number
  readonly prospects: number
  /** `whole`: all listings were compared anew; `growing`: only what is new. */
  readonly way: 'whole' | 'growing' | 'nothing'
  readonly match?: MatchReport
  readonly interrupted: boolean
}

const WHOLE_UP_TO = 20_000

const REFIT_AT = 0.1

/** A run of dedupe as its parts see it. */
export interface Run extends Required<Pick<DedupeOptions, 'at' | 'batch'>> {
  readonly store: Store
  readonly inscribe: ReturnType<typeof inscriber>
  readonly written: Written
  readonly stopped: () => boolean
  readonly progress: (text: string) => void
}

/** What one way of resolving came to. */
export interface Outcome {
  readonly model: Model
  /** Listings that were new or had changed. */
  readonly pending: number
  readonly report: MatchReport | undefined
}

/** Resolves what is due without a pause; see `dedupeSteps`. */
export const dedupe = (store: Store, options: DedupeOptions): DedupeReport => {
  const steps = dedupeSteps(store, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * Resolves new and changed listings into prospects. Stopped or killed at any moment, it goes on from
 * there: each transaction leaves a whole number of clusters settled. It pauses after each, so that a
 * caller can hear a signal in between.
 */
export function* dedupeSteps(store: Store, options: DedupeOptions): Generator<void, DedupeReport> {
  const { at, regions, signal, progress = () => undefined } = options
  const listings = countListings(store)
  const run: Run = {
    store,
    at,
    inscribe: inscriber(store, freshMaker(store, regions)),
    written: { ...NOTHING_WRITTEN },
    batch: options.batch ?? 500,
    stopped: () => signal?.aborted ?? false,
    progress,
  }
  const shrunk = shrunkProspects(store)
  const kept = loadModel(store)
  const model: Model | undefined = kept && JSON.parse(kept.model)
  const due = options.rebuild === true || shrunk.length > 0 || isAnyPending(store)
  const whole =
    options.rebuild === true ||
    model === undefined ||
    listings <= (options.wholeUpTo ?? WHOLE_UP_TO) ||
    listings > (kept?.listings ?? 0) * (1 + (options.refitAt ?? REFIT_AT))
  const match = !due
    ? undefined
    : whole
      ? yield* dedupeWhole(run, new Set(shrunk))
      : yield* dedupeGrowing(run, model, shrunk)
  if (due && whole && match !== undefined && !run.stopped())
    saveModel(store, JSON.stringify(match.model), listings, at)
  endEmpty(run, shrunk)
  return {
    listings,
    pending: match?.pending ?? 0,
    prospects: countLive(store),
    way: due ? (whole ? 'whole' : 'growing') : 'nothing',
    ...(match?.report === undefined ? {} : { match: match.report }),
    interrupted: run.stopped(),
    ...run.written,
  }
}

/** Ends prospects whose every listing was erased. */
const endEmpty = ({ store, at, written }: Run, shrunk: readonly number[]) => {
  if (shrunk.length === 0) return
  const prospects = prospectWriter(store)
  store.transaction(() => {
    for (const prospect of emptyAmong(store, shrunk)) {
      prospects.end(prospect, undefined, at)
      prospects.log({ prospect, what: 'gone', why: 'no listing is left' }, at)
      written.gone++
    }
  })
}
