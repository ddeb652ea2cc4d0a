import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import type { FetchedPage } from './fetched.ts'

/** A text and the encoding it was read with. */
export interface Decoded {
  readonly text: string
  readonly charset: string
}

const WINDOWS = 'windows-1252'

/**
 * Reads bytes as text, never throwing: byte order mark, then the HTTP header, then the page's own declaration, then
 * a look at the bytes. Where bytes and declaration contradict each other the bytes win: valid UTF-8 beyond ASCII is
 * UTF-8 whatever one-byte encoding was declared, and a "UTF-8" page that is mostly not is read as windows-1252.
 */
export const decodeText = (bytes: Buffer, contentType: string): Decoded => {
  const marked = byMark(bytes)
  if (marked !== undefined) return { text: read(bytes, marked), charset: marked }
  const declared = labelOf(charsetParameter(contentType)) ?? declaredInside(bytes)
  if (declared === undefined || declared === 'utf-8' || ONE_BYTE.test(declared)) {
    if (isUtf8(bytes)) return { text: bytes.toString('utf8'), charset: 'utf-8' }
  }
  const charset = declared ?? (wideByNulls(bytes) || WINDOWS)
  if (charset === 'utf-8' && mostlyNotUtf8(bytes))
    return { text: read(bytes, WINDOWS), charset: WINDOWS }
  return { text: read(bytes, charset), charset }
}

const ONE_BYTE = /^(?:windows-125\d|iso-8859-\d+|macintosh|ibm866|koi8-[ru])$/

// From 20.18.3 and 22.13.0 Node reads 0x80 to 0x9F as control characters (nodejs/node#56542), so these are ours.
const SIGNS =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

const read = (bytes: Buffer, charset: string): string =>
  charset === WINDOWS
    ? bytes
        .toString('latin1')
        .replace(/[\x80-\x9f]/g, (sign) => SIGNS[sign.charCodeAt(0) - 0x80] ?? sign)
    : new TextDecoder(charset).decode(bytes)

const byMark = (bytes: Buffer): string | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

const charsetParameter = (contentType: string): string | undefined =>
  /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]

/** The encoding a label stands for (WHATWG Encoding), or undefined for one that nobody knows. */
const labelOf = (label: string | undefined): string | undefined => {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return undefined
  }
}

const META = /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i
const XML = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']+)["']/i

/** How far into a page its own declaration is looked for; browsers look at 1024 bytes, real pages are later. */
const HEAD = 4096

const declaredInside = (bytes: Buffer): string | undefined => {
  const head = bytes.toString('latin1', 0, HEAD)
  const label = labelOf(XML.exec(head)?.[1]) ?? labelOf(META.exec(head)?.[1])
  // A declaration that could be read as ASCII is not in UTF-16 (HTML §13.2.3.2).
  return label?.startsWith('utf-16') ? 'utf-8' : label
}

const wideByNulls = (bytes: Buffer): string | undefined => {
  if (bytes.length < 4) return undefined
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return 'utf-16be'
  return undefined
}

const mostlyNotUtf8 = (bytes: Buffer): boolean => {
  const text = bytes.toString('utf8')
  let broken = 0
  let high = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) high++
    if (code === 0xfffd) broken++
  }
  return broken * 2 > high
}

const BINARY_TYPE = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|octet-stream|vnd\.)/

/** Most of a text's bytes that may be control characters; a stray NUL does not make a page binary. */
const CONTROL_SHARE = 0.02

/** Whether a page is text at all, by its media type and its first bytes. */
export const isText = (bytes: Buffer, contentType: string): boolean => {
  if ((byMark(bytes) ?? wideByNulls(bytes)) !== undefined) return true
  const head = bytes.subarray(0, 1024)
  if (head.toString('latin1', 0, 5) === '%PDF-') return false
  let controls = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++
  if (controls > head.length * CONTROL_SHARE) return false
  return !BINARY_TYPE.test(contentType) || isUtf8(head.subarray(0, 1000))
}

/** The text side of a page: its media type, decoded body and charset. */
export const textOf = (
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
): Pick<FetchedPage, 'contentType' | 'body' | 'charset'> => {
  const said = headers['content-type'] ?? ''
  const contentType = (said.split(';')[0] ?? '').trim().toLowerCase()
  if (!isText(bytes, contentType)) return { contentType, body: '', charset: 'binary' }
  const { text, charset } = decodeText(bytes, said)
  return { contentType, body: text, charset }
}
