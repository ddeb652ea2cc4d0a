import type { Context } from '../../command.ts'
import { openArchive } from '../../fetch/archive.ts'
import type { Archived } from '../../fetch/fetched.ts'
import { readKept } from '../../fetch/kept.ts'
import { readSaved } from '../../fetch/saved.ts'
import type { Instant } from '../../model/region.ts'
import type { Store } from '../../store/open.ts'
import { setAside } from '../../store/set-aside.ts'
import type { Ground } from './run.ts'

/** Where a saved page lies in the archive. */
interface Kept {
  readonly url: string
  readonly at: Instant
  readonly archived: Archived
}

/**
 * Pages that a person saved. They are put into the archive as they are read, and handed out from there; what was not
 * saved is not there. No network object is made.
 */
export const savedGround = async (
  context: Context,
  paths: readonly string[],
  store: Store,
  folder: string,
  run: number,
): Promise<Ground> => {
  const { now, out } = context
  const archive = await openArchive({ folder, now })
  const index = new Map<string, Kept>()
  const hosts = new Set<string>()
  const aside = (what: string, why: string) =>
    setAside(store, { run, source: 'site', what, why, at: now() })
  for await (const saved of readSaved(paths)) {
    if (saved.kind === 'set-aside') {
      aside(saved.from, saved.why)
      continue
    }
    const { page } = saved
    if (page.url === undefined) {
      aside(page.from, 'does not say which address it was saved from')
      continue
    }
    const { url, savedAt: at, status, headers, bytes } = page
    const archived = await archive.keep({ url, at, status, headers, bytes })
    index.set(keyOf(url), { url, at, archived })
    hosts.add(new URL(url).host.replace(/^www\./, ''))
    out.progress(`${index.size} saved pages`)
  }
  return {
    pages: {
      sitemaps: async () => [],
      fetch: async ({ url }) => {
        const kept = index.get(keyOf(url))
        if (kept === undefined) return undefined
        const page = await readKept(folder, kept.archived)
        return {
          ...page,
          kind: 'page',
          url: kept.url,
          fetchedAt: kept.at,
          redirects: [],
          archived: kept.archived,
        }
      },
    },
    retryFailed: true,
    among: ({ site }) => hosts.has(site.split('/')[0] ?? ''),
    close: () => archive.close(),
  }
}

/** One key for the spellings of one page: with or without www, https, a final slash or the index file. */
const keyOf = (address: string): string => {
  const { host, pathname, search } = new URL(address)
  const path = pathname.replace(/\/(?:index|default|home)\.(?:html?|php|aspx?)$/i, '/')
  return `${host.replace(/^www\./, '')}${path.replace(/\/+$/, '')}${search}`
}
