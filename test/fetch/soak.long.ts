import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { tempFolder } from '../temp.ts'
import { fetcherFor, serve } from './server.ts'

const HOSTS = 8000
const PAGES = 3
/** By then as many hosts and rules are remembered as ever will be. */
const SETTLED = 5000

setFlagsFromString('--expose-gc')
/** Leaves what is still held, and nothing else. */
const collect: () => void = runInNewContext('gc')

it(`visits ${HOSTS} hosts in flat memory, whatever they answer`, async () => {
  const site = await serve({
    '/robots.txt': (request, response) =>
      request.headers.host?.includes('7.') === true
        ? response.writeHead(500).end()
        : response.writeHead(200).end(`User-agent: *\nDisallow: /x\n${'# padding\n'.repeat(500)}`),
    '/0': `<h1>Home</h1>${'<p>We mend roofs.</p>'.repeat(400)}`,
    '/1': (request) => request.socket.resetAndDestroy(),
    '/2': (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end(),
  })
  const now = () => new Date().toISOString()
  const archive = await openArchive({ folder: tempFolder(), now, fileBytes: 20_000_000 })
  const fetcher = fetcherFor(
    { hosts: 32, maxTries: 1 },
    { archive, resolve: async () => ['127.0.0.1'], online: async () => true },
  )
  const kinds = new Map<string, number>()
  const used: number[] = []
  let next = 0
  const work = async () => {
    while (next < HOSTS) {
      const host = next++
      for (let page = 0; page < PAGES; page++) {
        const got = await fetcher.fetch({ url: `http://firm${host}.example:${site.port}/${page}` })
        const kind = got.kind === 'page' ? 'page' : `${got.kind} ${'why' in got ? got.why : ''}`
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      }
      if (host % 1000 === 999) {
        site.forget()
        collect()
        used.push(process.memoryUsage().heapUsed / 1e6)
      }
    }
  }
  await Promise.all(Array.from({ length: 64 }, work))
  await fetcher.close()
  await archive.close()
  await site.close()
  const sum = [...kinds.values()].reduce((a, b) => a + b, 0)
  expect(sum).toBe(HOSTS * PAGES)
  expect(kinds.get('page')).toBeGreaterThan(HOSTS * 0.8)
  const [settled = 0, end = 0] = [used[SETTLED / 1000 - 1], used.at(-1)]
  expect(end - settled, `held after each 1,000 hosts, in MB: ${used.map(Math.round)}`).toBeLessThan(
    10,
  )
  expect(end).toBeLessThan(100)
})
