import PQueue from 'p-queue'
import type { Context } from '../../command.ts'
import { openDns } from '../../enrich/mail/dns.ts'
import type { Pages } from '../../enrich/visit/pages.ts'
import { openArchive } from '../../fetch/archive.ts'
import { type Browser, needsScripts, openBrowser } from '../../fetch/browser.ts'
import { type Fetcher, openFetcher } from '../../fetch/fetch.ts'
import { contactFor } from '../../harvest/setup.ts'
import type { Ground } from './run.ts'

/** Pages from the web, politely, each kept in the archive; mail domains from the machine's own DNS. */
export const liveGround = async (context: Context, folder: string): Promise<Ground> => {
  const { now, signal, out, cwd } = context
  const config = await context.config()
  const contact = await contactFor(config, out, cwd)
  const archive = await openArchive({ folder, now })
  const hosts = Math.max(config.fetch.hosts, config.enrich.sites)
  const fetcher = openFetcher({ config: { ...config.fetch, hosts }, contact, archive, now, signal })
  const rendered = config.fetch.browser
    ? withScripts(fetcher, () =>
        openBrowser({ config: config.fetch, fetcher, archive, env: context.env, now, signal }),
      )
    : undefined
  return {
    pages: rendered?.pages ?? fetcher,
    resolver: openDns(),
    close: async () => {
      await rendered?.close()
      await fetcher.close()
      await archive.close()
    },
  }
}

/** Windows open at one time: each costs as much memory as all the rest. */
const WINDOWS = 2

/** Pages that are empty without their scripts are asked again through Chromium, which is opened when the first one comes. */
const withScripts = (fetcher: Fetcher, open: () => Promise<Browser>) => {
  let browser: Promise<Browser> | undefined
  const windows = new PQueue({ concurrency: WINDOWS })
  const pages: Pages = {
    sitemaps: fetcher.sitemaps,
    fetch: async (request) => {
      const got = await fetcher.fetch(request)
      if (got.kind !== 'page' || request.keep === false || got.status >= 400) return got
      if (!got.contentType.includes('html') || !needsScripts(got.body)) return got
      browser ??= open()
      const chromium = await browser
      const seen = await windows.add(() => chromium.fetch({ url: got.url }))
      return seen?.kind === 'page' ? seen : got
    },
  }
  return { pages, close: async () => (await browser)?.close() }
}
