import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readKept } from '../../pipeline/fetch/kept.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { findPage } from '../../pipeline/store/page.ts'
import { seeded } from '../bench/bench.ts'
import { start } from '../run.ts'
import { tempFolder } from '../temp.ts'
import { openFarm, type SitePages } from './farm.ts'
import { settle } from './town.ts'

const SITES = 250

/** Sites by the last number of their loopback address, each with a contact page of its own. */
const siteOf = (host: string): SitePages => {
  const n = String(Number(host.split('.')[3]) - 1)
  return {
    '/': `<title>Firm ${n}</title><a href="/contact">Contact</a><a href="/prices">Prices</a><p>${'Work done well. '.repeat(30)}</p>`,
    '/contact': `<p>Call 01632 960${String(Number(n) % 1000).padStart(3, '0')}</p>`,
    '/prices': '<p>Prices on request</p>',
  }
}

it('killed at any moment, enrichment loses nothing and visits no site twice', async () => {
  const folder = tempFolder()
  // A run is killed in the middle of a request, after a number of them that chance tells.
  let left = Number.POSITIVE_INFINITY
  let kill = () => false
  const slow = async () => {
    left--
    if (left === 0) kill()
    await new Promise((done) => setTimeout(done, 10))
  }
  const farm = await openFarm(siteOf, slow)
  onTestFinished(farm.close)
  const db = join(folder, 'data', 'pipeline.db')
  const store = openStore(db)
  onTestFinished(() => store.close())
  for (let n = 0; n < SITES; n++)
    settle(store, 'uk', [{ name: `Firm ${n}`, website: `http://127.0.0.${n + 1}:${farm.port}/` }])
  writeFileSync(
    join(folder, 'pipeline.config.json'),
    JSON.stringify({
      operator: { name: 'Test Directories Ltd', contact: 'crawler@example.com' },
      fetch: { delayMs: 0, allowPrivate: true },
      enrich: { sites: 8 },
    }),
  )
  const chance = seeded(7)
  let kills = 0
  for (;;) {
    const running = start(folder, ['enrich', '--refresh', '0'])
    kill = () => running.child.kill('SIGKILL')
    left = 10 + Math.floor(chance() * 120)
    const { signal, code, stderr } = await running.ended
    if (signal === 'SIGKILL') {
      kills++
      expect(kills).toBeLessThan(100)
      continue
    }
    expect([code, stderr.includes('unexpected')]).toEqual([0, false])
    break
  }
  expect(kills).toBeGreaterThan(4)
  process.stdout.write(`killed ${kills} times\n`)

  // One visit a site, and no page that was kept was asked again: what a kill cut off in flight may be.
  const visits = store.raw.prepare('select site, count(*) as n from visit group by site').all() as {
    n: number
  }[]
  expect(visits).toHaveLength(SITES)
  expect(visits.every(({ n }) => n === 1)).toBe(true)
  const times = new Map<string, number>()
  for (const path of farm.asked) times.set(path, (times.get(path) ?? 0) + 1)
  const again = [...times.values()].filter((n) => n > 1).length
  expect(times.size).toBe(SITES * 3)
  expect(again).toBeLessThanOrEqual(kills * 8)

  // Nothing lost: every prospect has its contact, and every contact leads to a page that is in the archive.
  const contacts = store.raw
    .prepare(`select prospect, value, page from contact where type = 'phone'`)
    .all() as {
    prospect: number
    value: string
    page: number
  }[]
  expect(new Set(contacts.map(({ prospect }) => prospect)).size).toBe(SITES)
  for (const { page, value } of contacts) {
    const row = findPage(store, page)
    if (row === undefined) throw new Error(`page ${page} is lost`)
    const kept = await readKept(join(folder, 'data', 'archive'), {
      file: row.archive,
      offset: row.archive_offset,
      length: row.archive_length,
    })
    expect(kept.body).toContain(
      value
        .replace('+44', '0')
        .replace(/^(01632)/, '$1 ')
        .slice(0, 12),
    )
  }
  const open = store.raw
    .prepare(`select count(*) from visit where state in ('ready', 'leased')`)
    .pluck()
    .get()
  expect(open).toBe(0)
})
