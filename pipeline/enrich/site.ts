import type { Region } from '../model/region.ts'
import type { OwnDirectory, SitePage } from '../probe.ts'
import { type DueProspect, hasListed, listingsOf } from '../store/enrichment.ts'
import type { Store } from '../store/open.ts'
import type { IsShared } from '../store/shared.ts'
import { lastVisit, newestVisit, planVisit, visitById } from '../store/visit.ts'
import type { Part, RunOptions } from './options.ts'
import type { SiteState } from './prospect.ts'
import { ownerOf } from './read.ts'
import type { EnrichReport } from './report.ts'
import { type Entry, entryOf, entryUrls } from './visit/entry.ts'
import { ENTRY } from './visit/keep.ts'
import { eventsOf, isWhole, keptPages } from './visit/kept.ts'
import { goOn } from './visit/visit.ts'

/** How long a claim on a visit lasts without a sign of life. */
const LEASE_MS = 15_000

/** The golden record's site; where it has none, the first that a listing states. */
export const websiteOf = (
  store: Store,
  prospect: DueProspect,
  isShared: IsShared,
): Entry | undefined =>
  [
    prospect.golden.website?.value,
    ...listingsOf(store, prospect.id).map((listing) => listing.website),
  ]
    .map(entryOf)
    .find((entry) => entry !== undefined && !isShared('domain', entry.domain))

/** The user's own directory, where its listings of a region were brought in. */
export const ownDirectory = (
  store: Store,
  config: RunOptions['config'],
  region: Region,
): OwnDirectory | undefined => {
  const { own } = config.enrich
  if (own === undefined || !hasListed(store, own, region)) return undefined
  return { list: own, name: config.sites[region]?.name ?? own }
}

/** The state of a site: by a visit that is young enough, else by one now. Undefined when it could not be brought to an end. */
export const siteState = async (
  entry: Entry,
  prospect: DueProspect,
  options: RunOptions,
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
    { at: now(), since: options.since },
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
    whole: isWhole(store, id),
    state: row?.state === 'done' ? 'done' : 'failed',
    ...(row?.reason ? { reason: row.reason } : {}),
    ...(row?.not_before ? { notBefore: row.not_before } : {}),
  }
}
