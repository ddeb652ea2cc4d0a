import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type AsyncBuffer, asyncBufferFromFile } from 'hyparquet'
import { openZip } from './zip.ts'

/** A file of a bulk source, wherever it lies: by itself, in a folder, or packed. */
export interface Member {
  /** Its own name, without folder and without `.gz` (`enterprise.csv`). */
  readonly name: string
  /** Opens it from its beginning, unpacked. */
  readonly open: () => Promise<Readable>
  /** Opens it to be read at any place, when it is a Parquet file. */
  readonly parquet?: () => Promise<AsyncBuffer>
}

/** What was opened; `close` when done with it. */
export interface Bundle {
  readonly members: readonly Member[]
  readonly close: () => void
}

const startOf = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A stream that ends with the first error of either side, so that a cut archive is never taken for a short one. */
const gunzipped = (path: string): Readable => {
  const source = createReadStream(path, { highWaterMark: 1 << 18 })
  const opened = source.pipe(createGunzip())
  source.on('error', (error) => opened.destroy(error))
  opened.on('close', () => source.destroy())
  return opened
}

const plainFile = (path: string): Readable => createReadStream(path, { highWaterMark: 1 << 18 })

const nothing = { members: [], close: () => undefined }

const openFile = async (path: string): Promise<Bundle> => {
  const start = await startOf(path)
  const magic = start.toString('latin1')
  const name = basename(path).replace(/\.gz$/i, '')
  if (magic === 'PAR1')
    return {
      ...nothing,
      members: [
        { name, open: async () => plainFile(path), parquet: () => asyncBufferFromFile(path) },
      ],
    }
  if (start[0] === 0x1f && start[1] === 0x8b)
    return { ...nothing, members: [{ name, open: async () => gunzipped(path) }] }
  if (magic !== 'PK\u0003\u0004')
    return { ...nothing, members: [{ name, open: async () => plainFile(path) }] }
  const zip = await openZip(path)
  return {
    members: zip.entries.map((entry) => ({
      name: basename(entry.fileName),
      open: () => zip.openEntry(entry),
    })),
    close: () => zip.close(),
  }
}

/** Opens a file, a gzipped file, a zip archive or a folder of such by what it is, whatever it is called. */
export const openBundle = async (path: string): Promise<Bundle> => {
  if (!(await stat(path)).isDirectory()) return openFile(path)
  const entries = await readdir(path, { withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(path, entry.name))
    .sort()
  const bundles = await Promise.all(files.map(openFile))
  return {
    members: bundles.flatMap(({ members }) => members),
    close: () => {
      for (const bundle of bundles) bundle.close()
    },
  }
}
