import { Trouble } from '../model/trouble.ts'
import {
  countDue,
  type DueProspect,
  type DueQuery,
  dueProspects,
  type EnrichStep,
} from '../store/enrichment.ts'
import type { Store } from '../store/open.ts'
import { deadRuns } from '../store/run.ts'
import { setAside } from '../store/set-aside.ts'
import { loadShared } from '../store/shared.ts'
import { freeVisits } from '../store/visit.ts'
import { checkMail } from './mail/check.ts'
import type { EnrichOptions, RunOptions } from './options.ts'
import { readProspect, type SiteState } from './prospect.ts'
import { type EnrichReport, emptyReport } from './report.ts'
import { ownDirectory, siteState, websiteOf } from './site.ts'
import { SITE } from './visit/pages.ts'

const BATCH = 200
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
  const sites: Sites = new Map()
  const run: RunOptions = { ...options, steps, since, isShared: loadShared(store) }
  const worker = async (queue: AsyncIterator<DueProspect>): Promise<void> => {
    for (let next = await queue.next(); !next.done; next = await queue.next()) {
      const prospect = next.value
      await one(prospect, run, sites, report).catch((error: unknown) =>
        asideFor(prospect, run, report, error),
      )
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

const one = async (
  prospect: DueProspect,
  options: RunOptions,
  sites: Sites,
  report: EnrichReport,
): Promise<void> => {
  const { store, config, resolver } = options
  const entry = websiteOf(store, prospect, options.isShared)
  if (options.among !== undefined && (entry === undefined || !options.among(entry))) return
  if (entry === undefined) report.noWebsite++
  const site =
    entry === undefined
      ? NO_SITE
      : await together(entry.site, sites, () => siteState(entry, prospect, options, report))
  if (site === undefined) return
  const own = ownDirectory(store, config, prospect.region)
  const gain = readProspect(prospect, site, { ...options, own })
  report.prospects++
  report.contacts += gain.contacts
  report.findings += gain.findings
  report.refused += gain.refused
  if (resolver !== undefined && options.steps.has('mail'))
    await checkMail(prospect.id, { ...options, resolver }, report.mail)
}

const NO_SITE: SiteState = {
  state: 'nothing',
  reason: 'no website',
  pages: [],
  events: [],
  whole: true,
}

/** Visits that are under way in this process, by site. */
type Sites = Map<string, Promise<SiteState | undefined>>

/** Two prospects with one site wait for one visit. */
const together = async (
  site: string,
  sites: Sites,
  visit: () => Promise<SiteState | undefined>,
): Promise<SiteState | undefined> => {
  const going = sites.get(site) ?? visit()
  sites.set(site, going)
  try {
    return await going
  } finally {
    sites.delete(site)
  }
}

/** A prospect that makes a reader fail is set aside with the reason, and the others go on. */
const asideFor = (
  prospect: DueProspect,
  options: RunOptions,
  report: EnrichReport,
  error: unknown,
) => {
  if (error instanceof Trouble) throw error
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  setAside(options.store, {
    run: options.run,
    source: SITE,
    what: `prospect ${prospect.id}`,
    why,
    at: options.now(),
  })
  report.reasons['set aside'] = (report.reasons['set aside'] ?? 0) + 1
}
