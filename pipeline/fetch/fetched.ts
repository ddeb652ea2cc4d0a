import type { Instant } from '../model/region.ts'
import type { Block } from './blocks.ts'

/** What is asked of the web: one address, and what is known about it from before. */
export interface FetchRequest {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  /** Sent to the first origin only, never along a redirect to another; secrets among them are not archived. */
  readonly headers?: Readonly<Record<string, string>>
  /** From the page kept before: the answer may then be `not-modified`. */
  readonly etag?: string
  readonly lastModified?: string
  /** Requests a minute to this host, at most; can only slow the configured pace. */
  readonly perMinute?: number
  /** Most bytes of this page, where fewer than configured. */
  readonly maxBytes?: number
  /** Media types worth reading (`text/html`); a page of another is refused before its body is read. */
  readonly accept?: readonly string[]
  /** False leaves the page out of the archive (byte ranges of bulk files). */
  readonly keep?: boolean
}

/** Where a record lies in the archive: file name below the archive folder, bytes, and the digest of the page. */
export interface Archived {
  readonly file: string
  readonly offset: number
  readonly length: number
  /** `sha256:` and hex, of the page's bytes after content decoding. */
  readonly digest: string
}

/** A page that came, of any status below 500 but 304 and 429. It is in the archive when this is returned. */
export interface FetchedPage {
  readonly kind: 'page'
  /** The address it was finally served from. */
  readonly url: string
  readonly status: number
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** The media type without parameters, lower case; empty when none was said. */
  readonly contentType: string
  /** The text, decoded; empty for a page that is not text. */
  readonly body: string
  /** The bytes after content decoding. */
  readonly bytes: Buffer
  readonly charset: string
  readonly fetchedAt: Instant
  /** Addresses passed on the way, the asked one first. */
  readonly redirects: readonly string[]
  readonly archived: Archived | undefined
  /** Answers that came along in a browser (the JSON that a page loads for its list), each a page to be read too. */
  readonly also?: readonly FetchedPage[]
}

interface NotModified {
  readonly kind: 'not-modified'
  readonly url: string
  readonly fetchedAt: Instant
}

/**
 * Why we, or they, will not have it; asking again tomorrow changes nothing by itself.
 * `robots` robots.txt forbids it · `blocked` a wall for automated readers · `consent` a consent page instead of the
 * page · `address` the address is not a public web address · `too-large` over the byte limit or a decompression
 * bomb · `redirects` too many, circular or broken · `type` not of the accepted media types
 */
type RefusedWhy = 'robots' | 'blocked' | 'consent' | 'address' | 'too-large' | 'redirects' | 'type'

export interface Refused {
  readonly kind: 'refused'
  readonly why: RefusedWhy
  /** One sentence for a person, naming the rule, address or marker. */
  readonly detail: string
  readonly url: string
  readonly status?: number
  /** Which wall, for `blocked` and `consent`. */
  readonly block?: Block
  readonly archived?: Archived
}

/**
 * What went wrong on the way; another time may do.
 * `no-network` nothing answers at all · `no-such-host` · `dns` the name could not be resolved now · `unreachable` ·
 * `timeout` · `reset` · `cut-short` fewer bytes than said · `tls` · `bad-http` not understood as HTTP ·
 * `bad-encoding` content encoding broken or unknown · `robots-unreachable` robots.txt could not be read, so nothing
 * may be asked yet · `too-many-requests` · `server-error` · `interrupted` by the signal
 */
export type FailedWhy =
  | 'no-network'
  | 'no-such-host'
  | 'dns'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'cut-short'
  | 'tls'
  | 'bad-http'
  | 'bad-encoding'
  | 'robots-unreachable'
  | 'too-many-requests'
  | 'server-error'
  | 'interrupted'

export interface Failed {
  readonly kind: 'failed'
  readonly why: FailedWhy
  /** One sentence for a person; for `tls` it starts with the certificate's fault (`CERT_HAS_EXPIRED`). */
  readonly detail: string
  readonly url: string
  readonly status?: number
  /** Not before this is it worth asking again. */
  readonly retryAfter?: Instant
}

/** What became of a request: a value, because none of it is a mistake of the caller. */
export type Fetched = FetchedPage | NotModified | Refused | Failed
