import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../model/region.ts'
import { textOf } from './charset.ts'
import type { Archived } from './fetched.ts'
import { archiveFiles, type Member, memberAt, walkMembers } from './kept.ts'
import { httpHead, packInto, parseHttp, statusLine, type WarcRecord, writeRecord } from './warc.ts'

/** What is to be gone from the archive. */
export interface Forgetting {
  /** Words that name the person: names, addresses of every kind, phone numbers as written and in E.164. */
  readonly strings: readonly string[]
  /** Records whose pages are to go as a whole. */
  readonly drop?: readonly Pick<Archived, 'file' | 'offset'>[]
  /** The only records whose text is searched; without it every record is. */
  readonly only?: readonly Pick<Archived, 'file' | 'offset'>[]
  readonly at: Instant
}

/** A record that was changed. It lies where it lay: places kept in the database stay true. */
export interface Forgotten {
  readonly file: string
  readonly offset: number
  readonly how: 'redacted' | 'dropped'
  /** The digest of the page as it is now. */
  readonly digest: string
}

/** A torn tail this old belongs to no running writer. */
const TAIL_MS = 3_600_000

/**
 * Makes an archive forget: every occurrence of the strings is overwritten with x, in any letter case, also written as
 * entities, escapes, percent codes, Cloudflare-protected mail or with other separators between digits. Each record
 * is replaced in its own place with the same length, so a crash in between leaves at worst one damaged record, which
 * the next call empties, and a run that writes at the same time is not disturbed.
 */
export const forgetInArchive = async (
  folder: string,
  forgetting: Forgetting,
): Promise<readonly Forgotten[]> => {
  const shapes = shapesOf(forgetting.strings)
  const drop = placesOf(forgetting.drop ?? [])
  const only = forgetting.only && placesOf(forgetting.only)
  const forgotten: Forgotten[] = []
  for (const file of await archiveFiles(folder)) {
    const handle = await open(join(folder, file), 'r+')
    try {
      let touched = false
      for await (const member of walkMembers(folder, file)) {
        const place = `${file} ${member.offset}`
        const change =
          member.kind === 'member'
            ? rewrite(
                member,
                only === undefined || only.has(place) ? shapes : [],
                drop.has(place),
                forgetting.at,
              )
            : await mend(handle, join(folder, file), member, forgetting.at)
        if (change === undefined) continue
        touched = true
        await handle.write(change.bytes, 0, change.bytes.length, member.offset)
        forgotten.push({ file, offset: member.offset, how: change.how, digest: change.digest })
      }
      if (touched) await handle.datasync()
    } finally {
      await handle.close()
    }
  }
  return forgotten
}

/**
 * Makes one kept record forget, as `forgetInArchive` does with all: for a page that was fetched again after an
 * erasure and still shows the person. Undefined when it does not.
 */
export const forgetKept = async (
  folder: string,
  kept: Archived,
  { strings, at }: Pick<Forgetting, 'strings' | 'at'>,
): Promise<Forgotten | undefined> => {
  const handle = await open(join(folder, kept.file), 'r+')
  try {
    const change = rewrite(await memberAt(handle, kept), shapesOf(strings), false, at)
    if (change === undefined) return undefined
    await handle.write(change.bytes, 0, change.bytes.length, kept.offset)
    await handle.datasync()
    return { file: kept.file, offset: kept.offset, how: change.how, digest: change.digest }
  } finally {
    await handle.close()
  }
}

const placesOf = (places: readonly Pick<Archived, 'file' | 'offset'>[]): ReadonlySet<string> =>
  new Set(places.map(({ file, offset }) => `${file} ${offset}`))

interface Change {
  readonly bytes: Buffer
  readonly how: Forgotten['how']
  readonly digest: string
}

const rewrite = (
  member: Member,
  shapes: readonly RegExp[],
  dropped: boolean,
  at: Instant,
): Change | undefined => {
  const { record, length, plain } = member
  if (record === undefined) return emptied(length, at)
  if (record.type === 'warcinfo') return undefined
  if (dropped) return emptied(length, at, record)
  const clean = (text: string) => redact(text, shapes)
  const redacted = redactedRecord(record, clean, at)
  if (redacted === undefined) {
    // Neither an answer nor a saved page: a request, read as plain text.
    const text = plain.toString('latin1')
    return clean(text) === text ? undefined : emptied(length, at, record)
  }
  if (!redacted.changed) return undefined
  const bytes = packInto(redacted.bytes, length)
  if (bytes === undefined) return emptied(length, at, record)
  return { bytes, how: 'redacted', digest: redacted.digest }
}

const redactedRecord = (record: WarcRecord, clean: (text: string) => string, at: Instant) => {
  const http = record.type === 'response' ? parseHttp(record.block) : undefined
  if (http === undefined && record.type !== 'resource') return undefined
  const headers = http?.headers ?? { 'content-type': record.headers['content-type'] ?? '' }
  const before = http?.bytes ?? record.block
  const { body, contentType, charset } = textOf(before, headers)
  const text = clean(body)
  const head = JSON.stringify([record.headers, headers])
  const cleanHead: [Record<string, string>, Record<string, string>] = JSON.parse(clean(head))
  if (text === body && JSON.stringify(cleanHead) === head) return { changed: false as const }
  const isText = charset !== 'binary'
  const bytes = isText ? Buffer.from(text) : before
  const digest = digestOf(bytes)
  const type = isText ? `${contentType || 'text/html'}; charset=utf-8` : contentType
  const { 'content-length': _, 'content-type': recordType, ...kept } = cleanHead[0]
  const warc = { ...kept, 'warc-payload-digest': digest, 'doorstep-redacted': at }
  const block =
    http === undefined
      ? bytes
      : [
          httpHead(statusLine(http.status), {
            ...cleanHead[1],
            'content-type': type,
            'content-length': String(bytes.length),
          }),
          bytes,
        ]
  return {
    changed: true as const,
    digest,
    bytes: writeRecord(
      { ...warc, 'content-type': http === undefined ? type : (recordType ?? '') },
      block,
    ),
  }
}

/** A record that says only that something lay here, and when it was taken away. */
const emptied = (length: number, at: Instant, record?: WarcRecord): Change => {
  const bytes = packInto(
    writeRecord(
      {
        'WARC-Type': 'metadata',
        'WARC-Record-ID': record?.headers['warc-record-id'] ?? '<urn:doorstep:dropped>',
        'WARC-Date': at,
        'Content-Type': 'application/warc-fields',
      },
      Buffer.from('dropped: at the request of a person\r\n'),
    ),
    length,
  )
  // Shorter than any record that was ever written: nothing legible fits into it.
  return { bytes: bytes ?? Buffer.alloc(length), how: 'dropped', digest: '' }
}

const mend = async (
  handle: FileHandle,
  path: string,
  damaged: { readonly offset: number; readonly length?: number },
  at: Instant,
): Promise<Change | undefined> => {
  if (damaged.length !== undefined) return emptied(damaged.length, at)
  const { mtimeMs } = await stat(path)
  if (Date.parse(at) - mtimeMs > TAIL_MS) await handle.truncate(damaged.offset)
  return undefined
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** Patterns for strings in every way that a page or a row may write them; strings too short to be anybody's have none. */
export const shapesOf = (strings: readonly string[]): readonly RegExp[] =>
  strings.flatMap((text) => shapeOf(text) ?? [])

/** The text with every match overwritten with x. */
export const redact = (text: string, shapes: readonly RegExp[]): string => {
  let clean = text
  for (const shape of shapes) clean = clean.replace(shape, (found) => 'x'.repeat(found.length))
  return clean.replace(PROTECTED, (found, hex: string) =>
    shapes.some((shape) => unprotect(hex).search(shape) >= 0)
      ? found.replace(hex, '0'.repeat(hex.length))
      : found,
  )
}

/** Mail addresses as Cloudflare hides them: the first byte is the key of the others. */
const PROTECTED = /(?:data-cfemail=\\?["']|email-protection#)([0-9a-f]{6,})/gi
const unprotect = (hex: string): string => {
  const bytes = Buffer.from(hex, 'hex')
  const key = bytes[0] ?? 0
  return Buffer.from(bytes.subarray(1).map((byte) => byte ^ key)).toString('utf8')
}

/** A pattern for a string in every way that a page may write it; undefined for one too short to be anybody's. */
const shapeOf = (text: string): RegExp | undefined => {
  const trimmed = text.trim()
  if (trimmed.length < 4) return undefined
  const digits = trimmed.replace(/[\s().\-/]/g, '')
  if (/^\+?\d{6,}$/.test(digits))
    return new RegExp([...digits].map(charShape).join(SEPARATOR), 'giu')
  // `7 High Street` is not in `17 High Street`; but a digit before it may end an escaped space.
  const head = /^\d/.test(trimmed) ? '(?<!(?<!%[0-9a-f]|\\\\u00a)\\d)' : ''
  const tail = /\d$/.test(trimmed) ? '(?!\\d)' : ''
  return new RegExp(`${head}${[...trimmed].map(charShape).join('')}${tail}`, 'giu')
}

const SEPARATOR = '(?:[\\s().\\-/\\u00a0]|%20|&nbsp;|\\\\u00a0){0,4}'

const charShape = (char: string): string => {
  if (/\s/.test(char)) return '(?:\\s|\\u00a0|%20|\\+|&nbsp;|&#160;|\\\\u00a0)+'
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const percent = [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
  const units = [...char.split('')].map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
  const named = NAMED[char] === undefined ? [] : [NAMED[char]]
  return `(?:${[
    char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    percent.join(''),
    `&#0*${code};`,
    `&#x0*${hex};`,
    units.map((unit) => `\\\\u${unit}`).join(''),
    ...named,
  ].join('|')})`
}

const NAMED: Readonly<Record<string, string>> = {
  '@': '&commat;',
  '&': '&amp;',
  "'": '(?:&apos;|&rsquo;|\\u2019)',
  '.': '&period;',
  '-': '\\u2011',
  '/': '\\\\/',
}
