import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { root } from '../root.ts'
import { judgeUrl, type Resolve, systemResolve } from './address.ts'
import type { Archive } from './archive.ts'
import { judgeBlock } from './blocks.ts'
import { textOf } from './charset.ts'
import { type Answer, openClient } from './client.ts'
import { ACCEPT_ENCODING, isGzip, unpack } from './encoding.ts'
import type { Failed, Fetched, FetchedPage, FetchRequest, Refused } from './fetched.ts'
import { type Lesson, openPace, retryAfterMs } from './pace.ts'
import { ROBOTS_LIMIT } from './robots.ts'
import { openRules, type RulesAnswer } from './rules.ts'

export type { Archived, Fetched, FetchedPage, FetchRequest } from './fetched.ts'

/**
 * The only place that reads the web.
 *
 *     const archive = await openArchive({ folder, now })
 *     const fetcher = openFetcher({ config: config.fetch, contact: config.operator?.contact, archive, now, signal })
 *     const got = await fetcher.fetch({ url, perMinute: source.pace.perMinute })
 *     if (got.kind === 'page') … got.body, got.url, got.archived …
 *     await fetcher.close(); await archive.close()
 *
 * It says who it is, obeys robots.txt (RFC 9309) and there is no switch against it; asks a host one thing at a time,
 * at the slower of its two clocks; follows few redirects and checks each; connects to checked public addresses only;
 * bounds size, time and unpacking; keeps every page before it is handed on; and tells a wall from a page. What the
 * web does is a value (`Fetched`), never an exception.
 */
export interface Fetcher {
  /** Fetches one address. Call it for many at once: each host is queued by itself. */
  readonly fetch: (request: FetchRequest) => Promise<Fetched>
  /** Takes a host's turn for something else than `fetch` (a browser going there): address, robots.txt and pace hold. */
  readonly visit: <T>(
    request: Visit,
    use: (permit: Permit) => Promise<T>,
  ) => Promise<T | Refused | Failed>
  /** Addresses of sitemaps that the host's robots.txt names. */
  readonly sitemaps: (url: string) => Promise<readonly string[]>
  readonly userAgent: string
  /** Ends what is under way as `interrupted`, and closes the connections. */
  readonly close: () => Promise<void>
}

/** Why an address to which a visit leads may not be asked (its form, its robots.txt), or undefined when it may. */
export type Permit = (url: string) => Promise<Refused | Failed | undefined>

export interface Visit {
  readonly url: string
  readonly perMinute?: number
}

export interface FetcherOptions {
  readonly config: Config['fetch']
  /** Page or mail address of the owner; stands in the User-Agent. Without it nothing is fetched. */
  readonly contact: string | undefined
  readonly archive?: Archive
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly sleep?: (ms: number) => Promise<void>
  /** From 0 to below 1; spreads back-off. */
  readonly random?: () => number
  readonly resolve?: Resolve
}

const PRODUCT = 'Doorstep'
const ACCEPT = 'text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5'
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Failures of an exchange that the next try may mend. */
const PASSING = new Set(['timeout', 'reset', 'cut-short'])

/** Opens the fetcher. Trouble `no-contact` when nobody is named for the owners of sites to turn to. */
export const openFetcher = (options: FetcherOptions): Fetcher => {
  const { config, archive } = options
  const stop = new AbortController()
  const { signal } = stop
  const onAbort = () => stop.abort()
  if (options.signal.aborted) stop.abort()
  else options.signal.addEventListener('abort', onAbort, { once: true })
  const userAgent = agentOf(options.contact)
  const now = () => Date.parse(options.now())
  const client = openClient({ ...config, resolve: options.resolve ?? systemResolve, signal })
  const pace = openPace({
    ...config,
    now,
    sleep: options.sleep ?? sleeper(signal),
    random: options.random ?? Math.random,
    stopped: () => signal.aborted,
  })
  const rules = openRules({
    product: PRODUCT,
    allowPrivate: config.allowPrivate,
    ask: (url, inside) => askOnce({ url, maxBytes: ROBOTS_LIMIT }, url, { robots: true, inside }),
    now,
  })
  let lastHeard: number | undefined

  const intervalOf = (perMinute: number | undefined, crawlDelay: number | undefined) =>
    Math.max(
      config.delayMs,
      perMinute === undefined ? 0 : 60_000 / perMinute,
      (crawlDelay ?? 0) * 1000,
    )

  /** One turn at one address: waits for it, asks, keeps, judges. */
  const askOnce = async (request: FetchRequest, url: string, how: How): Promise<Step> => {
    const target = new URL(url)
    const maxBytes = Math.min(request.maxBytes ?? config.maxBytes, config.maxBytes)
    const sent = headersFor(request, userAgent, how.robots === true)
    const turn = await pace.take(target.host, {
      intervalMs: intervalOf(request.perMinute, how.crawlDelay),
      inside: how.inside === true,
      use: async (): Promise<readonly [Answer & { at: Instant }, Lesson]> => {
        const started = now()
        const answer = await client.ask({
          url: target,
          method: request.method ?? 'GET',
          headers: sent,
          body: request.body,
          maxBytes,
          cut: how.robots === true,
          refuse: (head) => unwanted(head, request.accept),
        })
        const at = options.now()
        if (answer.kind !== 'failed' && answer.kind !== 'refused') lastHeard = now()
        return [{ ...answer, at }, lessonOf(answer, now() - started, now())]
      },
    })
    if ('later' in turn) return signal.aborted ? stopped(url) : putOff(url, now() + turn.waitMs)
    if (turn.kind === 'refused')
      return { kind: 'refused', why: 'address', detail: turn.detail, url }
    if (turn.kind === 'failed') {
      const silent = lastHeard === undefined || now() - lastHeard > 60_000
      const offline = turn.why === 'dns' && silent
      return {
        kind: 'failed',
        why: offline ? 'no-network' : turn.why,
        detail: turn.detail,
        url,
        retry: PASSING.has(turn.why),
      }
    }
    if (turn.kind === 'unread')
      return { kind: 'refused', why: turn.why, detail: turn.detail, url, status: turn.status }
    const { status, headers, at } = turn
    const opened = await open(turn.bytes, headers, url, maxBytes)
    if ('why' in opened) {
      const { why, detail } = opened
      return why === 'too-large'
        ? { kind: 'refused', why, detail, url, status }
        : { kind: 'failed', why, detail, url, status, retry: false }
    }
    const archived =
      archive === undefined || request.keep === false
        ? undefined
        : await archive.keep({
            url,
            at,
            status,
            headers,
            bytes: opened.bytes,
            request: { method: request.method ?? 'GET', headers: sent, body: request.body },
          })
    return {
      kind: 'page',
      url,
      status,
      headers,
      ...textOf(opened.bytes, headers),
      bytes: opened.bytes,
      fetchedAt: at,
      redirects: [],
      archived,
    }
  }

  /** Whether an address may be asked at all: its form, then its robots.txt. */
  const permit = async (url: string, inside = false): Promise<RulesAnswer> => {
    const why = judgeUrl(url, config.allowPrivate)
    if (why !== undefined) return { kind: 'refused', why: 'address', detail: why, url }
    const robots = await rules.of(url, inside)
    if (robots.kind !== 'robots') return { ...robots, url }
    const line = robots.rules.forbids(url)
    if (line === undefined) return robots
    return { kind: 'refused', why: 'robots', detail: `robots.txt, ${line}`, url }
  }

  /** Asks one address until it answers, the tries are spent, or the host wants a long rest. */
  const askPatiently = async (request: FetchRequest, url: string): Promise<Step> => {
    const permitted = await permit(url)
    if (permitted.kind !== 'robots') return permitted
    let before: Failed | undefined
    for (let attempt = 1; ; attempt++) {
      const step = await askOnce(request, url, { crawlDelay: permitted.rules.crawlDelay })
      if (step.kind === 'failed' && step.retryAfter !== undefined && before !== undefined)
        return { ...before, retryAfter: step.retryAfter }
      const verdict = step.kind === 'page' ? judgePage(step, now()) : step
      if (verdict.kind === 'refused' && verdict.why === 'blocked') pace.note(new URL(url).host)
      if (verdict.kind !== 'failed' || verdict.retry !== true || signal.aborted) return verdict
      if (attempt >= config.maxTries) return verdict
      before = verdict
    }
  }

  return {
    userAgent,
    close: async () => {
      options.signal.removeEventListener('abort', onAbort)
      stop.abort()
      await client.close()
    },
    sitemaps: async (url) => {
      const robots = await rules.of(url)
      return robots.kind === 'robots' ? robots.rules.sitemaps : []
    },
    visit: async (visit, use) => {
      const permitted = await permit(visit.url)
      if (permitted.kind !== 'robots') return permitted
      const taken = await pace.take(new URL(visit.url).host, {
        intervalMs: intervalOf(visit.perMinute, permitted.rules.crawlDelay),
        use: async () => {
          const used = await use(async (url) => {
            const answer = await permit(url, true)
            return answer.kind === 'robots' ? undefined : answer
          })
          return [used, { outcome: 'well', latencyMs: 0 }]
        },
      })
      if (typeof taken === 'object' && taken !== null && 'later' in taken)
        return signal.aborted ? stopped(visit.url) : putOff(visit.url, now() + taken.waitMs)
      return taken
    },
    fetch: async (request) => {
      const passed: string[] = []
      let url = request.url
      let asked = request
      for (;;) {
        const { retry: _, ...step } = await askPatiently(asked, url)
        if (step.kind !== 'page') return step
        if (step.status === 304) return { kind: 'not-modified', url, fetchedAt: step.fetchedAt }
        const location = step.headers.location
        if (!REDIRECTS.has(step.status) || location === undefined)
          return { ...step, redirects: passed }
        passed.push(url)
        const next = URL.canParse(location, url) ? new URL(location, url).href : undefined
        const broken =
          next === undefined
            ? `it redirects to '${location.slice(0, 100)}', which is no address`
            : passed.includes(next)
              ? `it redirects in a circle: ${next}`
              : passed.length > config.maxRedirects
                ? `more than ${config.maxRedirects} redirects`
                : undefined
        if (next === undefined || broken !== undefined)
          return { kind: 'refused', why: 'redirects', detail: broken ?? '', url }
        asked = redirected(asked, step.status, url, next)
        url = next
      }
    },
  }
}

/** How one address is asked. */
interface How {
  /** It is a robots.txt: a part of it is enough, and nothing is packed. */
  readonly robots?: boolean
  /** Its host's turn is already taken. */
  readonly inside?: boolean
  readonly crawlDelay?: number | undefined
}

type Step = (FetchedPage | Refused | Failed) & { readonly retry?: boolean }

/** Sleeps that all end when the signal comes; one listener for any number of them. */
const sleeper = (signal: AbortSignal): ((ms: number) => Promise<void>) => {
  const sleeping = new Set<() => void>()
  signal.addEventListener('abort', () => {
    for (const wake of sleeping) wake()
  })
  return (ms) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        sleeping.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      sleeping.add(wake)
    })
}

const agentOf = (contact: string | undefined): string => {
  const plain = contact?.trim() ?? ''
  if (!/^[\x21-\x27\x2a-\x7e]+$/.test(plain))
    throw new Trouble(
      'no-contact',
      'usage',
      "nothing is fetched before it says who asks: set operator.contact in pipeline.config.ts to your address or a page about you (operator: { name: 'Your firm', contact: 'you@example.com' })",
    )
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return `${PRODUCT}/${version} (+${plain})`
}

const headersFor = (
  request: FetchRequest,
  userAgent: string,
  plain: boolean,
): Record<string, string> => ({
  accept: request.accept?.join(',') ?? ACCEPT,
  'accept-encoding': plain ? 'identity' : ACCEPT_ENCODING,
  ...lowered(request.headers),
  ...(request.etag === undefined ? {} : { 'if-none-match': request.etag }),
  ...(request.lastModified === undefined ? {} : { 'if-modified-since': request.lastModified }),
  'user-agent': userAgent,
})

const lowered = (headers: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** The request for the next hop: no caller's headers to another origin, no body where the redirect says GET. */
const redirected = (
  request: FetchRequest,
  status: number,
  from: string,
  to: string,
): FetchRequest => {
  const { method, body, headers, etag: _, lastModified: __, ...rest } = request
  const keepsMethod = status === 307 || status === 308
  const sameOrigin = new URL(from).origin === new URL(to).origin
  return {
    ...rest,
    url: to,
    ...(keepsMethod && method !== undefined ? { method } : {}),
    ...(keepsMethod && body !== undefined && sameOrigin ? { body } : {}),
    ...(sameOrigin && headers !== undefined ? { headers } : {}),
  }
}

const unwanted = (
  head: { status: number; headers: Readonly<Record<string, string>> },
  accept: readonly string[] | undefined,
): string | undefined => {
  const type = (head.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (accept === undefined || head.status !== 200 || type === '') return undefined
  return accept.some((one) => type === one || one === '*/*') ? undefined : `it is ${type}`
}

const lessonOf = (answer: Answer, latencyMs: number, at: number): Lesson => {
  if (answer.kind === 'failed') return { outcome: 'badly', latencyMs }
  if (answer.kind !== 'answer') return { outcome: 'well', latencyMs }
  const { status, headers } = answer
  const trouble = status === 429 || status === 403 || status >= 500
  const retry = trouble ? retryAfterMs(headers['retry-after'], at) : undefined
  return {
    outcome: trouble ? 'badly' : 'well',
    latencyMs,
    ...(retry === undefined ? {} : { retryAfterMs: retry }),
  }
}

const open = async (
  wire: Buffer,
  headers: Readonly<Record<string, string>>,
  url: string,
  maxBytes: number,
) => {
  const opened = await unpack(wire, headers['content-encoding'], maxBytes)
  if ('why' in opened || !isGzip(opened.bytes) || !/\.gz(?:$|\?)/.test(url)) return opened
  return unpack(opened.bytes, 'gzip', maxBytes)
}

/** What a page that came means: a wall, a server in trouble, or a page. */
const judgePage = (page: FetchedPage, at: number): Step => {
  const { url, status, archived } = page
  const kept = archived === undefined ? {} : { archived }
  const block = judgeBlock(page)
  if (block !== undefined) {
    const what = block.kind === 'consent' ? 'a consent page' : 'a wall against automated reading'
    const detail = `${what} (${block.by}: ${block.why}), status ${status}`
    return { kind: 'refused', why: block.kind, detail, url, status, block, ...kept }
  }
  if (status !== 429 && status < 500) return page
  const retry = retryAfterMs(page.headers['retry-after'], at)
  return {
    kind: 'failed',
    why: status === 429 ? 'too-many-requests' : 'server-error',
    detail: `status ${status}`,
    url,
    status,
    retry: status !== 501 && status !== 505,
    ...(retry === undefined ? {} : { retryAfter: new Date(at + retry).toISOString() }),
  }
}

const stopped = (url: string): Failed => ({
  kind: 'failed',
  why: 'interrupted',
  detail: 'stopped before it was asked',
  url,
})

const putOff = (url: string, until: number): Failed => ({
  kind: 'failed',
  why: 'too-many-requests',
  detail: 'the host wants to be left alone for longer than anyone waits here',
  url,
  retryAfter: new Date(until).toISOString(),
})
