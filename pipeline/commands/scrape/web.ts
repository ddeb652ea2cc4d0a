import type { Context } from '../../command.ts'
import type { Config } from '../../config.ts'
import { openArchive } from '../../fetch/archive.ts'
import { type Browser, openBrowser } from '../../fetch/browser.ts'
import { MAPS_FEED } from '../../fetch/feed.ts'
import { openFetcher } from '../../fetch/fetch.ts'
import type { Fetched, FetchRequest } from '../../fetch/fetched.ts'
import { withSecrets } from '../../fetch/secrets.ts'

/** The two ways to the web that a harvest has: the fetcher, and a browser that starts when first needed. */
export interface Web {
  readonly fetch: (request: FetchRequest) => Promise<Fetched>
  readonly browse: (request: FetchRequest) => Promise<Fetched>
  readonly close: () => Promise<void>
}

/** Opens the web for a harvest; what comes through it is kept in the archive. */
export const openWeb = async (
  context: Context,
  config: Config,
  { contact, folder }: { readonly contact: string; readonly folder: string },
): Promise<Web> => {
  const { now, signal, env } = context
  const archive = await openArchive({ folder, now })
  const fetcher = openFetcher({ config: config.fetch, contact, archive, now, signal })
  let browser: Promise<Browser> | undefined
  const opened = () => {
    browser ??= openBrowser({ config: config.fetch, fetcher, archive, env, now, signal })
    return browser
  }
  return {
    fetch: (request) => fetcher.fetch(withSecrets(request, env)),
    browse: async ({ url, perMinute }) =>
      (await opened()).fetch({
        url,
        ...(perMinute === undefined ? {} : { perMinute }),
        ...(/\/maps\/search\//.test(url) ? { feed: MAPS_FEED } : {}),
      }),
    close: async () => {
      await (await browser)?.close()
      await fetcher.close()
      await archive.close()
    },
  }
}
