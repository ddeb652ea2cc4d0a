import type { Browser as Chromium, Page, Response } from 'playwright'
import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import type { Archive, Keep } from './archive.ts'
import { judgeBlock } from './blocks.ts'
import { textOf } from './charset.ts'
import { type Feed, refuseConsent, scrollFeed } from './feed.ts'
import type { Permit } from './fetch.ts'
import type { Failed, Fetched, FetchedPage, Refused } from './fetched.ts'
import { judgePage } from './verdict.ts'

/** One journey of the browser: where to, and under whose leave. */
export interface Journey {
  readonly url: string
  readonly locale: string
  readonly feed: Feed | undefined
  readonly userAgent: string
  readonly permit: Permit
}

/** What a journey stands on. */
export interface Means {
  readonly config: Config['fetch']
  readonly archive: Archive | undefined
  readonly now: () => Instant
}

/** Goes to one address with a window of its own, and keeps what was seen there. Throws what Chromium throws. */
export const travel = async (
  chromium: Chromium,
  journey: Journey,
  means: Means,
): Promise<Fetched> => {
  const context = await chromium.newContext({
    userAgent: journey.userAgent,
    locale: journey.locale,
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: 1280, height: 900 },
  })
  try {
    context.setDefaultTimeout(means.config.timeoutMs)
    const page = await context.newPage()
    const answers: Promise<Seen | undefined>[] = []
    page.on('response', (response) => {
      if (journey.feed?.answers.test(response.url()) === true)
        answers.push(answerOf(response, means.now()))
    })
    const status = await arrive(page, journey, means.config)
    if (typeof status !== 'number') return status
    const { retry: _, ...seen } = judgePage(
      await keep(means, await seenOf(page, status, means.now())),
      Date.parse(means.now()),
    )
    if (seen.kind !== 'page') return seen
    const also: FetchedPage[] = []
    for (const answer of await Promise.all(answers))
      if (answer !== undefined) also.push(await keep(means, answer))
    return { ...seen, ...(also.length === 0 ? {} : { also }) }
  } finally {
    await context.close()
  }
}

/** Brings the page to where it shows all that it has; its status, or why it was not to go there. */
const arrive = async (
  page: Page,
  { url, feed, permit }: Journey,
  { timeoutMs, delayMs }: Config['fetch'],
): Promise<number | Refused | Failed> => {
  const road = await watchRoad(page, permit)
  const first = await page.goto(url, { waitUntil: 'domcontentloaded' }).catch((error) => {
    if (road.forbidden !== undefined) return null
    throw error
  })
  if (road.forbidden !== undefined) return road.forbidden
  const answered = await refuseConsent(page, timeoutMs)
  if (road.forbidden !== undefined) return road.forbidden
  if (feed === undefined)
    await page
      .waitForLoadState('networkidle', { timeout: Math.min(timeoutMs, STILL_MS) })
      // A page that never falls silent is taken as it is.
      .catch((error: unknown) => error)
  else await scrollFeed(page, feed, { everyMs: delayMs, timeoutMs })
  return road.forbidden ?? (answered ? 200 : (first?.status() ?? 200))
}

/** How long a page may take to fall silent. */
const STILL_MS = 10_000

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

/** A page or answer as it came, and how the archive is to hold it. */
type Seen = Omit<FetchedPage, 'archived'> & { readonly sent: Keep }

/** The page as it stands in the browser; in the archive it is a resource, since no server sent it so. */
const seenOf = async (page: Page, status: number, at: Instant): Promise<Seen> => {
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
const answerOf = async (response: Response, at: Instant): Promise<Seen | undefined> => {
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

/** Puts what was seen into the archive. */
const keep = async ({ archive }: Means, seen: Seen): Promise<FetchedPage> => {
  const { sent, ...page } = seen
  return { ...page, archived: archive === undefined ? undefined : await archive.keep(sent) }
}
