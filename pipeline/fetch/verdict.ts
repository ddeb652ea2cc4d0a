import { judgeBlock } from './blocks.ts'
import type { Answer, Head } from './client.ts'
import type { Failed, FetchedPage, Refused } from './fetched.ts'
import { type Lesson, retryAfterMs } from './pace.ts'

/** What became of one request to one address; `retry` where the next try may do better. */
export type Step = (FetchedPage | Refused | Failed) & { readonly retry?: boolean }

/** What an answer teaches about the pace of its host. */
export const lessonOf = (answer: Answer, latencyMs: number, at: number): Lesson => {
  if (answer.kind === 'failed') return { outcome: 'badly', latencyMs }
  if (answer.kind !== 'answer') return { outcome: 'well', latencyMs }
  const { status, headers } = answer
  const trouble = status === 429 || status === 403 || status >= 500
  const said = trouble ? retryAfterMs(headers['retry-after'], at) : undefined
  const outcome = status === 429 && said === undefined ? 'busy' : trouble ? 'badly' : 'well'
  return { outcome, latencyMs, ...(said === undefined ? {} : { retryAfterMs: said }) }
}

/** What a page that came means: a wall, a server in trouble, or a page. */
export const judgePage = (page: FetchedPage, at: number): Step => {
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

/** Why an answer's body is not worth reading: it is of none of the accepted media types. */
export const unwanted = (head: Head, accept: readonly string[] | undefined): string | undefined => {
  const type = (head.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (accept === undefined || head.status !== 200 || type === '') return undefined
  return accept.some((one) => type === one || one === '*/*') ? undefined : `it is ${type}`
}

/** A request that was not made because the run is over. */
export const stopped = (url: string): Failed => ({
  kind: 'failed',
  why: 'interrupted',
  detail: 'stopped before it was asked',
  url,
})

/** A request that was not made because its host wants a long rest. */
export const putOff = (url: string, until: number): Failed => ({
  kind: 'failed',
  why: 'too-many-requests',
  detail: 'the host wants to be left alone for longer than anyone waits here',
  url,
  retryAfter: new Date(until).toISOString(),
})
