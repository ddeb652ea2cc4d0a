import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import { judgeUrl, type Resolve, systemResolve } from './address.ts'
import { agentOf, PRODUCT } from './agent.ts'
import type { Archive } from './archive.ts'
import { intervalOf, openAsk } from './ask.ts'
import { openClient } from './client.ts'
import type { Failed, Fetched, FetchRequest, Refused } from './fetched.ts'
import { type Online, resolverAnswers } from './online.ts'
import { openPace } from './pace.ts'
import { redirectOf } from './redirect.ts'
import { ROBOTS_LIMIT } from './robots.ts'
import { openRules, type RulesAnswer } from './rules.ts'
import { sleeper } from './sleep.ts'
import { judgePage, putOff, type Step, stopped } from './verdict.ts'

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
  readonly visit: (request: Visit, use: (permit: Permit) => Promise<Fetched>) => Promise<Fetched>
  /** Addresses of sitemaps that the host's robots.txt names. */
  readonly sitemaps: (url: string) => Promise<readonly string[]>
  readonly userAgent: string
  /** Ends what is under way as `interrupted`, and closes the connections. */
  readonly close: () => Promise<void>
}

/** Why an address to which a visit leads may not be asked (its form, its robots.txt), or undefined when it may. */
export type Permit = (url: string) => Promise<Refused | Failed | undefined>

interface Visit {
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
  readonly online?: Online
}

/** Tries for a robots.txt, on which every page of its host waits. */
const ROBOTS_TRIES = 2

/** Opens the fetcher. Trouble `no-contact` when nobody is named for the owners of sites to turn to. */
export const openFetcher = (options: FetcherOptions): Fetcher => {
  const { config, archive, resolve = systemResolve, online = resolverAnswers } = options
  const userAgent = agentOf(options.contact)
  const { signal, end } = ownSignal(options.signal)
  const clock = () => Date.parse(options.now())
  const client = openClient({ ...config, resolve, signal })
  const pace = openPace({
    ...config,
    now: clock,
    sleep: options.sleep ?? sleeper(signal),
    random: options.random ?? Math.random,
    stopped: () => signal.aborted,
  })
  const { now } = options
  const ask = openAsk({ config, client, pace, archive, userAgent, now, online, signal })
  const rules = openRules({
    product: PRODUCT,
    allowPrivate: config.allowPrivate,
    now: clock,
    ask: (url, inside) =>
      tryMore(ROBOTS_TRIES, () =>
        ask({ url, maxBytes: ROBOTS_LIMIT }, url, { robots: true, inside }),
      ),
  })

  /** Asks again what may do better, until the tries are spent or the host wants a long rest. */
  const tryMore = async (tries: number, once: () => Promise<Step>): Promise<Step> => {
    let before: Failed | undefined
    for (let attempt = 1; ; attempt++) {
      const step = await once()
      if (step.kind !== 'failed') return step
      if (step.retry !== true)
        return before !== undefined && step.retryAfter !== undefined
          ? { ...before, retryAfter: step.retryAfter }
          : step
      if (attempt >= tries || signal.aborted) return step
      before = step
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

  /** Asks one address that may be asked, and judges what came. */
  const askJudged = async (request: FetchRequest): Promise<Step> => {
    const { url } = request
    const permitted = await permit(url)
    if (permitted.kind !== 'robots') return permitted
    const { crawlDelay } = permitted.rules
    return tryMore(config.maxTries, async () => {
      const step = await ask(request, url, { crawlDelay })
      const verdict = step.kind === 'page' ? judgePage(step, clock()) : step
      if (verdict.kind === 'refused' && verdict.why === 'blocked') pace.note(new URL(url).host)
      return verdict
    })
  }

  return {
    userAgent,
    close: async () => {
      end()
      await client.close()
    },
    sitemaps: async (url) => {
      const robots = await rules.of(url)
      return robots.kind === 'robots' ? robots.rules.sitemaps : []
    },
    visit: async ({ url, perMinute }, use) => {
      const permitted = await permit(url)
      if (permitted.kind !== 'robots') return permitted
      const taken = await pace.take(new URL(url).host, {
        intervalMs: intervalOf(config, perMinute, permitted.rules.crawlDelay),
        use: async () => {
          const used = await use(async (address) => {
            const answer = await permit(address, true)
            return answer.kind === 'robots' ? undefined : answer
          })
          const well = used.kind === 'page' || used.kind === 'not-modified'
          return [used, { outcome: well ? 'well' : 'badly', latencyMs: 0 }]
        },
      })
      if ('kind' in taken) return taken
      return signal.aborted ? stopped(url) : putOff(url, clock() + taken.waitMs)
    },
    fetch: async (request) => {
      const passed: string[] = []
      let asked: FetchRequest = { ...request, url: request.url.replace(/#.*$/s, '') }
      for (;;) {
        const { retry: _, ...step } = await askJudged(asked)
        if (step.kind !== 'page') return step
        const { url, status, fetchedAt } = step
        if (status === 304) return { kind: 'not-modified', url, fetchedAt }
        const next = redirectOf(asked, step, passed, config.maxRedirects)
        if (next === undefined) return { ...step, redirects: passed }
        if ('why' in next) return next
        passed.push(url)
        asked = next
      }
    },
  }
}

/** A signal that follows the given one, and can be ended without it. */
const ownSignal = (given: AbortSignal) => {
  const stop = new AbortController()
  const onAbort = () => stop.abort()
  if (given.aborted) stop.abort()
  else given.addEventListener('abort', onAbort, { once: true })
  return {
    signal: stop.signal,
    end: () => {
      given.removeEventListener('abort', onAbort)
      stop.abort()
    },
  }
}
