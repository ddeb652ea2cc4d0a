import type { Config } from '../config.ts'
import type { Instant } from '../model/region.ts'
import { headersFor } from './agent.ts'
import type { Archive } from './archive.ts'
import { textOf } from './charset.ts'
import type { Answer, Client } from './client.ts'
import { isGzip, unpack } from './encoding.ts'
import type { Failed, FetchRequest } from './fetched.ts'
import type { Online } from './online.ts'
import type { Lesson, Pace } from './pace.ts'
import { lessonOf, putOff, type Step, stopped, unwanted } from './verdict.ts'

/** How one address is asked. */
interface How {
  /** It is a robots.txt: a part of it is enough, and nothing is packed. */
  readonly robots?: boolean
  /** Its host's turn is already taken. */
  readonly inside?: boolean
  /** Seconds that the host's robots.txt asks between requests. */
  readonly crawlDelay?: number | undefined
}

/** What asking stands on. */
export interface Ground {
  readonly config: Config['fetch']
  readonly client: Client
  readonly pace: Pace
  readonly archive: Archive | undefined
  readonly userAgent: string
  readonly now: () => Instant
  readonly online: Online
  readonly signal: AbortSignal
}

/** One request to one address: waits for its host's turn, asks, unpacks, keeps. No redirects, no retries. */
export type Ask = (request: FetchRequest, url: string, how: How) => Promise<Step>

/** Failures of an exchange that the next try may mend. */
const PASSING = new Set(['timeout', 'reset', 'cut-short'])
/** When nobody has answered for so long, a name that cannot be resolved may be the network's fault. */
const SILENCE_MS = 60_000

/** Puts client, pace and archive together. */
export const openAsk = (ground: Ground): Ask => {
  const { config, client, pace, userAgent, signal } = ground
  const clock = () => Date.parse(ground.now())
  let lastHeard = Number.NEGATIVE_INFINITY

  const failed = async (
    answer: Extract<Answer, { kind: 'failed' }>,
    url: string,
  ): Promise<Failed & { readonly retry: boolean }> => {
    const unresolved = answer.why === 'dns' || answer.why === 'no-such-host'
    const silent = clock() - lastHeard > SILENCE_MS
    const offline = unresolved && silent && !(await ground.online(new URL(url).hostname))
    const why = offline ? 'no-network' : answer.why
    return { kind: 'failed', why, detail: answer.detail, url, retry: PASSING.has(why) }
  }

  /** Waits for the host's turn and uses it for one exchange. */
  const exchange = (request: FetchRequest, url: string, how: How, sent: Sent) => {
    const target = new URL(url)
    return pace.take(target.host, {
      intervalMs: intervalOf(config, request.perMinute, how.crawlDelay),
      inside: how.inside === true,
      use: async (): Promise<readonly [Timed, Lesson]> => {
        const began = clock()
        let headAt = began
        const answer = await client.ask({
          url: target,
          ...sent,
          maxBytes: limitOf(config, request),
          cut: how.robots === true,
          refuse: (head) => {
            headAt = clock()
            return unwanted(head, request.accept)
          },
        })
        const at = ground.now()
        if (answer.kind === 'answer' || answer.kind === 'unread') lastHeard = Date.parse(at)
        return [{ ...answer, at }, lessonOf(answer, headAt - began, clock())]
      },
    })
  }

  return async (request, url, how) => {
    const { method = 'GET', body } = request
    const sent: Sent = {
      method,
      headers: headersFor(request, userAgent, how.robots === true),
      body,
    }
    const turn = await exchange(request, url, how, sent)
    if ('later' in turn) return signal.aborted ? stopped(url) : putOff(url, clock() + turn.waitMs)
    if (turn.kind === 'failed') return failed(turn, url)
    if (turn.kind === 'refused')
      return { kind: 'refused', why: 'address', detail: turn.detail, url }
    const { status, headers, at } = turn
    if (turn.kind === 'unread')
      return { kind: 'refused', why: turn.why, detail: turn.detail, url, status }
    const opened = await open(turn.bytes, headers, url, limitOf(config, request))
    if ('why' in opened)
      return opened.why === 'too-large'
        ? { kind: 'refused', why: opened.why, detail: opened.detail, url, status }
        : { kind: 'failed', why: opened.why, detail: opened.detail, url, status }
    const { bytes } = opened
    const worth = request.keep !== false && status !== 304
    const archived = worth
      ? await ground.archive?.keep({ url, at, status, headers, bytes, request: sent })
      : undefined
    const text = textOf(bytes, headers)
    return {
      kind: 'page',
      url,
      status,
      headers,
      ...text,
      bytes,
      fetchedAt: at,
      redirects: [],
      archived,
    }
  }
}

type Sent = Pick<Parameters<Client['ask']>[0], 'method' | 'headers' | 'body'>
type Timed = Answer & { readonly at: Instant }

const limitOf = (config: Config['fetch'], request: FetchRequest): number =>
  Math.min(request.maxBytes ?? config.maxBytes, config.maxBytes)

/** Milliseconds between two requests to a host: the slowest of the configuration, the source's card and robots.txt. */
export const intervalOf = (
  config: Config['fetch'],
  perMinute: number | undefined,
  crawlDelay: number | undefined,
): number =>
  Math.max(
    config.delayMs,
    perMinute === undefined ? 0 : 60_000 / perMinute,
    (crawlDelay ?? 0) * 1000,
  )

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
