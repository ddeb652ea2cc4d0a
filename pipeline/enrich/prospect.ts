import type { StoredListing } from '../model/listing.ts'
import type { Instant } from '../model/region.ts'
import type { OwnDirectory, Probe, Site, SiteEvent, SitePage } from '../probe.ts'
import { type NewContact, saveContacts } from '../store/contact.ts'
import { type DueProspect, type EnrichStep, listingsOf, saveStep } from '../store/enrichment.ts'
import { saveFindings } from '../store/finding.ts'
import { saveLegal } from '../store/legal.ts'
import type { Store } from '../store/open.ts'
import type { IsShared } from '../store/shared.ts'
import { judge } from './judge.ts'
import { legalEvidence } from './legal/kind.ts'
import { registered } from './legal/registers.ts'
import { listedContacts, ownerOf, readSite } from './read.ts'

/** How the visit to a prospect's site ended, and what it left. */
export interface SiteState {
  readonly state: 'done' | 'failed' | 'nothing'
  readonly reason?: string
  readonly notBefore?: Instant
  readonly pages: readonly SitePage[]
  readonly events: readonly SiteEvent[]
  /** Whether the visit could have asked for any page: saved sites hold some pages only. */
  readonly whole: boolean
}

/** What reading one prospect needs. */
export interface ProspectOptions {
  readonly store: Store
  readonly steps: ReadonlySet<EnrichStep>
  readonly probes: ReadonlyMap<string, Probe>
  readonly own: OwnDirectory | undefined
  /** Phones, addresses and sites that many firms state are nobody's own. */
  readonly isShared: IsShared
  readonly now: () => Instant
}

/** What reading one prospect brought. */
export interface Gain {
  readonly contacts: number
  readonly findings: number
  readonly refused: number
}

/**
 * Reads what a visit left and what the listings say, and writes contacts, legal evidence and findings in one
 * transaction with the note of how far the prospect is.
 */
export const readProspect = (
  prospect: DueProspect,
  site: SiteState,
  options: ProspectOptions,
): Gain => {
  const { store, steps, now } = options
  const listings = listingsOf(store, prospect.id).map((one) => withoutShared(one, options.isShared))
  const owner = ownerOf(prospect.golden.name.value, listings)
  const reading = readSite(site.pages, prospect.region, owner)
  const isReread = rereadOf(site, steps)
  const at = now()
  return store.transaction(() => {
    const done = (step: EnrichStep) => {
      if (!steps.has(step)) return
      const failed = step === 'site' ? site.state : site.state === 'failed' ? 'failed' : 'done'
      saveStep(store, {
        prospect: prospect.id,
        step,
        at,
        state: failed,
        ...(site.reason === undefined ? {} : { reason: site.reason }),
        ...(site.notBefore === undefined ? {} : { not_before: site.notBefore }),
      })
    }
    let contacts = 0
    let findings = 0
    if (steps.has('contacts')) {
      const found: readonly NewContact[] = [
        ...reading.contacts.map((one) => ({ ...one, prospect: prospect.id })),
        ...listedContacts(listings, owner.names),
      ]
      contacts = saveContacts(store, prospect.id, distinct(found), at, isReread)
    }
    if (steps.has('registers')) {
      const evidence = legalEvidence(prospect.region, owner.names, listings, site.pages)
      const all = [...registered(store, prospect, evidence), ...evidence]
      saveLegal(store, prospect.id, all, isReread)
    }
    if (steps.has('findings')) {
      const seen: Site = {
        prospect: prospect.id,
        region: prospect.region,
        golden: prospect.golden,
        listings,
        pages: site.pages,
        events: site.events,
        reading,
        now: at,
        ...(options.own === undefined ? {} : { own: options.own }),
      }
      const looked = { probes: [...options.probes.keys()], isReread }
      findings = saveFindings(store, prospect.id, looked, judge(options.probes, seen), at)
    }
    for (const step of ['site', 'contacts', 'registers', 'findings'] as const) done(step)
    return { contacts, findings, refused: reading.refused.length }
  })
}

/** A site that has ended: what stood there stands there no longer. */
const ENDED = /^(?:no-such-host|leads to|http 4(?:04|10))/
const GONE = /^http (?:404|410)$/

/**
 * Which pages of the site were looked at again. A page that was not asked for, or that did not answer today, may still
 * say what it said; after a whole visit for all there is to know, or when the site has ended, nothing is left to ask.
 */
const rereadOf = (site: SiteState, steps: ReadonlySet<EnrichStep>): ((url: string) => boolean) => {
  const all = (['contacts', 'registers', 'findings'] as const).every((step) => steps.has(step))
  const ended = site.state === 'failed' && ENDED.test(site.reason ?? '')
  if (ended || site.state === 'nothing' || (site.state === 'done' && site.whole && all))
    return () => true
  const gone = site.events.filter(({ what }) => GONE.test(what)).map(({ url }) => url)
  const read = new Set([...site.pages.map(({ url }) => url), ...gone])
  return (url) => read.has(url)
}

/** A listing without the phones and addresses that many differently named firms state. */
const withoutShared = (listing: StoredListing, isShared: IsShared): StoredListing => ({
  ...listing,
  phones: listing.phones.filter((phone) => !isShared('phone', phone)),
  emails: listing.emails.filter((email) => !isShared('email', email)),
})

/** A contact that the site shows is proved by the site; what only listings state by them. */
const distinct = (contacts: readonly NewContact[]): readonly NewContact[] => {
  const once = new Map<string, NewContact>()
  for (const contact of contacts) {
    const key = `${contact.type} ${contact.value}`
    if (!once.has(key)) once.set(key, contact)
  }
  return [...once.values()]
}
