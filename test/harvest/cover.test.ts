import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseConfig } from '../../pipeline/config.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { NOBODY } from '../../pipeline/harvest/forgotten.ts'
import { harvest } from '../../pipeline/harvest/harvest.ts'
import { chapman, quarters, shifted } from '../../pipeline/harvest/split.ts'
import { defineSource, type Query, type Source } from '../../pipeline/source.ts'
import { tempFolder, tempStore } from '../temp.ts'

const CAP = 20

const query: Query = {
  region: 'uk',
  what: 'plumbers',
  where: { name: 'Leeds', box: [53.7, -1.7, 53.9, -1.4] },
}

/** A source that answers with what lies in a box, at most 20, and charges a cent a request. */
const capped = (home: string): Source =>
  defineSource({
    about: 'a test source',
    home,
    hosts: ['127.0.0.1'],
    regions: ['uk'],
    terms: { automated: 'allowed', says: 'ours', read: '2026-11' },
    evidence: 'documented',
    pace: { perMinute: 1e9 },
    cap: CAP,
    needs: { secret: 'TEST_KEY', cost: 'a cent each', usd: 0.01 },
    expect: {},
    start: ({ where }) => [{ kind: 'answer', url: `${home}?box=${where.box?.join(',')}` }],
    read: {
      answer: (page) => ({
        verdict: 'ok',
        listings: JSON.parse(page.body),
        links: [],
        unread: [],
      }),
    },
    recognise: () => 'answer',
  })

/** Serves places on a grid by box; every `hidden`-th request leaves one out, as Maps does. */
const servePlaces = async (places: number, hidden = Number.POSITIVE_INFINITY) => {
  let asked = 0
  const all = Array.from({ length: places }, (_, i) => ({
    ref: `${i}`,
    name: `Firm ${i}`,
    lat: 53.7 + ((i * 37) % 100) / 500,
    lon: -1.7 + ((i * 61) % 100) / 334,
  }))
  const server = createServer((request, response) => {
    if (request.url === '/robots.txt') return response.writeHead(404).end()
    asked += 1
    const [s = 0, w = 0, n = 0, e = 0] = (
      new URL(request.url ?? '/', 'http://x').searchParams.get('box') ?? ''
    )
      .split(',')
      .map(Number)
    const inside = all.filter(
      ({ lat, lon }, i) =>
        lat >= s && lat <= n && lon >= w && lon <= e && (i + asked) % hidden !== 0,
    )
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(inside.slice(0, CAP)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  return { home: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked }
}

const run = async (home: string, order: { budgetUsd?: number; untilStable?: boolean }) => {
  const store = tempStore()
  const now = () => new Date().toISOString()
  const { signal } = new AbortController()
  const { fetch: fetching } = parseConfig({ fetch: { delayMs: 0, allowPrivate: true } }, undefined)
  const archive = await openArchive({ folder: join(tempFolder(), 'archive'), now })
  const fetcher = openFetcher({ config: fetching, contact: 'us@example.com', archive, now, signal })
  try {
    const { report } = await harvest(
      {
        store,
        fetch: fetcher.fetch,
        browse: fetcher.fetch,
        settings: {},
        forgotten: NOBODY,
        now,
        signal,
        sleep: async () => undefined,
        abreast: 1,
        progress: () => undefined,
      },
      {
        region: 'uk',
        sources: [['uk/capped', capped(home)]],
        queries: () => [query],
        limit: undefined,
        refreshDays: undefined,
        budgetUsd: order.budgetUsd ?? 100,
        untilStable: order.untilStable ?? false,
        asked: {},
      },
    )
    return { store, report: report.sources['uk/capped'] }
  } finally {
    await fetcher.close()
    await archive.close()
  }
}

const count = (store: ReturnType<typeof tempStore>) =>
  Number(store.raw.prepare('select count(*) from listing').pluck().get())

describe('a source that cuts its answers', () => {
  it('is asked again in quarters until nothing is cut', async () => {
    const { home } = await servePlaces(95)
    const { store, report } = await run(home, {})
    expect(count(store)).toBe(95)
    expect(report?.ending).toBe('done')
  })

  it('is asked once where the answer is whole', async () => {
    const { home, asked } = await servePlaces(10)
    await run(home, {})
    expect(asked()).toBe(1)
  })

  it('stops at the budget and says what it spent', async () => {
    const { home, asked } = await servePlaces(95)
    const { report } = await run(home, { budgetUsd: 0.03 })
    expect(asked()).toBe(3)
    expect(report?.ending).toBe('budget')
    expect(report?.usd).toBeCloseTo(0.03)
  })

  it('is asked again from shifted places until little is new, with an estimate of what is unseen', async () => {
    const { home } = await servePlaces(60, 4)
    const once = await run(home, {})
    const stable = await run(home, { untilStable: true })
    expect(count(stable.store)).toBeGreaterThan(count(once.store))
    expect(stable.report?.coverage?.rounds).toBeGreaterThan(1)
    expect(stable.report?.coverage?.seen).toBe(count(stable.store))
  })
})

describe('splitting', () => {
  const degrees = (least: number, most: number) =>
    fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true })

  it('covers the area with four parts and nothing outside it', () => {
    fc.assert(
      fc.property(degrees(50, 55), degrees(-3, 1), degrees(0.01, 1), (south, west, size) => {
        const parts = quarters({
          ...query,
          where: { name: 'x', box: [south, west, south + size, west + size] },
        })
        expect(parts).toHaveLength(4)
        const area = parts.reduce(
          (sum, { where: { box = [0, 0, 0, 0] } }) => sum + (box[2] - box[0]) * (box[3] - box[1]),
          0,
        )
        expect(area).toBeCloseTo(size * size, 4)
      }),
    )
  })

  it('ends: a cell of a street is not split', () => {
    expect(quarters({ ...query, where: { name: 'x', box: [53, -1, 53.001, -0.999] } })).toEqual([])
    expect(quarters({ ...query, where: { name: 'Leeds' } })).toEqual([])
  })

  it('shifts a place by a third of its size, elsewhere each round', () => {
    const [one, two] = [shifted(query, 1), shifted(query, 2)]
    expect(one?.where.box).not.toEqual(two?.where.box)
    expect(Math.abs((one?.where.lat ?? 0) - 53.8)).toBeLessThan(0.07)
  })

  it('estimates the whole from two looks', () => {
    expect(chapman(100, 100, 100)).toBe(100)
    expect(chapman(100, 100, 50)).toBe(199)
  })
})
