import type { Listing } from './model/listing.ts'
import type { Link, Page, PageVerdict, Unread } from './model/page.ts'
import type { Region } from './model/region.ts'

/** What is asked of a source: a trade and a place, in words and as a point. */
export interface Query {
  readonly region: Region
  /** The trade in the source's own word for it (`plumbers`, `loodgieters`). */
  readonly what: string
  /** Trade id of the taxonomy, when `what` came from there. */
  readonly trade?: string
  readonly where: Place
}

/** A place to search: a town with its centre, or a bare area. */
export interface Place {
  readonly name: string
  readonly postcode?: string
  readonly lat?: number
  readonly lon?: number
  /** Metres round the centre. */
  readonly radius?: number
  /** South, west, north, east in degrees. */
  readonly box?: readonly [number, number, number, number]
}

/** What a reader found on one page. Readers never throw on a bad page: they say what they could not read. */
export interface Reading {
  readonly verdict: PageVerdict
  readonly listings: readonly Listing[]
  readonly links: readonly Link[]
  readonly unread: readonly Unread[]
  /** How many results the page says there are in all. */
  readonly total?: number
  /** How many result cards the page holds, read or not, wanted or not; drift is judged by it. */
  readonly cards?: number
  /** The question asked for more than the server gives at once: its place is to be asked for in parts. */
  readonly tooMuch?: boolean
  /** Cards left out on purpose, by reason (`private`, `nearby`, `repeat`). */
  readonly left?: Readonly<Record<string, number>>
}

/** A pure function from a page to what it says: no network, clock, process or console. */
export type Reader = (page: Page) => Reading

/** What a healthy page of one kind gives; outside the band is drift. */
export interface Expectation {
  /** Cards on a full page. */
  readonly cards?: readonly [least: number, most: number]
  /** Share of listings (0 to 1) that carry a field, at least. */
  readonly fill?: Readonly<Record<string, number>>
}

/** A source's card and its readers. */
export interface Source {
  /** What people call it (`Gouden Gids`), where that is not simply the last part of its id (`Yell`). */
  readonly name?: string
  /** One line: what the source is. */
  readonly about: string
  readonly home: string
  /** Host names it serves pages from; a page of these hosts is recognised as this source's. None: it is never read live. */
  readonly hosts: readonly string[]
  readonly regions: readonly Region[]
  readonly terms: {
    /** `forbidden` sources run live only when the configuration confirms permission. */
    readonly automated: 'allowed' | 'forbidden' | 'unclear'
    readonly says: string
    /** Month in which the terms were read, `2026-08`. */
    readonly read: string
  }
  /** How its readers were checked: against captured pages, against documentation, or against reports only. */
  readonly evidence: 'captured' | 'documented' | 'reported'
  /** Licence and attribution that exports must carry, for open data. */
  readonly attribution?: string
  /**
   * What it cannot do without: a secret in the environment, and what its use costs, in words and in US dollars
   * a request; off until it is turned on, and run only up to `--budget`.
   */
  readonly needs?: { readonly secret: string; readonly cost: string; readonly usd: number }
  /** Its pages need scripts: it is read with a browser, whose list is scrolled to its end. */
  readonly browser?: boolean
  /** Most results that one query is answered with; a place that reaches it is split and asked again in parts. */
  readonly cap?: number
  /** It answers the same question differently each time: what an answer leaves out has not vanished. */
  readonly fickle?: boolean
  /** The word by which it is asked for every trade at once, where it can be: one query a place instead of one a trade. */
  readonly everything?: string
  /** The constant clock: requests a minute to one of its hosts, at most. */
  readonly pace: { readonly perMinute: number }
  readonly expect: Readonly<Record<string, Expectation>>
  /** First addresses for a query. */
  readonly start: (query: Query) => readonly Link[]
  /** One reader a kind of page. */
  readonly read: Readonly<Record<string, Reader>>
  /** Which kind of page this is, from its address and its first bytes; undefined when it is none of this source's. */
  readonly recognise: (page: Pick<Page, 'url' | 'contentType' | 'body'>) => string | undefined
  /** Dirty values that the source is known for: field → page's value → value to keep, or null to drop it. */
  readonly repairs?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
}

/** Declares a source. The id is the file's path below `scrapers/`; there is no other list. */
export const defineSource = (source: Source): Source => source
