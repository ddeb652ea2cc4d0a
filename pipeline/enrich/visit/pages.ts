import type { Fetched, FetchRequest } from '../../fetch/fetched.ts'

/** Where pages come from: the web, or saved sites. `undefined` is a page that was never saved. */
export interface Pages {
  readonly fetch: (request: FetchRequest) => Promise<Fetched | undefined>
  /** Sitemaps that the site's robots.txt names. */
  readonly sitemaps: (url: string) => Promise<readonly string[]>
}

/** Source under which pages of businesses' own sites are kept. */
export const SITE = 'site'

/** What became of a page that a saved site does not hold. */
export const NOT_SAVED = 'not saved'
