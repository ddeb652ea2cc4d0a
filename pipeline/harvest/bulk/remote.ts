import type { AsyncBuffer } from 'hyparquet'
import type { Fetched, FetchedPage, FetchRequest } from '../../fetch/fetched.ts'
import { Trouble } from '../../model/trouble.ts'
import type { Bundle, Member } from './open.ts'

/** The way to the web: the fetcher's, with its manners. */
export type Ask = (request: FetchRequest) => Promise<Fetched>

/** Whether a path is an address rather than a place on the disk. */
export const isAddress = (path: string): boolean => /^(?:https?|s3):\/\//i.test(path)

/** Bytes asked for at once: a polite client asks seldom, and a row group's columns lie side by side. */
const BLOCK = 4 << 20

/** Blocks held; columns of one row group are read in any order. */
const HELD = 16

const bytesOf = async (url: string, range: string, ask: Ask): Promise<FetchedPage> => {
  const headers = { range: `bytes=${range}`, 'accept-encoding': 'identity' }
  const got = await ask({ url, headers, keep: false, maxBytes: BLOCK + 1024 })
  if (got.kind === 'page' && got.status === 206) return got
  const why = got.kind === 'page' ? `answered ${got.status} to a byte range` : JSON.stringify(got)
  throw new Trouble('bad-file', 'stop', `${url} cannot be read in parts: ${why}`)
}

/** A file on the web that is read in parts: only the blocks that are needed are asked for, each once. */
const remoteFile = async (url: string, ask: Ask): Promise<AsyncBuffer> => {
  const head = await bytesOf(url, '0-3', ask)
  const byteLength = Number(/\/(\d+)$/.exec(head.headers['content-range'] ?? '')?.[1])
  if (!Number.isInteger(byteLength))
    throw new Trouble('bad-file', 'stop', `${url} does not say how long it is`)
  const held = new Map<number, Promise<Buffer>>()
  const block = (index: number): Promise<Buffer> => {
    const before = held.get(index)
    if (before !== undefined) return before
    const [oldest] = held.keys()
    if (held.size >= HELD && oldest !== undefined) held.delete(oldest)
    const last = Math.min((index + 1) * BLOCK, byteLength) - 1
    const now = bytesOf(url, `${index * BLOCK}-${last}`, ask).then(({ bytes }) => bytes)
    held.set(index, now)
    return now
  }
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const out = Buffer.alloc(Math.max(0, end - start))
      for (let index = Math.floor(start / BLOCK); index * BLOCK < end; index++) {
        const bytes = await block(index)
        const from = Math.max(start, index * BLOCK)
        bytes.copy(out, from - start, from - index * BLOCK, end - index * BLOCK)
      }
      return out.buffer.slice(out.byteOffset, out.byteOffset + out.length) as ArrayBuffer
    },
  }
}

/** The keys of one page of a bucket's listing (ListObjectsV2), and where the next page begins. */
export const keysOf = (
  xml: string,
): { readonly keys: readonly string[]; readonly next?: string } => {
  const text = (tag: string) =>
    [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, value = '']) =>
      value.replace(/&amp;/g, '&'),
    )
  const [next] = text('NextContinuationToken')
  return { keys: text('Key'), ...(next !== undefined && { next }) }
}

/** Parquet files below an `s3://bucket/prefix`, as addresses of the public bucket. */
async function* bucketFiles(address: string, ask: Ask): AsyncGenerator<string> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/i.exec(address) ?? []
  const origin = `https://${bucket}.s3.amazonaws.com`
  let token: string | undefined
  do {
    const query = new URLSearchParams({ 'list-type': '2', prefix: prefix.replace(/\*.*$/, '') })
    if (token !== undefined) query.set('continuation-token', token)
    const url = `${origin}/?${query}`
    const got = await ask({ url, keep: false })
    if (got.kind !== 'page' || got.status !== 200)
      throw new Trouble('bad-file', 'stop', `${address} cannot be listed: ${JSON.stringify(got)}`)
    const { keys, next } = keysOf(got.body)
    for (const key of keys)
      if (key.endsWith('.parquet'))
        yield `${origin}/${key.split('/').map(encodeURIComponent).join('/')}`
    token = next
  } while (token !== undefined)
}

const member = (url: string, ask: Ask): Member => ({
  name: decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''),
  open: () => {
    throw new Trouble('bad-file', 'usage', `${url} can only be read as Parquet`)
  },
  parquet: () => remoteFile(url, ask),
})

/** Opens a Parquet file at an https address, or all below an `s3://` prefix of a public bucket. */
export const openRemote = async (address: string, ask: Ask): Promise<Bundle> => {
  const urls: string[] = []
  if (/^s3:/i.test(address)) for await (const url of bucketFiles(address, ask)) urls.push(url)
  else urls.push(address)
  if (urls.length === 0)
    throw new Trouble('bad-file', 'usage', `no Parquet file lies below ${address}`)
  return { members: urls.map((url) => member(url, ask)), close: () => undefined }
}
