import { fork } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent } from 'undici'
import { WARCParser, WARCRecord, WARCSerializer } from 'warcio'
import { fetching } from '../../pipeline/config/fetch.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { archiveFiles, walkArchive } from '../../pipeline/fetch/kept.ts'
import { root } from '../../pipeline/root.ts'
import { defineBench } from './bench.ts'
import { cardPage } from './pages.ts'

const PAGES = 1000
const ABREAST = 16
const now = () => new Date().toISOString()

const abreast = async (count: number, one: (number: number) => Promise<unknown>) => {
  let next = 0
  const work = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: ABREAST * 2 }, work))
  return count
}

export default defineBench({
  about: `${PAGES} distinct 100-kB pages fetched from loopback, politeness off, ${ABREAST} connections; and kept`,
  unit: 'pages',
  setup: async () => {
    const server = fork(join(root, 'test', 'bench', 'server.mjs'), [String(PAGES)])
    const port = await new Promise((resolve) => server.once('message', resolve))
    const origin = `http://127.0.0.1:${port}`
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const agent = new Agent({ connections: ABREAST, pipelining: 1 })
    const config = fetching.parse({ delayMs: 0, allowPrivate: true, perHost: ABREAST })
    const signal = new AbortController().signal
    let round = 0
    const ours = async (keep: boolean) => {
      const archive = keep
        ? await openArchive({ folder: join(folder, `fetched-${round++}`), now })
        : undefined
      const fetcher = openFetcher({
        config,
        contact: 'owner@example.com',
        now,
        signal,
        ...(archive === undefined ? {} : { archive }),
      })
      await abreast(PAGES, async (number) => {
        const got = await fetcher.fetch({ url: `${origin}/cards/${number}` })
        if (got.kind !== 'page') throw new Error(`${got.kind}: ${JSON.stringify(got)}`)
      })
      await fetcher.close()
      await archive?.close()
      return PAGES
    }
    const pages = Array.from({ length: PAGES }, (_, number) => Buffer.from(cardPage(number)))
    const keepAll = async (path: string) => {
      const archive = await openArchive({ folder: path, now })
      await abreast(PAGES, (number) =>
        archive.keep({
          url: `${origin}/${number}`,
          at: now(),
          status: 200,
          headers: { 'content-type': 'text/html' },
          bytes: pages[number] as Buffer,
        }),
      )
      await archive.close()
    }
    await keepAll(join(folder, 'kept'))
    const file = join(folder, 'kept', (await archiveFiles(join(folder, 'kept')))[0] ?? '')
    return {
      rows: [
        {
          name: 'undici, text read',
          role: 'floor',
          run: () =>
            abreast(PAGES, async (number) => {
              const got = await agent.request({ origin, path: `/cards/${number}`, method: 'GET' })
              await got.body.text()
            }),
        },
        {
          name: 'fetched: robots, pace, guard, blocks, charset',
          role: 'ours',
          run: () => ours(false),
        },
        { name: 'fetched and kept in WARC', role: 'ours', run: () => ours(true) },
        {
          name: 'kept alone: warcio, in memory',
          role: 'peer',
          run: () =>
            abreast(PAGES, async (number) => {
              const record = WARCRecord.create({ url: `${origin}/${number}`, type: 'response' }, [
                pages[number] as Buffer,
              ])
              await WARCSerializer.serialize(record, { gzip: true })
            }),
        },
        {
          name: 'kept alone: ours, on disk',
          role: 'ours',
          run: async () => {
            await keepAll(join(folder, `alone-${round++}`))
            return PAGES
          },
        },
        {
          name: 'read back: warcio',
          role: 'peer',
          run: async () => {
            let count = 0
            for await (const record of new WARCParser(createReadStream(file))) {
              if (record.warcType !== 'response') continue
              await record.contentText()
              count++
            }
            return count
          },
        },
        {
          name: 'read back: ours',
          role: 'ours',
          run: async () => {
            let count = 0
            for await (const one of walkArchive(join(folder, 'kept')))
              if (one.kind === 'page') count += one.page.body.length > 0 ? 1 : 0
            return count
          },
        },
      ],
      close: async () => {
        server.disconnect()
        await agent.destroy()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})
