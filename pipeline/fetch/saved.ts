import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { isText, textOf } from './charset.ts'
import { isGzip, unpack } from './encoding.ts'
import type { FetchedPage } from './fetched.ts'
import { PAGE_BYTES, type RawPage, readHar, readMhtml, readWacz, readWarc } from './foreign.ts'
import { savedFrom } from './origin.ts'

/** A page that somebody saved, read without any network. */
export interface SavedPage
  extends Pick<FetchedPage, 'status' | 'headers' | 'contentType' | 'body' | 'bytes' | 'charset'> {
  /** The address it was served from, when the file says so. */
  readonly url: string | undefined
  /** When it was saved: as the file says, else the file's own time. */
  readonly savedAt: Instant
  /** The file, and the record in it. */
  readonly from: string
}

/** A saved page, or a file (or a part of one) that is none, with the reason. */
export type Saved =
  | { readonly kind: 'page'; readonly page: SavedPage }
  | { readonly kind: 'set-aside'; readonly from: string; readonly why: string }

/**
 * Reads saved pages: files, and folders with all below them. HTML, JSON and XML, gzipped or not, WARC (also packed,
 * by any tool), WACZ, MHTML and HAR. Nothing is thrown for what a file holds; Trouble `bad-file` only for a path
 * that is not there.
 */
export async function* readSaved(paths: readonly string[]): AsyncGenerator<Saved> {
  for (const path of paths) {
    const info = await stat(path).catch((cause: unknown) => {
      throw new Trouble('bad-file', 'usage', `${path} is not there or cannot be opened`, cause)
    })
    if (info.isDirectory()) yield* readFolder(path)
    else yield* readOne(path)
  }
}

/** Parts of a page that browsers save beside it. */
const ASSET =
  /\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|ogg|pdf|cdxj?(?:\.gz)?|idx|md)$/i
const ASSET_FOLDER = /[_-](?:files|bestanden|fichiers|dateien)$/i

async function* readFolder(folder: string): AsyncGenerator<Saved> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => error)
  if (entries instanceof Error) {
    yield { kind: 'set-aside', from: folder, why: `cannot be opened: ${entries.message}` }
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory() && !ASSET_FOLDER.test(entry.name)) yield* readFolder(path)
    else if (entry.isFile() && !ASSET.test(entry.name)) yield* readOne(path)
  }
}

async function* readOne(path: string): AsyncGenerator<Saved> {
  let read = 0
  try {
    const info = await stat(path)
    const fileTime = info.mtime.toISOString()
    for await (const raw of rawPages(path, info.size)) {
      read++
      yield typeof raw === 'string'
        ? { kind: 'set-aside', from: path, why: raw }
        : judge(raw, path, fileTime)
    }
    if (read === 0) yield { kind: 'set-aside', from: path, why: 'no page in it' }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const after = read > 0 ? ` after ${read} pages` : ''
    yield { kind: 'set-aside', from: path, why: `cannot be read further${after}: ${why}` }
  }
}

/** Opens a file by what it is, whatever it is called. */
async function* rawPages(path: string, size: number): AsyncGenerator<RawPage | string> {
  if (size === 0) {
    yield 'empty'
    return
  }
  const head = await headOf(path)
  const packed = isGzip(head)
  const inside = packed ? await unpackedHead(path) : head
  const start = inside.toString('latin1')
  if (start.startsWith('WARC/')) {
    yield* readWarc(createReadStream(path), packed)
    return
  }
  if (start.startsWith('PK\u0003\u0004')) {
    yield* readWacz(path)
    return
  }
  if (size > PAGE_BYTES) {
    yield `${size} bytes are too many for one page (at most ${PAGE_BYTES})`
    return
  }
  const file = await readFile(path)
  const opened = packed ? await unpack(file, 'gzip', PAGE_BYTES) : { bytes: file }
  if ('why' in opened) {
    yield opened.detail
    return
  }
  const { bytes } = opened
  if (isMhtml(start)) yield* readMhtml(bytes)
  else if (isHar(path, start)) yield* readHar(bytes)
  else yield { url: undefined, status: 200, headers: {}, bytes, savedAt: undefined }
}

/** A mail-like head that promises a page and its parts. */
const isMhtml = (start: string): boolean =>
  /^[\w-]+:/.test(start) &&
  /^(?:Content-Type:\s*multipart\/related|Snapshot-Content-Location:)/im.test(
    start.split(/\r?\n\r?\n/, 1)[0] ?? '',
  )

const isHar = (path: string, start: string) =>
  /\.har$/i.test(path) || /^\s*\{\s*"log"\s*:\s*\{/.test(start)

const HEAD_BYTES = 4096

const headOf = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const unpackedHead = async (path: string): Promise<Buffer> => {
  const { createGunzip } = await import('node:zlib')
  const source = createReadStream(path, { end: 65_535 })
  const opened = source.pipe(createGunzip())
  source.on('error', (error) => opened.destroy(error))
  try {
    for await (const chunk of opened) return chunk as Buffer
  } catch {
    return Buffer.alloc(0)
  } finally {
    source.destroy()
  }
  return Buffer.alloc(0)
}

const judge = (raw: RawPage, path: string, fileTime: Instant): Saved => {
  const from = raw.part === undefined ? path : `${path} ${raw.part}`
  if (raw.bytes.length === 0) return { kind: 'set-aside', from, why: 'empty' }
  const said = raw.headers['content-type'] ?? ''
  if (!isText(raw.bytes, said.split(';')[0] ?? ''))
    return { kind: 'set-aside', from, why: `not text: ${said || 'binary data'}` }
  const text = textOf(raw.bytes, raw.headers)
  const origin = savedFrom(text.body)
  return {
    kind: 'page',
    page: {
      url: raw.url ?? origin.url,
      savedAt: raw.savedAt ?? origin.at ?? fileTime,
      status: raw.status,
      headers: raw.headers,
      bytes: raw.bytes,
      ...text,
      contentType: text.contentType || typeOf(text.body),
      from,
    },
  }
}

const typeOf = (body: string): string => {
  const start = body.slice(0, 300).trimStart()
  if (/^[[{]/.test(start)) return 'application/json'
  if (/^<\?xml/.test(start) && !/<html/i.test(start)) return 'application/xml'
  return start.startsWith('<') ? 'text/html' : 'text/plain'
}
