import type { Browser as Chromium, Page, Response } from 'playwright'
import { launchChromium } from '../chromium.ts'
import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import { type Resolve, systemResolve } from './address.ts'
import type { Archive, Keep } from './archive.ts'
import { judgeBlock } from './blocks.ts'
import { textOf } from './charset.ts'
import { type Feed, refuseConsent, scrollFeed } from './feed.ts'
import type { Fetcher, Permit } from './fetch.ts'
import type { Failed, Fetched, FetchedPage, Refused } from './fetched.ts'
import { openGuard } from './guard.ts'

/** What the browser is asked to go to. */
export interface BrowserRequest {
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
      const { url, perMinute } = request
      return fetcher.visit({ url, ...(perMinute === undefined ? {} : { perMinute }) }, (permit) =>
        session(chromium, userAgent, { ...request, permit }, options).catch((error: unknown) =>
          signal.aborted ? interrupted(url) : failureOf(error, url, guard.refused),
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

const session = async (
  chromium: Chromium,
  userAgent: string,
  request: BrowserRequest & { readonly permit: Permit },
  options: BrowserOptions,
): Promise<Fetched> => {
  const { config } = options
  const context = await chromium.newContext({
    userAgent,
    locale: request.locale ?? 'en-GB',
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: 1280, height: 900 },
  })
  try {
    context.setDefaultTimeout(config.timeoutMs)
    const page = await context.newPage()
    const road = await watchRoad(page, request.permit)
    const answers: Promise<Kept | undefined>[] = []
    page.on('response', (response) => {
      if (request.feed?.answers.test(response.url()) === true)
        answers.push(answerOf(response, options.now()))
    })
    const first = await page.goto(request.url, { waitUntil: 'domcontentloaded' }).catch((error) => {
      if (road.forbidden !== undefined) return null
      throw error
    })
    const answered = road.forbidden === undefined && (await refuseConsent(page, config.timeoutMs))
    if (road.forbidden !== undefined) return road.forbidden
    if (request.feed === undefined) await settle(page, config.timeoutMs)
    else
      await scrollFeed(page, request.feed, { everyMs: config.delayMs, timeoutMs: config.timeoutMs })
    if (road.forbidden !== undefined) return road.forbidden
    const status = answered ? 200 : (first?.status() ?? 200)
    const seen = await seenOf(page, status, options.now())
    const block = judgeBlock(seen)
    const archived = await keep(options, seen)
    if (block !== undefined)
      return {
        kind: 'refused',
        why: block.kind,
        detail: `the browser met ${block.by}: ${block.why}`,
        url: seen.url,
        status,
        block,
        ...(archived.archived === undefined ? {} : { archived: archived.archived }),
      }
    const also: FetchedPage[] = []
    for (const answer of await Promise.all(answers))
      if (answer !== undefined) also.push(await keep(options, answer))
    return { ...archived, ...(also.length === 0 ? {} : { also }) }
  } finally {
    await context.close()
  }
}

/** Where the page was led that it may not go. */
interface Road {
  forbidden: Refused | Failed | undefined
}

/**
 * Stands at every step of the page itself, redirects too (which playwright's routes do not see): no picture or
 * icon is loaded, and no address that robots.txt forbids.
 */
const watchRoad = async (page: Page, permit: Permit): Promise<Road> => {
  const road: Road = { forbidden: undefined }
  const devtools = await page.context().newCDPSession(page)
  const { frameTree } = await devtools.send('Page.getFrameTree')
  devtools.on('Fetch.requestPaused', async ({ requestId, request, resourceType, frameId }) => {
    const stop = async () => {
      if (resourceType !== 'Document') return true
      if (frameId !== frameTree.frame.id) return false
      // The consent question is the site's own step before its page, not a page that we go to.
      if (judgeBlock({ body: '', url: request.url })?.kind === 'consent') return false
      const refusal = await permit(request.url)
      road.forbidden ??= refusal
      return refusal !== undefined
    }
    const step = (await stop())
      ? devtools.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      : devtools.send('Fetch.continueRequest', { requestId })
    // The page may be gone by now, and nobody waits for its step.
    await step.catch((error: unknown) => error)
  })
  await devtools.send('Fetch.enable', {
    patterns: PAUSED.map((resourceType) => ({ resourceType, requestStage: 'Request' as const })),
  })
  return road
}

/** What is looked at before it is asked for; of these only documents are let through. */
const PAUSED = ['Document', 'Image', 'Media', 'Font', 'Other'] as const

type Kept = Omit<FetchedPage, 'archived'> & { readonly sent: Keep }

/** Waits until a rendered page stands still: nothing loads, or its text stops growing. */
const settle = async (page: Page, timeoutMs: number): Promise<void> => {
  await page
    .waitForLoadState('networkidle', { timeout: Math.min(timeoutMs, 10_000) })
    .catch(() => undefined)
}

/** The page as it stands in the browser; in the archive it is a resource, since no server sent it so. */
const seenOf = async (page: Page, status: number, at: Instant): Promise<Kept> => {
  const bytes = Buffer.from(await page.content())
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  const url = page.url()
  return {
    kind: 'page',
    url,
    status,
    headers,
    bytes,
    ...textOf(bytes, headers),
    fetchedAt: at,
    redirects: [],
    sent: { url, at, headers, bytes },
  }
}

/** An answer that the page loaded by itself; undefined when it has no body any more. */
const answerOf = async (response: Response, at: Instant): Promise<Kept | undefined> => {
  const bytes = await response.body().catch(() => undefined)
  if (bytes === undefined || response.status() !== 200) return undefined
  const { 'content-encoding': _, ...headers } = await response.allHeaders()
  const url = response.url()
  return {
    kind: 'page',
    url,
    status: 200,
    headers,
    bytes,
    ...textOf(bytes, headers),
    fetchedAt: at,
    redirects: [],
    sent: {
      url,
      at,
      status: 200,
      headers,
      bytes,
      request: { method: response.request().method(), headers: {}, body: undefined },
    },
  }
}

const keep = async ({ archive }: BrowserOptions, kept: Kept): Promise<FetchedPage> => {
  const { sent, ...page } = kept
  return { ...page, archived: archive === undefined ? undefined : await archive.keep(sent) }
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

const WORDS = 40

/**
 * Whether a page is empty without its scripts: hardly a word to read, and scripts that would write some. Frames and
 * meta refreshes are no scripts.
 */
export const needsScripts = (body: string): boolean => {
  if (!/<script\b/i.test(body)) return false
  const text = body
    .replace(/<(script|style|noscript|template|svg|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
  return (text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).length < WORDS
}
