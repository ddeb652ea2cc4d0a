import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { root } from '../../pipeline/root.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { settle } from '../enrich/town.ts'
import { defineBench } from './bench.ts'
import { addressOf } from './site-server.ts'

const SITES = 2000
const ABREAST = 64
/** Least time between two requests to one site. */
const DELAY_MS = 200

const MAIL = /[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}/gi

/** Most memory that a process held, in MB; Linux tells it, elsewhere 0. */
const peakOf = (pid: number): number => {
  try {
    return (
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    )
  } catch {
    return 0
  }
}

/** `pipeline enrich` over a town of so many sites, as a person runs it: robots.txt, pace, archive and database. */
const enrich = async (port: number, sites: number, delayMs: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  store.transaction(() => {
    for (let n = 0; n < sites; n++)
      settle(store, 'uk', [{ name: `Firm ${n}`, website: `http://${addressOf(n)}:${port}/` }])
  })
  store.close()
  writeFileSync(
    join(folder, 'pipeline.config.json'),
    JSON.stringify({
      operator: { name: 'Test Directories Ltd', contact: 'crawler@example.com' },
      fetch: { delayMs, allowPrivate: true },
      enrich: { sites: ABREAST },
    }),
  )
  const child = spawn(
    process.execPath,
    [join(root, 'pipeline', 'bin.mjs'), 'enrich', '--only', 'registers,findings', '--json'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  let text = ''
  let megabytes = 0
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString()
  })
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid ?? 0))
  }, 100)
  await new Promise((done) => child.on('close', done))
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
  const report = JSON.parse(text) as { visited: number; failed: number }
  if (report.visited !== sites || report.failed > 0) throw new Error(text)
  return { units: sites, megabytes }
}

export default defineBench({
  about: `${SITES} small sites on loopback, home and contact page of 30 kB each, ${ABREAST} sites at one time`,
  unit: 'sites',
  rounds: 1,
  setup: async () => {
    const server: ChildProcess = fork(join(import.meta.dirname, 'site-server.js'))
    const port: number = await new Promise((resolve) => server.once('message', resolve))
    const agent = new Agent({ connections: 1 })
    const visit = async (read: (body: string) => unknown) => {
      let next = 0
      const work = async () => {
        while (next < SITES) {
          const host = addressOf(next++)
          for (const path of ['/', '/contact']) {
            const { body } = await request(`http://${host}:${port}${path}`, { dispatcher: agent })
            read(await body.text())
          }
        }
      }
      await Promise.all(Array.from({ length: ABREAST }, work))
      return SITES
    }
    // The uncounted round only warms the caches of the disk.
    const warmed = new Set<string>()
    const ours = (name: string, sites: number, delayMs: number) => ({
      name,
      role: 'ours' as const,
      run: () => {
        if (warmed.has(name)) return enrich(port, sites, delayMs)
        warmed.add(name)
        return enrich(port, 50, 0)
      },
    })
    return {
      rows: [
        { name: 'undici, home and contact, not read', role: 'floor', run: () => visit(() => 0) },
        {
          name: 'undici and a pattern for addresses, in memory',
          role: 'peer',
          run: () => visit((body) => body.match(MAIL)),
        },
        ours(`pipeline enrich, ${DELAY_MS} ms between requests to a site`, SITES, DELAY_MS),
        ours('pipeline enrich, pace off', SITES, 0),
        ours('pipeline enrich, pace off, a quarter of the sites', SITES / 4, 0),
      ],
      close: async () => {
        await agent.close()
        server.kill()
      },
    }
  },
})
