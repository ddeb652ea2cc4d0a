import type { Readable } from 'node:stream'
import yauzl, { type Entry } from 'yauzl'

/** An open zip archive: its files in the archive's order, each opened as often as wanted. */
export interface Zip {
  readonly entries: readonly Entry[]
  readonly openEntry: (entry: Entry) => Promise<Readable>
  readonly close: () => void
}

/** Opens a zip archive by its directory, so that files are read in any order and none is held in memory. */
export const openZip = (path: string): Promise<Zip> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(error)
      const entries: Entry[] = []
      zip.on('error', reject)
      zip.on('entry', (entry: Entry) => {
        if (!entry.fileName.endsWith('/')) entries.push(entry)
        zip.readEntry()
      })
      zip.on('end', () =>
        resolve({
          entries,
          openEntry: (entry) =>
            new Promise((done, failed) => {
              zip.openReadStream(entry, (why, stream) => (why ? failed(why) : done(stream)))
            }),
          close: () => zip.close(),
        }),
      )
      zip.readEntry()
    })
  })
