import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findChromium } from '../../pipeline/chromium.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { configure, pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'
import { type MapsSite, mapsSite } from './maps-site.ts'
import { serve } from './server.ts'

const chromium = await findChromium(process.env)

/** Scrapes such a site with the command line, as a person would whom its owner permitted to. */
const scrape = async (given: Partial<MapsSite>) => {
  const site = await serve(
    mapsSite({ places: 45, end: 'You\u2019ve reached the end of the list.', ...given }),
  )
  const cwd = tempFolder()
  configure(cwd, site.url, {
    sources: {
      'any/google-maps': {
        base: site.url,
        permission: 'our own test server',
        perMinute: 1_000_000,
      },
    },
  })
  const args = [
    '--source',
    'any/google-maps',
    '--what',
    'plumbers',
    '--where',
    'Leeds',
    '--limit',
    '100',
  ]
  const ended = await pipeline(cwd, ['scrape', '--region', 'uk', ...args])
  await site.close()
  const store = openStore(join(cwd, 'data', 'pipeline.db'))
  const listings = store.raw
    .prepare(
      "select name, phones, website, lat from listing where source = 'any/google-maps' order by id",
    )
    .all() as { name: string; phones: string; website: string | null; lat: number | null }[]
  store.close()
  return { ...ended, listings, asked: site.asked }
}

it.skipIf(chromium === undefined)(
  'a map is harvested through Chromium: cards of the list, phones of the answers (skipped: no Chromium)',
  async () => {
    const { code, stderr, listings } = await scrape({ consent: ['Accept all', 'Reject all'] })
    expect(code, stderr).toBe(0)
    expect(listings).toHaveLength(45)
    expect(listings[7]).toMatchObject({
      name: 'Firm 7',
      website: expect.stringContaining('firm-7.example.com'),
    })
    expect(listings.every(({ phones, lat }) => phones.includes('1632') && lat !== null)).toBe(true)
  },
)

it.skipIf(chromium === undefined)(
  'a map that walls itself in is reported as blocked, with what works instead (skipped: no Chromium)',
  async () => {
    const { code, stdout, stderr, asked } = await scrape({ wallAfter: 1 })
    expect(code).toBe(3)
    expect(stdout).toMatch(/blocked/i)
    expect(stderr).toMatch(/Places|official/)
    expect(asked.filter((path) => path.startsWith('/maps/search/'))).toHaveLength(1)
  },
)
