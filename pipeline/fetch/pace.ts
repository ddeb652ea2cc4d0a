import PQueue from 'p-queue'

/** How a request went, for the reactive clock; `busy` is a 429 that does not say how long. */
type Outcome = 'well' | 'badly' | 'busy'

/** What a turn teaches about its host. */
export interface Lesson {
  readonly outcome: Outcome
  /** Milliseconds until the head of the answer. */
  readonly latencyMs: number
  /** Milliseconds that the server asked to wait (`Retry-After`). */
  readonly retryAfterMs?: number
}

interface Turn<T> {
  /** Least milliseconds between the starts of two requests to the host. */
  readonly intervalMs: number
  /** Whoever asks holds the host's turn already, and goes on without another. */
  readonly inside?: boolean
  readonly use: () => Promise<readonly [T, Lesson]>
}

/** A turn that was not taken: the host wants more time than anyone waits here. */
interface Later {
  readonly later: true
  readonly waitMs: number
}

export interface Pace {
  /** Waits for the host's turn, then uses it; `Later` at once when the wait would be longer than the patience. */
  readonly take: <T>(host: string, turn: Turn<T>) => Promise<T | Later>
  /** Tells that what came was a wall: the host is left alone longer, and longer again each time. */
  readonly note: (host: string) => void
  /** Milliseconds that the host is to be left alone from now, by its two clocks. */
  readonly owed: (host: string) => number
  /** The reactive delay of a host in milliseconds; 0 when it is healthy. */
  readonly reactive: (host: string) => number
}

export interface PaceOptions {
  readonly perHost: number
  readonly hosts: number
  readonly patienceMs: number
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  readonly random: () => number
  readonly stopped: () => boolean
}

interface Host {
  readonly queue: PQueue
  /** When the last request started, and its interval: the constant clock. */
  lastStart: number
  /** Extra delay that grows with trouble and shrinks slowly with health: the reactive clock. */
  reactiveMs: number
  /** The server's own word (`Retry-After`) or a back-off: nothing before this. */
  notBefore: number
  lastEnd: number
  badInRow: number
  waiting: number
}

/** An answer slower than this slows us: we then rest as long as the server worked. */
const SLOW_MS = 1000
/** The first rest after trouble; it doubles each time. A 429 means minutes rather than seconds (Overpass: 30 s at least). */
const FIRST_BACKOFF_MS = { badly: 1000, busy: 30_000 }
const LONGEST_BACKOFF_MS = 300_000
/** Share of the reactive delay that stays after a healthy answer: it halves in about seven. */
const RECOVERY = 0.9
/** Hosts remembered; beyond, those that owe nothing are forgotten. */
const REMEMBERED = 2000

/**
 * Decides when each host is asked. A queue a host, one request at a time, two clocks: the constant one (interval)
 * and a reactive one that rises with slow answers, errors and blocks and falls only with healthy answers. Nobody
 * waits inside a shared slot, and no host holds more than its own, so a slow host starves no other.
 */
export const openPace = (options: PaceOptions): Pace => {
  const { now, patienceMs } = options
  const hosts = new Map<string, Host>()
  let roomFor = REMEMBERED
  const together = new PQueue({ concurrency: options.hosts * options.perHost })

  const hostOf = (name: string): Host => {
    const known = hosts.get(name)
    if (known !== undefined) return known
    if (hosts.size >= roomFor) {
      forget(hosts, now())
      roomFor = Math.max(REMEMBERED, hosts.size * 2)
    }
    const made: Host = {
      queue: new PQueue({ concurrency: options.perHost }),
      lastStart: Number.NEGATIVE_INFINITY,
      lastEnd: Number.NEGATIVE_INFINITY,
      reactiveMs: 0,
      notBefore: 0,
      badInRow: 0,
      waiting: 0,
    }
    hosts.set(name, made)
    return made
  }

  return {
    owed: (name) => {
      const host = hosts.get(name)
      return host === undefined ? 0 : Math.max(0, dueAt(host, 0) - now())
    },
    note: (name) => learn(hostOf(name), { outcome: 'badly', latencyMs: 0 }, now(), options.random),
    reactive: (name) => hosts.get(name)?.reactiveMs ?? 0,
    take: async (name, turn) => {
      if (turn.inside === true) return (await turn.use())[0]
      const host = hostOf(name)
      host.waiting++
      try {
        return await host.queue.add(async () => {
          // The clock may move while we sleep: a parallel request (perHost > 1) may have met trouble.
          for (;;) {
            const waitMs = dueAt(host, turn.intervalMs) - now()
            if (waitMs <= 0) break
            if (options.stopped() || waitMs > patienceMs + turn.intervalMs)
              return { later: true as const, waitMs }
            await options.sleep(Math.ceil(waitMs))
          }
          host.lastStart = now()
          const [result, lesson] = await together.add(turn.use)
          host.lastEnd = now()
          learn(host, lesson, host.lastEnd, options.random)
          return result
        })
      } finally {
        host.waiting--
      }
    },
  }
}

const dueAt = (host: Host, intervalMs: number): number =>
  Math.max(host.lastStart + intervalMs, host.lastEnd + host.reactiveMs, host.notBefore)

const learn = (host: Host, lesson: Lesson, at: number, random: () => number): void => {
  if (lesson.retryAfterMs !== undefined)
    host.notBefore = Math.max(host.notBefore, at + lesson.retryAfterMs)
  if (lesson.outcome === 'well') {
    host.badInRow = 0
    const calm = host.reactiveMs * RECOVERY
    const wanted = lesson.latencyMs > SLOW_MS ? lesson.latencyMs : 0
    host.reactiveMs = Math.max(wanted, calm < 10 ? 0 : calm)
    return
  }
  host.badInRow++
  const first = FIRST_BACKOFF_MS[lesson.outcome]
  const backoff = Math.min(first * 2 ** (host.badInRow - 1), LONGEST_BACKOFF_MS)
  const jittered = backoff * (0.75 + random() / 2)
  host.reactiveMs = Math.min(Math.max(host.reactiveMs, jittered), LONGEST_BACKOFF_MS)
}

const forget = (hosts: Map<string, Host>, at: number): void => {
  for (const [name, host] of hosts)
    if (host.waiting === 0 && dueAt(host, LONGEST_BACKOFF_MS) < at) hosts.delete(name)
}

/** Milliseconds that a `Retry-After` header asks for (seconds or a date, RFC 9110 §10.2.3), or undefined. */
export const retryAfterMs = (header: string | undefined, at: number): number | undefined => {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  const date = /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - at)
}
