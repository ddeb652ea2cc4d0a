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

  return async (request, url, how) => {
    const target = new URL(url)
    const { method = 'GET', body, accept } = request
    const maxBytes = Math.min(request.maxBytes ?? config.maxBytes, config.maxBytes)
    const headers = headersFor(request, userAgent, how.robots === true)
    const turn = await pace.take(target.host, {
      intervalMs: intervalOf(config, request.perMinute, how.crawlDelay),
      inside: how.inside === true,
      use: async (): Promise<readonly [Answer & { at: Instant }, Lesson]> => {
        const began = clock()
        const answer = await client.ask({
          url: target,
          method,
          headers,
          body,
          maxBytes,
          cut: how.robots === true,
          refuse: (head) => unwanted(head, accept),
        })
        const at = ground.now()
        if (answer.kind === 'answer' || answer.kind === 'unread') lastHeard = Date.parse(at)
        return [{ ...answer, at }, lessonOf(answer, clock() - began, clock())]
      },
    })
    if ('later' in turn) return signal.aborted ? stopped(url) : putOff(url, clock() + turn.waitMs)
    if (turn.kind === 'refused')
      return { kind: 'refused', why: 'address', detail: turn.detail, url }
    if (turn.kind === 'failed') return failed(turn, url)
    if (turn.kind === 'unread')
      return { kind: 'refused', why: turn.why, detail: turn.detail, url, status: turn.status }
    const { status, at } = turn
    const opened = await open(turn.bytes, turn.headers, url, maxBytes)
    if ('why' in opened) {
      const { why, detail } = opened
      return why === 'too-large'
        ? { kind: 'refused', why, detail, url, status }
        : { kind: 'failed', why, detail, url, status, retry: false }
    }
    const { bytes } = opened
    const page = {
      url,
      at,
      status,
      headers: turn.headers,
      bytes,
      request: { method, headers, body },
    }
    const kept = request.keep !== false && status !== 304
    const archived = kept ? await ground.archive?.keep(page) : undefined
    return {
      kind: 'page',
      url,
      status,
      headers: turn.headers,
      ...textOf(bytes, turn.headers),
      bytes,
      fetchedAt: at,
      redirects: [],
      archived,
    }
  }
}

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
