import type { Failed } from '../../fetch/fetched.ts'
import type { SitePage } from '../../probe.ts'
import type { Pages } from './pages.ts'

/** The https address to knock at, where a site was read over http on a usual port; undefined where it was not. */
export const doorOf = (page: Pick<SitePage, 'url'>): string | undefined => {
  const url = new URL(page.url)
  return url.protocol === 'http:' && url.port === '' ? `https://${url.hostname}/` : undefined
}

/**
 * Asks whether anybody speaks https at the host to which a site led (the entry may have been another name). What
 * stands there is not read: the answer is `https answers`, or the failure.
 */
export const knock = async (url: string, pages: Pages): Promise<string | Failed | undefined> => {
  const got = await pages.fetch({ url, maxBytes: 1, keep: false })
  if (got === undefined || got.kind === 'failed') return got
  return 'https answers'
}
