import { judgeUrl } from './address.ts'
import type { Failed, FetchedPage, Refused } from './fetched.ts'
import { ALLOW_ALL, ROBOTS_LIMIT, type Robots, readRobots } from './robots.ts'

/** The rules of an origin, or why they could not be had: then nothing may be asked there yet. */
export type RulesAnswer = { readonly kind: 'robots'; readonly rules: Robots } | Failed | Refused

export interface Rules {
  /**
   * The rules that hold for an address; asked once a day, by whoever comes first. `inside` a turn of the same host
   * they are asked at once, since to wait for that turn's end would be to wait for ever.
   */
  readonly of: (url: string, inside?: boolean) => Promise<RulesAnswer>
}

export interface RulesOptions {
  /** The product token that groups of robots.txt name. */
  readonly product: string
  /** Asks one address once, without rules and without following redirects. */
  readonly ask: (url: string, inside: boolean) => Promise<FetchedPage | Failed | Refused>
  readonly now: () => number
  readonly allowPrivate: boolean
}

const DAY_MS = 24 * 3_600_000
/** How long a robots.txt that could not be had is not asked again. */
const AGAIN_MS = 10 * 60_000
/** Failures on our side of the wire: nothing to remember about the host. */
const OURS = new Set(['no-network', 'interrupted'])
const MOST_REDIRECTS = 5
/** What is remembered: so many origins, so many bytes of rules; the oldest go first. */
const REMEMBERED = 5000
const REMEMBERED_BYTES = 64_000_000

interface Known {
  readonly answer: Promise<RulesAnswer>
  until: number
  settled: boolean
  size: number
}

/**
 * Fetches and remembers robots.txt by RFC 9309 §2.3.1: read when it comes, everything allowed on 4xx or after five
 * redirects, nothing allowed while the server fails or cannot be reached.
 */
export const openRules = (options: RulesOptions): Rules => {
  const known = new Map<string, Known>()
  let bytes = 0
  const forget = (origin: string) => {
    bytes -= known.get(origin)?.size ?? 0
    known.delete(origin)
  }
  const remember = (fresh: Known, answer: RulesAnswer) => {
    fresh.settled = true
    if (answer.kind !== 'robots') {
      const ours = answer.kind === 'failed' && OURS.has(answer.why)
      fresh.until = ours ? 0 : options.now() + AGAIN_MS
      return
    }
    fresh.size = answer.rules.size
    bytes += fresh.size
    while (known.size > REMEMBERED || bytes > REMEMBERED_BYTES)
      forget(known.keys().next().value ?? '')
  }
  return {
    of: (url, inside = false) => {
      const { origin } = new URL(url)
      const before = known.get(origin)
      const usable = before !== undefined && before.until > options.now()
      if (usable && (before.settled || !inside)) return before.answer
      forget(origin)
      const fresh: Known = {
        answer: read(origin, inside, options),
        until: options.now() + DAY_MS,
        settled: false,
        size: 0,
      }
      known.set(origin, fresh)
      fresh.answer.then(
        (answer) => {
          if (known.get(origin) === fresh) remember(fresh, answer)
        },
        // The caller meets the error; here it only must not be remembered.
        () => forget(origin),
      )
      return fresh.answer
    },
  }
}

const read = async (
  origin: string,
  inside: boolean,
  options: RulesOptions,
): Promise<RulesAnswer> => {
  let url = `${origin}/robots.txt`
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const why = judgeUrl(url, options.allowPrivate)
    if (why !== undefined) return unreachable(url, `robots.txt leads to an address that ${why}`)
    const got = await options.ask(url, inside)
    // A certificate's fault is the whole host's; everything else is told as met on the way to the rules.
    if (got.kind === 'failed')
      return got.why === 'tls' ? got : { ...got, detail: `robots.txt: ${got.detail}` }
    if (got.kind === 'refused')
      return got.why === 'address' ? got : unreachable(url, `robots.txt: ${got.detail}`)
    const { status, headers } = got
    if (status === 429 || status >= 500)
      return unreachable(url, `robots.txt answers with status ${status}`, status)
    if (status >= 400) return { kind: 'robots', rules: ALLOW_ALL }
    if (status < 300)
      return { kind: 'robots', rules: readRobots(origin, wholeLines(got), options.product) }
    const next = headers.location
    if (next === undefined || !URL.canParse(next, url)) break
    url = new URL(next, url).href
  }
  return { kind: 'robots', rules: ALLOW_ALL }
}

/** Of a file that was cut the last line may say more, or less, than it did. */
const wholeLines = ({ body, bytes }: FetchedPage): string =>
  bytes.length < ROBOTS_LIMIT
    ? body
    : body.slice(0, Math.max(body.lastIndexOf('\n'), body.lastIndexOf('\r')) + 1)

const unreachable = (url: string, detail: string, status?: number): Failed => ({
  kind: 'failed',
  why: 'robots-unreachable',
  detail,
  url,
  ...(status === undefined ? {} : { status }),
})
