import { Agent, type Dispatcher } from 'undici'
import { ADDRESS_REFUSED, guardedLookup, type Resolve } from './address.ts'
import type { FailedWhy } from './fetched.ts'

/** One exchange with one address: no redirects, no retries. */
interface Ask {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly maxBytes: number
  /** Looks at the head of the answer; a word leaves the body unread. */
  readonly refuse?: (head: Head) => string | undefined
  /** Keeps the first `maxBytes` of a longer body instead of refusing it. */
  readonly cut?: boolean
}

export interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** What came back: the answer as it was on the wire, or why there is none. */
export type Answer =
  | (Head & { readonly kind: 'answer'; readonly bytes: Buffer })
  | (Head & {
      readonly kind: 'unread'
      readonly why: 'too-large' | 'type'
      readonly detail: string
    })
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'failed'; readonly why: FailedWhy; readonly detail: string }

export interface Client {
  readonly ask: (ask: Ask) => Promise<Answer>
  readonly close: () => Promise<void>
}

export interface ClientOptions {
  readonly timeoutMs: number
  readonly perHost: number
  readonly allowPrivate: boolean
  readonly resolve: Resolve
  readonly signal: AbortSignal
}

/** An HTTP client whose every connection goes to an address that was checked, and whose every exchange ends in time. */
export const openClient = (options: ClientOptions): Client => {
  const { timeoutMs, signal } = options
  const agent = new Agent({
    connections: options.perHost,
    pipelining: 1,
    connect: {
      lookup: guardedLookup(options.resolve, options.allowPrivate),
      timeout: Math.min(timeoutMs, 15_000),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 64 * 1024,
    maxResponseSize: -1,
  })
  // One listener for all exchanges: a signal with a thousand listeners is slow and warns.
  const running = new Set<AbortController>()
  const stopAll = () => {
    for (const one of running) one.abort()
  }
  signal.addEventListener('abort', stopAll, { once: true })
  return {
    close: () => {
      signal.removeEventListener('abort', stopAll)
      return agent.destroy()
    },
    ask: async (ask) => {
      if (signal.aborted) return interrupted
      const stop = new AbortController()
      running.add(stop)
      const timer = setTimeout(() => stop.abort(), timeoutMs)
      try {
        const answer = await agent.request({
          origin: ask.url.origin,
          path: ask.url.pathname + ask.url.search,
          method: ask.method,
          headers: ask.headers,
          body: ask.body ?? null,
          signal: stop.signal,
        })
        return await readAnswer(answer, ask)
      } catch (error) {
        if (signal.aborted) return interrupted
        if (stop.signal.aborted)
          return {
            kind: 'failed',
            why: 'timeout',
            detail: `not done within ${timeoutMs / 1000} seconds`,
          }
        return failureOf(error)
      } finally {
        clearTimeout(timer)
        running.delete(stop)
      }
    },
  }
}

const interrupted: Answer = { kind: 'failed', why: 'interrupted', detail: 'stopped' }

const readAnswer = async (answer: Dispatcher.ResponseData, ask: Ask): Promise<Answer> => {
  const head: Head = { status: answer.statusCode, headers: flat(answer.headers) }
  const drop = () => {
    answer.body.on('error', () => undefined)
    answer.body.destroy()
  }
  const refusal = ask.refuse?.(head)
  if (refusal !== undefined) {
    drop()
    return { kind: 'unread', why: 'type', detail: refusal, ...head }
  }
  const said = Number(head.headers['content-length'] ?? 0)
  if (said > ask.maxBytes && ask.cut !== true) {
    drop()
    return { kind: 'unread', why: 'too-large', detail: tooLarge(said, ask.maxBytes), ...head }
  }
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    answer.body.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= ask.maxBytes) return
      drop()
      if (ask.cut === true)
        resolve({
          kind: 'answer',
          bytes: Buffer.concat(chunks, size).subarray(0, ask.maxBytes),
          ...head,
        })
      else
        resolve({ kind: 'unread', why: 'too-large', detail: tooLarge(size, ask.maxBytes), ...head })
    })
    answer.body.on('end', () =>
      resolve({ kind: 'answer', bytes: Buffer.concat(chunks, size), ...head }),
    )
    answer.body.on('error', reject)
  })
}

const tooLarge = (size: number, limit: number) =>
  `${size} bytes or more, where ${limit} are allowed`

const flat = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )

/** The code of an error, looking through causes and aggregates (one error an address tried). */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return ''
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf)
    return codes.find((code) => !NO_NETWORK.test(code)) ?? codes[0] ?? ''
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code === '' && error.cause !== undefined ? codeOf(error.cause) : code
}

const NO_NETWORK = /^(?:ENETUNREACH|ENETDOWN)$/

const WHYS: readonly (readonly [RegExp, FailedWhy])[] = [
  [/^(?:ENETUNREACH|ENETDOWN|ENONET)$/, 'no-network'],
  [/^EAI_AGAIN$|^ETIMEOUT$|^ESERVFAIL$|^EREFUSED$/, 'dns'],
  [/^(?:ENOTFOUND|ENODATA|EAI_NONAME|EAI_NODATA|EAI_FAIL|EBADNAME)$/, 'no-such-host'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL|EACCES|EPERM|EINVAL)$/, 'unreachable'],
  [/TIMEOUT|^ETIMEDOUT$/, 'timeout'],
  [/CONTENT_LENGTH_MISMATCH/, 'cut-short'],
  [/^(?:CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH|EPROTO)/, 'tls'],
  [/^HPE_|HEADERS_OVERFLOW|^UND_ERR_(?:RESPONSE|INVALID|NOT_SUPPORTED|REQ_)/, 'bad-http'],
]

const failureOf = (error: unknown): Answer => {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === ADDRESS_REFUSED) return { kind: 'refused', detail: message }
  const why = WHYS.find(([shape]) => shape.test(code))?.[1] ?? 'reset'
  return {
    kind: 'failed',
    why,
    detail: message.startsWith(code) ? message : `${code || 'error'}: ${message}`,
  }
}
