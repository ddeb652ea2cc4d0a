import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Trouble } from '../model/trouble.ts'
import { textOf } from './charset.ts'
import type { Archived, FetchedPage } from './fetched.ts'
import {
  MEMBER_HEAD,
  memberLength,
  parseHttp,
  parseRecord,
  unpackMember,
  type WarcRecord,
} from './warc.ts'

/** A page out of the archive, as it was when it came. */
export type KeptPage = Omit<FetchedPage, 'kind' | 'redirects' | 'archived'> & {
  readonly archived: Archived
}

/** Reads one kept page back. Trouble `archive-unusable` (skip) when it is not there or damaged. */
export const readKept = async (
  folder: string,
  at: Pick<Archived, 'file' | 'offset' | 'length'>,
): Promise<KeptPage> => {
  const where = `${join(folder, at.file)} at ${at.offset}`
  try {
    const handle = await open(join(folder, at.file), 'r')
    try {
      const bytes = await readAt(handle, at.offset, at.length)
      const record = parseRecord(await unpackMember(bytes))
      const page = record && pageOf(record, { digest: '', ...at })
      if (page === undefined) throw new Error('no page lies there')
      return page
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(
      'archive-unusable',
      'skip',
      `the kept page in ${where} cannot be read: ${why}. Fetch it again with --refresh 0`,
      cause,
    )
  }
}

/** What a walk meets: a page, or bytes that are none of ours with where and why. */
export type Walked = { readonly kind: 'page'; readonly page: KeptPage } | Damaged

/** A place without a readable record; without a length it is the torn end of the file. */
export interface Damaged {
  readonly kind: 'damaged'
  readonly file: string
  readonly offset: number
  readonly length?: number
  readonly why: string
}

/** Walks every page of an archive folder in the order of keeping. Torn tails and damaged records are told, not thrown. */
export async function* walkArchive(folder: string): AsyncGenerator<Walked> {
  for (const file of await archiveFiles(folder))
    for await (const member of walkMembers(folder, file)) {
      if (member.kind === 'damaged') {
        yield member
        continue
      }
      const { record, offset, length } = member
      const page = record && pageOf(record, { digest: '', file, offset, length })
      if (page !== undefined) yield { kind: 'page', page }
    }
}

/** The names of an archive's files, oldest first. */
export const archiveFiles = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.warc.gz')).sort()
}

/** One record of a file, and its bytes unpacked. */
export interface Member {
  readonly kind: 'member'
  readonly offset: number
  readonly length: number
  readonly record: WarcRecord | undefined
  readonly plain: Buffer
}

/** Walks the members of one file by their stated lengths. */
export async function* walkMembers(folder: string, file: string): AsyncGenerator<Member | Damaged> {
  const path = join(folder, file)
  const handle = await open(path, 'r')
  try {
    const { size } = await stat(path)
    let offset = 0
    while (offset < size) {
      const left = size - offset
      const length = memberLength(await readAt(handle, offset, Math.min(MEMBER_HEAD, left)))
      if (length === undefined || length > left) {
        yield { kind: 'damaged', file, offset, why: `torn: the last ${left} bytes are no record` }
        return
      }
      try {
        const plain = await unpackMember(await readAt(handle, offset, length))
        yield { kind: 'member', offset, length, plain, record: parseRecord(plain) }
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        yield { kind: 'damaged', file, offset, length, why: `damaged: ${why}` }
      }
      offset += length
    }
  } finally {
    await handle.close()
  }
}

/** One record, read through a handle of its file; throws when none lies there. */
export const memberAt = async (
  handle: FileHandle,
  { offset, length }: Pick<Archived, 'offset' | 'length'>,
): Promise<Member> => {
  const plain = await unpackMember(await readAt(handle, offset, length))
  return { kind: 'member', offset, length, plain, record: parseRecord(plain) }
}

const readAt = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await handle.read(buffer, 0, length, offset)
  return buffer.subarray(0, bytesRead)
}

const pageOf = (record: WarcRecord, at: Archived): KeptPage | undefined => {
  const http =
    record.type === 'resource'
      ? {
          status: 200,
          headers: { 'content-type': record.headers['content-type'] ?? '' },
          bytes: record.block,
        }
      : record.type === 'response'
        ? parseHttp(record.block)
        : undefined
  if (http === undefined) return undefined
  return {
    url: record.headers['warc-target-uri'] ?? '',
    ...textOf(http.bytes, http.headers),
    status: http.status,
    headers: http.headers,
    bytes: http.bytes,
    fetchedAt: record.headers['warc-date'] ?? '',
    archived: { ...at, digest: record.headers['warc-payload-digest'] ?? '' },
  }
}
