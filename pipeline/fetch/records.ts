import type { Instant } from '../model/region.ts'
import { software } from './agent.ts'
import type { Keep } from './archive.ts'
import { httpHead, statusLine, writeRecord } from './warc.ts'

/** The first record of each file: who made it, and how. */
export const warcinfo = (name: string, at: Instant, id: string): Buffer =>
  writeRecord(
    {
      'WARC-Type': 'warcinfo',
      'WARC-Record-ID': `<urn:uuid:${id}>`,
      'WARC-Date': at,
      'WARC-Filename': name,
      'Content-Type': 'application/warc-fields',
    },
    Buffer.from(
      `software: ${software()}\r\nformat: WARC File Format 1.1\r\nrobots: obeyed (RFC 9309)\r\n`,
    ),
  )

/** Headers that describe the bytes on the wire; the page lies unpacked in the archive. */
const WIRE = new Set(['content-encoding', 'transfer-encoding', 'content-length', 'connection'])
const SECRET = /^(?:authorization|cookie|proxy-authorization|.*(?:api-?key|token|secret).*)$/

/** The records of a page: first its answer, or the page as a resource where no server answered; then the request. */
export const recordsOf = (page: Keep, digest: string, id: () => string): readonly Buffer[] => {
  const own = `<urn:uuid:${id()}>`
  if (page.status === undefined) return [resource(page, digest, own)]
  const answer = response(page, page.status, digest, own)
  return page.request === undefined
    ? [answer]
    : [answer, request(page, page.request, `<urn:uuid:${id()}>`, own)]
}

const resource = (page: Keep, digest: string, own: string): Buffer =>
  writeRecord(
    {
      'WARC-Type': 'resource',
      'WARC-Record-ID': own,
      'WARC-Target-URI': page.url,
      'WARC-Date': page.at,
      'WARC-Payload-Digest': digest,
      'Content-Type': page.headers['content-type'] ?? 'application/octet-stream',
    },
    page.bytes,
  )

const response = (page: Keep, status: number, digest: string, own: string): Buffer => {
  const kept = Object.entries(page.headers).map(
    ([name, value]) => [WIRE.has(name) ? `x-archive-orig-${name}` : name, value] as const,
  )
  return writeRecord(
    {
      'WARC-Type': 'response',
      'WARC-Record-ID': own,
      'WARC-Target-URI': page.url,
      'WARC-Date': page.at,
      'WARC-Payload-Digest': digest,
      'Content-Type': 'application/http; msgtype=response',
    },
    [
      httpHead(statusLine(status), {
        ...Object.fromEntries(kept),
        'content-length': String(page.bytes.length),
      }),
      page.bytes,
    ],
  )
}

const request = (
  page: Keep,
  asked: NonNullable<Keep['request']>,
  own: string,
  answer: string,
): Buffer => {
  const { pathname, search, host } = new URL(page.url)
  const sent = Object.entries(asked.headers).map(
    ([name, value]) => [name, SECRET.test(name.toLowerCase()) ? '[withheld]' : value] as const,
  )
  return writeRecord(
    {
      'WARC-Type': 'request',
      'WARC-Record-ID': own,
      'WARC-Concurrent-To': answer,
      'WARC-Target-URI': page.url,
      'WARC-Date': page.at,
      'Content-Type': 'application/http; msgtype=request',
    },
    [
      httpHead(`${asked.method} ${pathname}${search} HTTP/1.1`, {
        host,
        ...Object.fromEntries(sent),
      }),
      Buffer.from(asked.body ?? ''),
    ],
  )
}
