import { promisify } from 'node:util'
import zlib from 'node:zlib'

type Unpack = (bytes: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>

const gunzip: Unpack = promisify(zlib.gunzip)
const inflate: Unpack = promisify(zlib.inflate)
const inflateRaw: Unpack = promisify(zlib.inflateRaw)
const brotli: Unpack = promisify(zlib.brotliDecompress)
// Node 22.15 brought zstd; on Node 20 it is not offered to servers.
const zstd: Unpack | undefined =
  'zstdDecompress' in zlib && typeof zlib.zstdDecompress === 'function'
    ? promisify(zlib.zstdDecompress as typeof zlib.gunzip)
    : undefined

/** Content encodings that are understood, as the header of a request says it. */
export const ACCEPT_ENCODING = zstd === undefined ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd'

const unpackers: Readonly<Record<string, Unpack | undefined>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  br: brotli,
  // Half of the servers that say deflate send it without the zlib wrapper (RFC 9110 §8.4.1.2).
  deflate: (bytes, options) =>
    ((bytes[0] ?? 0) & 0x0f) === 8 ? inflate(bytes, options) : inflateRaw(bytes, options),
  zstd,
}

/** Most that a page may grow when unpacked, and the size below which growth is not looked at. */
const MOST_GROWTH = 200
const SMALL = 1_000_000

/** Unpacked bytes, or why there are none. */
export type Unpacked =
  | { readonly bytes: Buffer }
  | { readonly why: 'too-large' | 'bad-encoding'; readonly detail: string }

/**
 * Takes content encodings off, innermost last, on zlib's own threads. A decompression bomb stops at `maxBytes`, or
 * at 200 times its packed size when that is sooner: nothing beyond is ever held in memory.
 */
export const unpack = async (
  bytes: Buffer,
  encodings: string | undefined,
  maxBytes: number,
): Promise<Unpacked> => {
  const names = (encodings ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity' && name !== 'none')
    .reverse()
  if (names.length > 2)
    return { why: 'bad-encoding', detail: `packed ${names.length} times: ${names.join(', ')}` }
  let current = bytes
  for (const name of names) {
    if (current.length === 0) break
    const open = unpackers[name]
    if (open === undefined)
      return { why: 'bad-encoding', detail: `content encoding '${name}' is not known` }
    const limit = Math.min(maxBytes, Math.max(SMALL, current.length * MOST_GROWTH))
    try {
      current = await open(current, { maxOutputLength: limit })
    } catch (error) {
      if (error instanceof RangeError)
        return {
          why: 'too-large',
          detail: `${current.length} bytes of ${name} unpack to more than ${limit}`,
        }
      // Some servers say gzip and send plain text; browsers refuse, we read what is plainly text.
      if (current === bytes && looksPlain(bytes)) return { bytes }
      const why = error instanceof Error ? error.message : String(error)
      return { why: 'bad-encoding', detail: `${name}: ${why}` }
    }
  }
  return { bytes: current }
}

const looksPlain = (bytes: Buffer): boolean =>
  /^\s*[<{[]/.test(bytes.toString('latin1', 0, 64)) && !bytes.subarray(0, 512).includes(0)

/** Whether these bytes are a gzip file of themselves (a sitemap.xml.gz), whatever the headers say. */
export const isGzip = (bytes: Buffer): boolean =>
  bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
