import type { PageView } from '../../text/html.ts'
import type { Pages } from './pages.ts'
import { type Lead, leadsIn, leadsOn } from './roles.ts'

/** Addresses of a sitemap that are looked at. */
const MOST = 2000

/**
 * Leads from the site's sitemap (sitemaps.org 0.9), asked for only where the home page links to next to nothing: a
 * page that builds its menu with scripts, or a bare front page.
 */
export const sitemapLeads = async (
  home: PageView,
  options: { readonly pages: Pages; readonly maxBytes: number },
): Promise<readonly Lead[]> => {
  if (leadsOn(home).length > 0) return []
  const [named] = await options.pages.sitemaps(home.url)
  const got = await options.pages.fetch({
    url: named ?? new URL('/sitemap.xml', home.url).href,
    accept: ['application/xml', 'text/xml'],
    maxBytes: options.maxBytes,
    keep: false,
  })
  if (got?.kind !== 'page' || got.status !== 200) return []
  const urls = [...got.body.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)/g)]
  return leadsIn(
    urls.slice(0, MOST).map((match) => (match[1] ?? '').replace(/&amp;/g, '&')),
    home.url,
  )
}
