import type { Finding } from './model/finding.ts'
import type { StoredListing } from './model/listing.ts'
import type { GoldenRecord } from './model/prospect.ts'
import type { Instant, Region } from './model/region.ts'

/** A kept page of a business's own website. */
export interface SitePage {
  readonly id: number
  readonly url: string
  /** What led here: `home`, `contact`, `about`, `legal`, `hours`, `prices`, `other`. */
  readonly role: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly at: Instant
}

/** Everything a probe may look at. */
export interface Site {
  readonly prospect: number
  readonly region: Region
  readonly golden: GoldenRecord
  readonly listings: readonly StoredListing[]
  readonly pages: readonly SitePage[]
  /** What fetching met beside pages: `tls: certificate expired`, `http 404 /prijzen`. */
  readonly events: readonly { readonly url: string; readonly what: string; readonly at: Instant }[]
  readonly now: Instant
}

/** A judgement of kept pages: pure, named for the failing state, silent when not sure. */
export interface Probe {
  readonly about: string
  readonly severity: Finding['severity']
  readonly sayable: boolean
  readonly look: (site: Site) => readonly Pick<Finding, 'page' | 'url' | 'excerpt' | 'data'>[]
}

/** Declares a probe. Its name is its file's name below `enrich/probes/`. */
export const defineProbe = (probe: Probe): Probe => probe
