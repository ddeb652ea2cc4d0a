import type { Contact } from './model/contact.ts'
import type { Finding } from './model/finding.ts'
import type { AddressParts, Listing, StoredListing } from './model/listing.ts'
import type { GoldenRecord } from './model/prospect.ts'
import type { Instant, Region } from './model/region.ts'
import type { PageView } from './text/html.ts'

/** What a page of a business's own site is for. */
export type PageRole = 'home' | 'contact' | 'about' | 'legal' | 'hours' | 'prices' | 'other'

const PAGE_ROLES: readonly PageRole[] = ['home', 'contact', 'about', 'legal', 'hours', 'prices']

/** The role of a page by its stored word. */
export const roleOf = (word: string): PageRole =>
  PAGE_ROLES.find((role) => role === word) ?? 'other'

/** A kept page of a business's own website. */
export interface SitePage {
  readonly id: number
  readonly url: string
  readonly role: PageRole
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly at: Instant
  /** The page parsed once, shared by all who look at it. */
  readonly view: PageView
}

/** What a visit met beside pages. `link` is the text of the link that led there, `from` the page it stood on. */
export interface SiteEvent {
  readonly url: string
  /** `http 404`, `tls: certificate expired`, `dns: no such name`, `image 6291456 bytes` … */
  readonly what: string
  readonly at: Instant
  readonly link?: string
  readonly from?: string
  /** The kept page that shows it, where there is one. */
  readonly page?: number
}

/** What the pages of a site say of the business, each value with the id of its page. */
export interface SiteReading {
  readonly contacts: readonly (Pick<Contact, 'type' | 'value' | 'reach' | 'page'> & {
    /** `mailto`, `tel`, `data`, `text` … */
    readonly how: string
    readonly excerpt: string
  })[]
  /** Opening hours; in OSM syntax only where every word was understood. */
  readonly hours: readonly {
    readonly page: number
    readonly hours?: string
    readonly excerpt: string
  }[]
  /** Addresses with street, number and postcode. */
  readonly addresses: readonly {
    readonly page: number
    readonly address: AddressParts
    readonly excerpt: string
  }[]
  /** Businesses described in schema.org terms. */
  readonly businesses: readonly {
    readonly page: number
    readonly types: readonly string[]
    readonly listing: Listing
  }[]
}

/** The user's own directory, when its listings have been brought in. */
export interface OwnDirectory {
  /** Name of the imported list that holds its listings. */
  readonly list: string
  readonly name: string
}

/** Whether a listing is one of the user's own directory. */
export const isOwn = (own: OwnDirectory | undefined, listing: StoredListing): boolean =>
  own !== undefined && listing.raw.extra?.list === own.list

/** Everything a probe may look at. */
export interface Site {
  readonly prospect: number
  readonly region: Region
  readonly golden: GoldenRecord
  readonly listings: readonly StoredListing[]
  readonly pages: readonly SitePage[]
  readonly events: readonly SiteEvent[]
  readonly reading: SiteReading
  /** Absent while no listing of the user's own directory is known for this region. */
  readonly own?: OwnDirectory
  readonly now: Instant
}

/** What a probe saw: the proof and the values that a sentence may use. */
export type Sighting = Pick<Finding, 'page' | 'url' | 'excerpt' | 'data'>

/** A judgement of kept pages: pure, named for the failing state, silent when not sure. */
export interface Probe {
  readonly about: string
  readonly severity: Finding['severity']
  readonly sayable: boolean
  /** Names of the values in `data`, in the order in which a sentence would use them. */
  readonly says: readonly string[]
  readonly look: (site: Site) => readonly Sighting[]
}

/** Declares a probe. Its name is its file's name below `enrich/probes/`. */
export const defineProbe = (probe: Probe): Probe => probe
