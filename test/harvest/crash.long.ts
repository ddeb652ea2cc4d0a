import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readKept } from '../../pipeline/fetch/kept.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { seeded } from '../bench/bench.ts'
import { configure, pipeline, start } from '../run.ts'
import { type Directory, serveDirectory } from '../servers/directory.ts'
import { tempFolder } from '../temp.ts'

const KILLS = 50
const PAGES = 60
const PER_PAGE = 25
const SCRAPE = [
  'scrape',
  '--region',
  'uk',
  '--source',
  'uk/yell',
  '--what',
  'plumbers',
  '--where',
  'Leeds',
]

it.each([1, 8])(
  'loses no listing and stores none twice over 50 kill -9, with %i pages abreast',
  async (perHost) => {
    const cwd = tempFolder()
    const directory = await serveDirectory({ pages: PAGES, perPage: PER_PAGE, delayMs: 4 })
    configure(cwd, directory.url, { fetch: { delayMs: 0, allowPrivate: true, perHost } })
    const db = join(cwd, 'data', 'pipeline.db')
    const random = seeded(20261123)
    let before = 0
    let kills = 0
    for (; kills < KILLS; kills += 1) {
      const asked = requests(directory)
      const running = start(cwd, SCRAPE)
      let ended = false
      void running.ended.then(() => {
        ended = true
      })
      while (requests(directory) === asked && !ended) await wait(5)
      await wait(random() * 250)
      if (ended) break
      running.child.kill('SIGKILL')
      await running.ended
      const stored = await counted(db, cwd)
      expect(stored).toBeGreaterThanOrEqual(before)
      before = stored
    }
    expect(kills).toBe(KILLS)
    expect(before, 'the kills fell before anything was stored').toBeGreaterThanOrEqual(PER_PAGE)
    const last = await pipeline(cwd, SCRAPE)
    expect(last.code, last.stderr).toBe(0)
    const store = openStore(db)
    const listings = store.raw.prepare('select count(*) from listing').pluck().get()
    const refs = store.raw.prepare('select count(distinct ref) from listing').pluck().get()
    const sites = store.raw
      .prepare('select count(*) from listing where website is not null')
      .pluck()
      .get()
    const open = store.raw.prepare("select count(*) from link where state <> 'done'").pluck().get()
    store.close()
    expect({ listings, refs, sites, open }).toEqual({
      listings: PAGES * PER_PAGE,
      refs: PAGES * PER_PAGE,
      sites: PAGES * PER_PAGE,
      open: 0,
    })
    // A page may be asked a second time only if a kill fell between its fetch and its store, once for each abreast.
    const asked = [...directory.served].filter(([path]) => path !== '/robots.txt')
    expect(asked.reduce((sum, [, times]) => sum + times - 1, 0)).toBeLessThanOrEqual(
      kills * perHost,
    )
    await directory.close()
  },
)

const requests = ({ served }: Directory): number =>
  [...served.values()].reduce((sum, times) => sum + times, 0)

/** How many listings are stored; every page said to be kept is in the archive, whole. */
const counted = async (db: string, cwd: string): Promise<number> => {
  const store = openStore(db)
  try {
    const pages = store.raw
      .prepare<
        [],
        { archive: string; archive_offset: number; archive_length: number; digest: string }
      >('select archive, archive_offset, archive_length from page order by id desc limit 20')
      .all()
    for (const page of pages)
      await readKept(join(cwd, 'data', 'archive'), {
        file: page.archive,
        offset: page.archive_offset,
        length: page.archive_length,
      })
    return Number(store.raw.prepare('select count(*) from listing').pluck().get())
  } finally {
    store.close()
  }
}
