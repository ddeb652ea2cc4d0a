import type { Browser as Chromium } from 'playwright'
import { launchChromium } from '../chromium.ts'
import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { type Resolve, systemResolve } from './address.ts'
import type { Archive } from './archive.ts'
import type { Feed } from './feed.ts'
import type { Fetcher } from './fetch.ts'
import type { Failed, Fetched, Refused } from './fetched.ts'
import { openGuard } from './guard.ts'
import { travel } from './journey.ts'

/** What the browser is asked to go to. */
interface BrowserRequest {
  readonly url: string
  readonly perMinute?: number
  /** The language that the page should be in, e.g. `nl-BE`. */
  readonly locale?: string
  /** A list that grows as it is scrolled: it is followed to its end. */
  readonly feed?: Feed
}

/**
 * Chromium, for the few pages that are nothing without their scripts. It says who it is, goes where robots.txt lets
 * it, at the host's pace, reaches public addresses only, asks for no pictures, refuses what consent pages ask, and
 * stops at a wall. What it saw is kept in the archive before it is handed on; JSON answers that the page loaded for a
 * feed come as `also`.
 */
export interface Browser {
  readonly fetch: (request: BrowserRequest) => Promise<Fetched>
  readonly close: () => Promise<void>
}

export interface BrowserOptions {
  readonly config: Config['fetch']
  /** Its robots.txt, pace and name are the browser's too. */
  readonly fetcher: Fetcher
  readonly archive?: Archive
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly resolve?: Resolve
}

/** Opens the browser. Trouble `no-browser` when there is none. */
export const openBrowser = async (options: BrowserOptions): Promise<Browser> => {
  const { config, fetcher, signal } = options
  const guard = await openGuard({
    resolve: options.resolve ?? systemResolve,
    allowPrivate: config.allowPrivate,
  })
  const chromium = await launchChromium({ env: options.env, proxy: guard.url }).catch(
    async (error: unknown) => {
      await guard.close()
      throw error
    },
  )
  const close = async () => {
    signal.removeEventListener('abort', close)
    await chromium.close()
    await guard.close()
  }
  signal.addEventListener('abort', close, { once: true })
  const userAgent = await agentOf(chromium, fetcher.userAgent)
  return {
    close,
    fetch: (request) => {
      const { url, perMinute, feed, locale = 'en-GB' } = request
      const means = { config, archive: options.archive, now: options.now }
      return fetcher.visit({ url, ...(perMinute === undefined ? {} : { perMinute }) }, (permit) =>
        travel(chromium, { url, locale, feed, userAgent, permit }, means).catch(
          (error: unknown) => {
            if (error instanceof Trouble) throw error
            return signal.aborted ? interrupted(url) : failureOf(error, url, guard.refused)
          },
        ),
      )
    },
  }
}

/** Chromium's own User-Agent, headless as it says, and ours behind it. */
const agentOf = async (chromium: Chromium, ours: string): Promise<string> => {
  const page = await chromium.newPage()
  const own: string = await page.evaluate('navigator.userAgent')
  await page.close()
  return `${own} ${ours}`
}

const interrupted = (url: string): Failed => ({
  kind: 'failed',
  why: 'interrupted',
  detail: 'stopped',
  url,
})

const failureOf = (error: unknown, url: string, refused: readonly string[]): Failed | Refused => {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const newest = refused.at(-1)
  if (/ERR_TUNNEL_CONNECTION_FAILED/.test(message) && newest !== undefined)
    return { kind: 'refused', why: 'address', detail: newest, url }
  const why = /Timeout/.test(message)
    ? 'timeout'
    : /ERR_CERT|ERR_SSL/.test(message)
      ? 'tls'
      : /ERR_NAME_NOT_RESOLVED/.test(message)
        ? 'no-such-host'
        : /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/.test(message)
          ? 'no-network'
          : 'unreachable'
  return { kind: 'failed', why, detail: message, url }
}

/** A page with fewer words than this may be waiting for its scripts; so much of it is looked at. */
const WORDS = 40
const LOOKED_AT = 500_000
const UNSEEN = /<(script|style|noscript|template|svg|head)\b/gi

/** Whether a page is empty without its scripts: hardly a word to read, and scripts that would write some. */
export const needsScripts = (body: string): boolean => {
  const page = body.slice(0, LOOKED_AT)
  if (!/<script\b/i.test(page)) return false
  const text = seenText(page).replace(/<[^<>]*>/g, ' ')
  return (text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).length < WORDS
}

/** A page without the elements that nobody sees; in one pass, for the page may mean us harm. */
const seenText = (page: string): string => {
  const lower = page.toLowerCase()
  const parts: string[] = []
  let from = 0
  UNSEEN.lastIndex = 0
  for (let tag = UNSEEN.exec(page); tag !== null; tag = UNSEEN.exec(page)) {
    parts.push(page.slice(from, tag.index))
    const end = lower.indexOf(`</${tag[1]?.toLowerCase()}`, tag.index)
    if (end < 0) return parts.join(' ')
    from = end
    UNSEEN.lastIndex = end
  }
  return [...parts, page.slice(from)].join(' ')
}
