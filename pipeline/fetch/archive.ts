import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Archived } from './fetched.ts'
import { recordsOf, warcinfo } from './records.ts'
import { pack } from './warc.ts'

/** A page to be kept: an exchange on the web, or (without status) a page that a person saved. */
export interface Keep {
  readonly url: string
  readonly at: Instant
  readonly bytes: Buffer
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
  readonly request?: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | undefined
  }
}

/** Keeps pages for ever: WARC 1.1, a gzip member a record, a file a run. */
export interface Archive {
  readonly folder: string
  /**
   * Keeps a page. When it resolves, the record has been handed to the operating system: it survives the death of
   * this process, and five seconds later (or after `close`) a power cut too. Records that become ready together are
   * written together.
   */
  readonly keep: (page: Keep) => Promise<Archived>
  /** Flushes to the disk and closes. */
  readonly close: () => Promise<void>
}

export interface ArchiveOptions {
  readonly folder: string
  readonly now: () => Instant
  /** A file larger than this is closed and the next begun. */
  readonly fileBytes?: number
  readonly id?: () => string
}

const FILE_BYTES = 1_000_000_000
const SYNC_AFTER_MS = 5000

interface Pending {
  readonly bytes: Buffer
  readonly written: (at: { file: string; offset: number }) => void
  readonly failed: (error: unknown) => void
}

interface Current {
  readonly name: string
  readonly handle: FileHandle
  size: number
}

/** Opens an archive folder for writing. Every opening writes files of its own, so nothing is ever put after a torn tail. */
export const openArchive = async (options: ArchiveOptions): Promise<Archive> => {
  const { folder, now, id = randomUUID, fileBytes = FILE_BYTES } = options
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw unusable(folder, cause)
  }
  let current: Current | undefined
  let pending: Pending[] = []
  let flushing: Promise<void> | undefined
  let syncing: NodeJS.Timeout | undefined
  let closed = false

  const begin = async (): Promise<Current> => {
    const name = `${now().replace(/\D/g, '')}-${id().slice(0, 8)}.warc.gz`
    const info = await pack(warcinfo(name, now(), id()))
    const handle = await open(join(folder, name), 'wx')
    await handle.appendFile(info)
    return { name, handle, size: info.length }
  }

  const finish = async (): Promise<void> => {
    const file = current
    current = undefined
    clearTimeout(syncing)
    syncing = undefined
    if (file === undefined) return
    await file.handle.datasync()
    await file.handle.close()
  }

  /** Writes one group of records to the current file, each at the place it is told. */
  const write = async (group: readonly Pending[]): Promise<void> => {
    if (current !== undefined && current.size > fileBytes) await finish()
    current ??= await begin()
    const file = current
    await file.handle.appendFile(Buffer.concat(group.map((one) => one.bytes)))
    for (const one of group) {
      one.written({ file: file.name, offset: file.size })
      file.size += one.bytes.length
    }
    syncing ??= setTimeout(sync, SYNC_AFTER_MS).unref()
  }

  const sync = () => {
    syncing = undefined
    // A disk that fails here fails the next write too, which is told.
    current?.handle.datasync().catch((error: unknown) => error)
  }

  const flush = async (): Promise<void> => {
    while (pending.length > 0) {
      const group = pending
      pending = []
      try {
        await write(group)
      } catch (error) {
        // What lies in the file now is unknown; the next record begins a file of its own.
        await current?.handle.close().catch((closing: unknown) => closing)
        current = undefined
        for (const one of group) one.failed(error)
      }
    }
    flushing = undefined
  }

  const place = (bytes: Buffer): Promise<{ file: string; offset: number }> =>
    new Promise((written, failed) => {
      pending.push({ bytes, written, failed })
      flushing ??= flush()
    })

  const keep = async (page: Keep): Promise<Archived> => {
    const digest = `sha256:${createHash('sha256').update(page.bytes).digest('hex')}`
    const records = recordsOf(page, digest, id)
    try {
      if (closed) throw new Error('it was closed')
      const packed = await Promise.all(records.map(pack))
      const at = await place(Buffer.concat(packed))
      return { ...at, length: packed[0]?.length ?? 0, digest }
    } catch (cause) {
      throw unusable(folder, cause)
    }
  }

  const keeping = new Set<Promise<unknown>>()
  return {
    folder,
    keep: (page) => {
      const kept = keep(page)
      const done = kept.catch(() => undefined).finally(() => keeping.delete(done))
      keeping.add(done)
      return kept
    },
    close: async () => {
      closed = true
      await Promise.all(keeping)
      await flushing
      await finish()
    },
  }
}

const unusable = (folder: string, cause: unknown) => {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Trouble(
    'archive-unusable',
    'stop',
    `pages cannot be kept in ${folder}: ${why}. Free space or give another folder, then run again; nothing counted is lost`,
    cause,
  )
}
