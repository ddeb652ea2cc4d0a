import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { NOBODY } from '../../pipeline/harvest/forgotten.ts'
import { type Taking, takePage } from '../../pipeline/harvest/take.ts'
import { openTally } from '../../pipeline/harvest/tally.ts'
import type { Page } from '../../pipeline/model/page.ts'
import type { Reading } from '../../pipeline/source.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { beginRun } from '../../pipeline/store/run.ts'
import yell from '../../scrapers/uk/yell.ts'
import { defineBench, type Row } from './bench.ts'
import { cardPage, PER_PAGE } from './pages.ts'

const PAGES = 400
const AT = '2026-11-23T00:00:00.000Z'

const readings = (): readonly (readonly [Page, Reading])[] =>
  Array.from({ length: PAGES }, (_, i) => {
    const page: Page = {
      url: `https://www.yell.com/ucs/UcsSearchAction.do?pageNum=${i}`,
      kind: 'search',
      status: 200,
      contentType: 'text/html',
      body: cardPage(i),
      fetchedAt: AT,
    }
    const reading = yell.read.search?.(page)
    if (reading?.listings.length !== PER_PAGE) throw new Error('the bench page is not read whole')
    return [
      { ...page, body: '' },
      { ...reading, links: [] },
    ] as const
  })

const inFolder = async (work: (folder: string) => number): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const ours = (pages: readonly (readonly [Page, Reading])[], twice: boolean): Row => ({
  name: twice
    ? 'the same pages seen again: nothing changed'
    : 'cleaned up, merged, with provenance and sightings, a transaction a page',
  role: 'ours',
  run: () =>
    inFolder((folder) => {
      const store = openStore(join(folder, 'pipeline.db'))
      const taking: Taking = {
        store,
        run: beginRun(store, 'harvest', {}, AT),
        at: AT,
        tally: openTally(),
        again: false,
        forgotten: NOBODY,
        room: () => Number.POSITIVE_INFINITY,
      }
      for (const round of twice ? [0, 1] : [0])
        for (const [i, [page, reading]] of pages.entries())
          takePage(taking, {
            source: 'uk/yell',
            card: yell,
            region: 'uk',
            query: '{}',
            page,
            reading,
            clean: [],
            verdict: 'ok',
            archived: { file: `${round}`, offset: i, length: 1, digest: '' },
          })
      store.close()
      return pages.length * PER_PAGE * (twice ? 2 : 1)
    }),
})

const floor = (pages: readonly (readonly [Page, Reading])[]): Row => ({
  name: 'bare better-sqlite3 inserts of the same raw listings, a transaction a page',
  role: 'floor',
  run: () =>
    inFolder((folder) => {
      const raw = new Database(join(folder, 'floor.db'))
      raw.pragma('journal_mode = WAL')
      raw.pragma('synchronous = NORMAL')
      raw.exec(
        'create table listing (id integer primary key, source text, ref text, raw text, unique (source, ref))',
      )
      const insert = raw.prepare('insert into listing (source, ref, raw) values (?, ?, ?)')
      for (const [, { listings }] of pages)
        raw.transaction(() => {
          for (const listing of listings)
            insert.run('uk/yell', listing.ref, JSON.stringify(listing))
        })()
      raw.close()
      return pages.length * PER_PAGE
    }),
})

export default defineBench({
  about: 'listings of pages already read, into a database file',
  unit: 'listings',
  setup: async () => {
    const pages = readings()
    return { rows: [floor(pages), ours(pages, false), ours(pages, true)] }
  },
})
