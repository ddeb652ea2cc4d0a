import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { openZip } from './zip.ts'

/** A file of a bulk source, wherever it lies: by itself, in a folder, or packed. */
export interface Member {
  /** Its own name, without folder and without `.gz` (`enterprise.csv`). */
  readonly name: string
  /** Opens it from its beginning, unpacked. */
  readonly open: () => Promise<Readable>
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

const isGzip = (start: Buffer) => start[0] === 0x1f && start[1] === 0x8b
const isZip = (start: Buffer) => start.toString('latin1') === 'PK\u0003\u0004'

/** A stream that ends with the first error of either side, so that a cut archive is never taken for a short one. */
const gunzipped = (path: string): Readable => {
  const source = createReadStream(path, { highWaterMark: 1 << 18 })
  const opened = source.pipe(createGunzip())
  source.on('error', (error) => opened.destroy(error))
  return opened
}

const fileMember = (path: string, packed: boolean): Member => ({
  name: basename(path).replace(/\.gz$/i, ''),
  open: async () => (packed ? gunzipped(path) : createReadStream(path, { highWaterMark: 1 << 18 })),
})

/** Opens a file, a gzipped file, a zip archive or a folder of files by what it is, whatever it is called. */
export const openBundle = async (path: string): Promise<Bundle> => {
  if ((await stat(path)).isDirectory()) {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
    const bundles: readonly Bundle[] = await Promise.all(
      names.map(async (name) => {
        const file = join(path, name)
        return (await stat(file)).isFile()
          ? openBundle(file)
          : { members: [], close: () => undefined }
      }),
    )
    return {
      members: bundles.flatMap(({ members }) => members),
      close: () => {
        for (const bundle of bundles) bundle.close()
      },
    }
  }
  const start = await startOf(path)
  if (!isZip(start)) return { members: [fileMember(path, isGzip(start))], close: () => undefined }
  const zip = await openZip(path)
  return {
    members: zip.entries.map((entry) => ({
      name: basename(entry.fileName),
      open: () => zip.openEntry(entry),
    })),
    close: () => zip.close(),
  }
}
