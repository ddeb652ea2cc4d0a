import type { Config } from '../config.ts'
import type { Instant, Region } from '../model/region.ts'
import type { OwnDirectory, Probe, SitePage } from '../probe.ts'
import {
  countDue,
  type DueProspect,
  type DueQuery,
  dueProspects,
  type EnrichStep,
  hasListed,
  listingsOf,
} from '../store/enrichment.ts'
import type { Store } from '../store/open.ts'
import { deadRuns } from '../store/run.ts'
import { type IsShared, loadShared } from '../store/shared.ts'
import { freeVisits, lastVisit, newestVisit, planVisit, visitById } from '../store/visit.ts'
import { checkMail } from './mail/check.ts'
import type { Resolver } from './mail/resolver.ts'
import { type ProspectOptions, readProspect, type SiteState } from './prospect.ts'
import { ownerOf } from './read.ts'
import { type Entry, entryOf, entryUrls } from './visit/entry.ts'
import { eventsOf, keptPages, type ReadKept } from './visit/kept.ts'
import type { Pages } from './visit/pages.ts'
import { ENTRY, goOn } from './visit/visit.ts'

/** What a person may ask for alone. */
export const PARTS = ['contacts', 'registers', 'findings'] as const
export type Part = (typeof PARTS)[number]

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

const BATCH = 200
const LEASE_MS = 15_000
const DAY = 24 * 3600 * 1000
const EVER = '0000-01-01T00:00:00.000Z'
const LAST = '9999-12-31T23:59:59.999Z'

/**
 * Works through the prospects that are due: visits their sites, a few at one time, and reads contacts, legal kind and
 * findings from what was kept. Whatever stops it, running it again goes on from there.
 */
export const enrich = async (options: EnrichOptions): Promise<EnrichReport> => {
  const { store, now, signal, limit = Number.POSITIVE_INFINITY } = options
  freeVisits(store, deadRuns(store))
  const steps = stepsFor(options)
  const began = options.began ?? now()
  const since =
    options.refreshDays === undefined
      ? EVER
      : new Date(Date.parse(began) - options.refreshDays * DAY).toISOString()
  const query = (after: number, count: number): DueQuery => ({
    after,
    limit: count,
    steps: [...steps],
    since,
    at: options.retryFailed ? LAST : began,
    ...(options.prospect === undefined ? {} : { prospect: options.prospect }),
  })
  const report = emptyReport(Math.min(limit, countDue(store, query(0, 1))))
  const isShared = loadShared(store)
  const sites = new Map<string, Promise<SiteState | undefined>>()
  const worker = async (queue: AsyncIterator<DueProspect>): Promise<void> => {
    for (let next = await queue.next(); !next.done; next = await queue.next()) {
      await one(next.value, { ...options, steps, since, isShared }, sites, report)
      options.progress(report)
    }
  }
  const queue = due(store, query, limit, () => signal.aborted || report.ended !== 'done')
  await Promise.all(Array.from({ length: options.config.enrich.sites }, () => worker(queue)))
  if (report.ended === 'done' && signal.aborted) report.ended = 'stopped'
  return report
}

async function* due(
  store: Store,
  query: (after: number, count: number) => DueQuery,
  limit: number,
  over: () => boolean,
): AsyncGenerator<DueProspect> {
  let after = 0
  for (let left = limit; left > 0; ) {
    const batch = dueProspects(store, query(after, Math.min(BATCH, left)))
    for (const prospect of batch) {
      if (over()) return
      yield prospect
      after = prospect.id
      left--
    }
    if (batch.length === 0) return
  }
}

const stepsFor = ({ parts, resolver }: EnrichOptions): ReadonlySet<EnrichStep> =>
  new Set<EnrichStep>([
    'site',
    ...parts,
    ...(resolver !== undefined && parts.includes('contacts') ? (['mail'] as const) : []),
  ])

const emptyReport = (due: number): EnrichReport => ({
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

interface OneOptions extends EnrichOptions {
  readonly isShared: IsShared
  readonly steps: ReadonlySet<EnrichStep>
  readonly since: Instant
}

const one = async (
  prospect: DueProspect,
  options: OneOptions,
  sites: Map<string, Promise<SiteState | undefined>>,
  report: EnrichReport,
): Promise<void> => {
  const { store, config } = options
  const entry = websiteOf(store, prospect, options.isShared)
  if (options.among !== undefined && (entry === undefined || !options.among(entry))) return
  let site: SiteState | undefined = {
    state: 'nothing',
    reason: 'no website',
    pages: [],
    events: [],
  }
  if (entry === undefined) report.noWebsite++
  else {
    // Two prospects with one site wait for one visit.
    const going = sites.get(entry.site) ?? visit(entry, prospect, options, report)
    sites.set(entry.site, going)
    try {
      site = await going
    } finally {
      sites.delete(entry.site)
    }
  }
  if (site === undefined) return
  const own = ownDirectory(store, config, prospect.region)
  const reading: ProspectOptions = { ...options, own }
  const gain = readProspect(prospect, site, reading)
  report.prospects++
  report.contacts += gain.contacts
  report.findings += gain.findings
  report.refused += gain.refused
  if (options.resolver !== undefined && options.steps.has('mail'))
    await checkMail(prospect.id, { ...options, resolver: options.resolver }, report.mail)
}

/** The golden record's site; where it has none, the first that a listing states. */
const websiteOf = (store: Store, prospect: DueProspect, isShared: IsShared): Entry | undefined =>
  [
    prospect.golden.website?.value,
    ...listingsOf(store, prospect.id).map((listing) => listing.website),
  ]
    .map(entryOf)
    .find((entry) => entry !== undefined && !isShared('domain', entry.domain))

const ownDirectory = (
  store: Store,
  config: EnrichOptions['config'],
  region: Region,
): OwnDirectory | undefined => {
  const { own } = config.enrich
  if (own === undefined || !hasListed(store, own, region)) return undefined
  return { list: own, name: config.sites[region]?.name ?? own }
}

/** The state of a site: by a visit that is young enough, else by one now. Undefined when it could not be brought to an end. */
const visit = async (
  entry: Entry,
  prospect: DueProspect,
  options: OneOptions,
  report: EnrichReport,
): Promise<SiteState | undefined> => {
  const { store, now, config } = options
  const recent = newestVisit(store, entry.site, options.since)
  const waits =
    recent?.state === 'failed' && !options.retryFailed && (recent.not_before ?? '') > now()
  if (recent !== undefined && (recent.state === 'done' || waits)) {
    report.reused++
    return stateOf(store, recent.id, await keptPages(store, recent.id, options.kept))
  }
  const tries = lastVisit(store, entry.site)
  const [first = entry.url] = entryUrls(entry.url)
  const id = planVisit(
    store,
    { ...entry, tries: tries?.state === 'failed' ? tries.tries : 0 },
    [{ url: first, role: 'home', priority: ENTRY }],
    now(),
  )
  const owner = ownerOf(prospect.golden.name.value, listingsOf(store, prospect.id))
  const has = (part: Part) => options.parts.includes(part)
  const went = await goOn(id, {
    ...options,
    ...config.enrich,
    leaseMs: LEASE_MS,
    wish: {
      region: prospect.region,
      contacts: has('contacts'),
      registers: has('registers'),
      findings: has('findings'),
      owner,
    },
  })
  if (went.how === 'stopped' || went.how === 'offline') report.ended = went.how
  if (went.how !== 'ended') return undefined
  report.visited++
  const state = stateOf(store, id, went.pages)
  if (state.state === 'failed') {
    report.failed++
    const reason = state.reason ?? 'unknown'
    report.reasons[reason] = (report.reasons[reason] ?? 0) + 1
  }
  return state
}

const stateOf = (store: Store, id: number, pages: readonly SitePage[]): SiteState => {
  const row = visitById(store, id)
  return {
    pages,
    events: eventsOf(store, id),
    state: row?.state === 'done' ? 'done' : 'failed',
    ...(row?.reason ? { reason: row.reason } : {}),
    ...(row?.not_before ? { notBefore: row.not_before } : {}),
  }
}
