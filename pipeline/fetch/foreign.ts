import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AsyncIterReader, WARCParser } from 'warcio'
import type { Instant } from '../model/region.ts'
import { unpack } from './encoding.ts'
import { parseHttp } from './warc.ts'

/** What a page's file knows before its bytes are read as text. */
export interface RawPage {
  readonly url: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
  readonly savedAt: Instant | undefined
  readonly part?: string
}

/** Largest page, and largest single file that is read whole. */
export const PAGE_BYTES = 50_000_000

const WORTH =
  /^(?:$|text\/(?!css|javascript)|application\/(?:xhtml|json|ld\+json|xml|.*\+xml|.*\+json))/

/**
 * Reads the pages of a WARC file made by any tool (wget, browsertrix, Heritrix, warcio; a gzip member a record or one
 * for the whole file). Records that are no page (requests, images, scripts, revisits) are passed over.
 */
export async function* readWarc(
  source: Readable,
  packed: boolean,
  part = '',
): AsyncGenerator<RawPage | string> {
  const plain = packed ? source.pipe(createGunzip()) : source
  source.on('error', (error) => plain.destroy(error))
  const parser = new WARCParser(plain, { parseHttp: false, keepHeadersCase: true })
  let number = 0
  for await (const record of parser) {
    number++
    const type = record.warcType
    if (type !== 'response' && type !== 'resource') continue
    const url = record.warcTargetURI ?? undefined
    if (url === undefined || !/^https?:/i.test(url) || /^https?:\/\/[^/]+\/robots\.txt$/i.test(url))
      continue
    const where = `${part}record ${number}`
    if (record.warcContentLength > PAGE_BYTES) {
      yield `${where}: ${record.warcContentLength} bytes are too many for one page`
      continue
    }
    const block = Buffer.from(await record.readFully(false))
    const http =
      type === 'resource'
        ? {
            status: 200,
            headers: { 'content-type': record.warcContentType ?? '' },
            bytes: block,
          }
        : parseHttp(block)
    if (http === undefined) {
      yield `${where}: not an HTTP answer`
      continue
    }
    if (!WORTH.test((http.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''))
      continue
    const opened = await unpack(
      await dechunk(http.bytes, http.headers),
      http.headers['content-encoding'],
      PAGE_BYTES,
    )
    if ('why' in opened) {
      yield `${where}: ${opened.detail}`
      continue
    }
    yield {
      url,
      status: http.status,
      headers: http.headers,
      bytes: opened.bytes,
      savedAt: timeOf(record.warcDate),
      part: where,
    }
  }
}

const dechunk = async (
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Buffer> => {
  if (!/\bchunked\b/i.test(headers['transfer-encoding'] ?? '')) return bytes
  return Buffer.from(await new AsyncIterReader([bytes], null, true).readFully())
}

const timeOf = (text: string | null | undefined): string | undefined => {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** Reads the WARC files inside a WACZ (a zip that browser recorders make). */
export async function* readWacz(path: string): AsyncGenerator<RawPage | string> {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(path)
  let found = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (!/^archive\/.*\.warc(?:\.gz)?$/.test(entry.fileName)) continue
      found++
      const stream = await zip.openReadStreamPromise(entry)
      yield* readWarc(stream, entry.fileName.endsWith('.gz'), `${entry.fileName} `)
    }
  } finally {
    zip.close()
  }
  if (found === 0) yield 'a zip file without WARC files in it; unpack it and give the folder'
}

/** Reads the page of an MHTML file ("web page, single file"). */
export async function* readMhtml(bytes: Buffer): AsyncGenerator<RawPage | string> {
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(bytes)
  if (mail.html === undefined) {
    yield 'an MHTML file without a page in it'
    return
  }
  const header = (name: string) => mail.headers.find((one) => one.key === name)?.value
  yield {
    url: header('snapshot-content-location'),
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    bytes: Buffer.from(mail.html),
    savedAt: timeOf(header('date')),
  }
}

interface HarEntry {
  readonly startedDateTime?: string
  readonly request?: { readonly url?: string }
  readonly response?: {
    readonly status?: number
    readonly content?: {
      readonly mimeType?: string
      readonly text?: string
      readonly encoding?: string
    }
  }
}

/** Reads the pages of a HAR file (what a browser's network panel exports). */
export async function* readHar(bytes: Buffer): AsyncGenerator<RawPage | string> {
  const har: { log?: { entries?: readonly HarEntry[] } } = JSON.parse(bytes.toString('utf8'))
  let number = 0
  for (const { request, response, startedDateTime } of har.log?.entries ?? []) {
    number++
    const { text, mimeType = '', encoding } = response?.content ?? {}
    if (text === undefined || text === '' || !WORTH.test((mimeType.split(';')[0] ?? '').trim()))
      continue
    yield {
      url: request?.url,
      status: response?.status ?? 200,
      headers: { 'content-type': `${mimeType.split(';')[0]}; charset=utf-8` },
      bytes: Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8'),
      savedAt: timeOf(startedDateTime),
      part: `entry ${number}`,
    }
  }
}
