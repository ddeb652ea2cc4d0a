import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PageWork } from '../../pipeline/harvest/prepare.ts'
import { root } from '../../pipeline/root.ts'
import type { Source } from '../../pipeline/source.ts'
import { listingValues, tidyOf } from '../../pipeline/store/listing.ts'
import yell from '../../scrapers/uk/yell.ts'
import { cardPage, PER_PAGE } from '../bench/pages.ts'
import { tempFolder } from '../temp.ts'

// Threads run compiled code only, so this is the compiled program.
execFileSync(process.execPath, [join(root, 'pipeline', 'setup.mjs')])
const { openReaders }: typeof import('../../pipeline/harvest/readers.ts') = await import(
  pathToFileURL(join(root, 'dist', 'pipeline', 'harvest', 'readers.js')).href
)

const work = (body: string): PageWork => ({
  source: 'uk/yell',
  region: 'uk',
  page: {
    url: 'https://www.yell.com/ucs/UcsSearchAction.do?pageNum=1',
    kind: 'search',
    status: 200,
    contentType: 'text/html',
    body,
    fetchedAt: '2026-11-23T09:00:00.000Z',
  },
  headers: {},
  fresh: true,
})

/** A module with a source that says in which thread it was read, or does worse. */
const moduleThat = (read: string): string => {
  const file = join(tempFolder(), 'source.mjs')
  writeFileSync(
    file,
    `import { threadId } from 'node:worker_threads'
     export default { read: { search: () => { ${read} } } }`,
  )
  return pathToFileURL(file).href
}

const SAYS_WHERE = `return { verdict: 'ok', links: [], unread: [], listings: [
  { ref: '1', name: threadId > 0 ? 'read in a thread' : 'read here' } ] }`

const HERE: Source = {
  ...yell,
  read: {
    search: () => ({
      verdict: 'ok',
      links: [],
      unread: [],
      listings: [{ ref: '1', name: 'read here' }],
    }),
  },
}

const names = async (module: string, abreast: number, pages = 1) => {
  const readers = openReaders({ abreast, module: () => module })
  onTestFinished(readers.close)
  const prepared = await Promise.all(
    Array.from({ length: pages }, () => readers.prepare(HERE, work('x'))),
  )
  return prepared.map(({ reading }) => reading.listings[0]?.name)
}

describe('readers', () => {
  it('read in threads only where pages come abreast', async () => {
    const module = moduleThat(SAYS_WHERE)
    expect(await names(module, 1)).toEqual(['read here'])
    expect(await names(module, 8)).toEqual(['read in a thread'])
  })

  it('answer the same whether a page was read in a thread or here', async () => {
    const alone = openReaders({ abreast: 1 })
    const threads = openReaders({ abreast: 8 })
    onTestFinished(threads.close)
    for (const page of [1, 2, 3]) {
      const here = await alone.prepare(yell, work(cardPage(page)))
      expect(here.clean).toHaveLength(PER_PAGE)
      expect(await threads.prepare(yell, work(cardPage(page)))).toEqual(here)
    }
  })

  it('read here what threads are behind with', async () => {
    const read = new Set(await names(moduleThat(SAYS_WHERE), 8, 60))
    expect(read).toEqual(new Set(['read in a thread', 'read here']))
  })

  it.each([
    ['ends', 'process.exit(1)'],
    ['cannot be loaded', '}}} this is no module'],
  ])('read here what a thread cannot, because its reader %s', async (_, read) => {
    expect(await names(moduleThat(read), 8)).toEqual(['read here'])
  })
})

describe('the values of a listing', () => {
  it('hold all that clean-up made', async () => {
    const { clean } = await openReaders({ abreast: 1 }).prepare(yell, work(cardPage(1)))
    const values = clean[0]?.values ?? []
    const tidy = tidyOf(values)
    expect(tidy).toMatchObject({
      source: 'uk/yell',
      region: 'uk',
      trade: 'plumber',
      status: 'open',
    })
    expect(listingValues(tidy, clean[0]?.text ?? '')).toEqual(values)
  })
})
