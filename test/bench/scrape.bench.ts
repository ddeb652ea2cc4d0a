import { fork, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { parseConfig } from '../../pipeline/config.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { NOBODY } from '../../pipeline/harvest/forgotten.ts'
import { harvest } from '../../pipeline/harvest/harvest.ts'
import { root } from '../../pipeline/root.ts'
import type { Source } from '../../pipeline/source.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { defineBench, type Row } from './bench.ts'
import { PER_PAGE } from './pages.ts'
import cards from './sources/cards.ts'
import jsonld from './sources/jsonld.ts'

const PAGES = Number(process.env.BENCH_PAGES ?? 2000)
const ABREAST = 16
const PEERS = join(root, 'test', 'bench', 'peers')

const serve = async () => {
  const server = fork(join(root, 'test', 'bench', 'server.mjs'), [String(PAGES)])
  const port = await new Promise<number>((ready) => server.once('message', ready as never))
  return { base: `http://127.0.0.1:${port}`, close: () => server.disconnect() }
}

const ours = (name: string, base: string, kind: string, reader: Source): Row => ({
  name,
  role: 'ours',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'))
    const now = () => new Date().toISOString()
    const { signal } = new AbortController()
    const { fetch: config } = parseConfig(
      { fetch: { delayMs: 0, allowPrivate: true, perHost: ABREAST } },
      undefined,
    )
    const store = openStore(join(folder, 'pipeline.db'))
    const archive = await openArchive({ folder: join(folder, 'archive'), now })
    const fetcher = openFetcher({ config, contact: 'us@example.com', archive, now, signal })
    try {
      await harvest(
        {
          store,
          fetch: fetcher.fetch,
          browse: fetcher.fetch,
          settings: {},
          forgotten: NOBODY,
          now,
          signal,
          sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
          abreast: ABREAST,
          progress: () => undefined,
          module: () => new URL(`./sources/${kind}.js`, import.meta.url).href,
        },
        {
          region: 'uk',
          sources: [['uk/bench', reader]],
          queries: () => [
            { region: 'uk', what: String(PAGES), where: { name: `${base}/${kind}` } },
          ],
          limit: undefined,
          refreshDays: undefined,
          budgetUsd: undefined,
          untilStable: false,
          asked: {},
        },
      )
      const stored = store.raw.prepare('select count(*) from listing').pluck().get()
      if (stored !== PAGES * PER_PAGE) throw new Error(`${name} stored ${stored} listings`)
      return PAGES
    } finally {
      await fetcher.close()
      await archive.close()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

const floor = (base: string): Row => ({
  name: 'undici, bodies thrown away',
  role: 'floor',
  run: async () => {
    const pool = new Pool(base, { connections: ABREAST })
    let next = 0
    const work = async () => {
      while (next < PAGES) {
        const { body } = await pool.request({ method: 'GET', path: `/cards/${next++}` })
        await body.arrayBuffer()
      }
    }
    await Promise.all(Array.from({ length: ABREAST }, work))
    await pool.close()
    return PAGES
  },
})

/** A peer is a program of its own, timed by itself from its first request to its last listing. */
const peer = (name: string, program: string, args: readonly string[]): Row => ({
  name,
  role: 'peer',
  run: async () => {
    const done = spawnSync(program, args, { cwd: PEERS, encoding: 'utf8', maxBuffer: 1e8 })
    const told = /^(\d+) listings in ([\d.]+) s, ([\d.]+) MB$/m.exec(done.stdout)
    if (told === null) throw new Error(`${name}: ${done.stderr.slice(-500)}`)
    if (Number(told[1]) !== PAGES * PER_PAGE) throw new Error(`${name} read ${told[1]} listings`)
    return { units: PAGES, seconds: Number(told[2]), megabytes: Number(told[3]) }
  },
})

/** The Python that has Scrapy: the first on the path, or the system's own. */
const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import scrapy']).status === 0,
)

export default defineBench({
  about: `${PAGES} result pages of 100 kB from loopback, politeness off; ours kept in WARC and SQLite, peers in memory`,
  unit: 'pages',
  setup: async () => {
    const { base, close } = await serve()
    const crawlee = existsSync(join(PEERS, 'node_modules', 'crawlee'))
    return {
      rows: [
        floor(base),
        ours('HTML cards → WARC + SQLite', base, 'cards', cards),
        ours('JSON-LD → WARC + SQLite', base, 'jsonld', jsonld),
        ...(crawlee
          ? [
              peer('crawlee CheerioCrawler, HTML cards', process.execPath, [
                'crawlee.mjs',
                'cheerio',
                base,
                String(PAGES),
              ]),
              peer('crawlee HttpCrawler, JSON-LD', process.execPath, [
                'crawlee.mjs',
                'http',
                base,
                String(PAGES),
              ]),
            ]
          : []),
        ...(python === undefined
          ? []
          : [peer('Scrapy, HTML cards', python, ['scrapy_peer.py', base, String(PAGES)])]),
      ],
      missing: [
        ...(crawlee ? [] : ['crawlee: npm install --prefix test/bench/peers']),
        ...(python === undefined ? ['Scrapy: apt-get install python3-scrapy'] : []),
      ],
      close: async () => close(),
    }
  },
})
