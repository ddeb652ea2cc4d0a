import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { parseConfig } from '../../pipeline/config.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { NOBODY } from '../../pipeline/harvest/forgotten.ts'
import { harvest, type Order } from '../../pipeline/harvest/harvest.ts'
import { loadSources } from '../../pipeline/harvest/sources.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { type Directory, type DirectoryOptions, serveDirectory } from '../servers/directory.ts'
import { tempFolder, tempStore } from '../temp.ts'

/** A Yell-shaped directory on loopback, and a database and archive to harvest it into. */
export interface World {
  readonly store: Store
  readonly directory: Directory
  readonly folder: string
  /** Harvests as the command does, at a clock that the test moves by days. */
  readonly run: (
    order?: Partial<Order> & { day?: number; signal?: AbortSignal },
  ) => ReturnType<typeof harvest>
}

const DAY_MS = 86_400_000
/** Every source of the program. */
export const sources = await loadSources()

/** Opens a world for one test. */
export const world = async (options: DirectoryOptions): Promise<World> => {
  const directory = await serveDirectory(options)
  onTestFinished(directory.close)
  const folder = tempFolder()
  const store = tempStore(join(folder, 'pipeline.db'))
  const config = parseConfig(
    {
      fetch: { delayMs: 0, allowPrivate: true, maxTries: 2 },
      sources: { 'uk/yell': { base: directory.url, permission: 'ours', perMinute: 1e9 } },
    },
    undefined,
  )
  const run: World['run'] = async ({
    day = 0,
    signal = new AbortController().signal,
    ...order
  } = {}) => {
    const now = () => new Date(Date.now() + day * DAY_MS).toISOString()
    const archive = await openArchive({ folder: join(folder, 'archive'), now })
    const fetcher = openFetcher({
      config: config.fetch,
      contact: 'us@example.com',
      archive,
      now,
      signal,
    })
    const yell = sources.get('uk/yell')
    if (yell === undefined) throw new Error('uk/yell is gone')
    try {
      return await harvest(
        {
          store,
          fetch: fetcher.fetch,
          browse: fetcher.fetch,
          settings: config.sources,
          forgotten: NOBODY,
          now,
          signal,
          sleep: (ms) => wait(ms),
          abreast: 1,
          progress: () => undefined,
        },
        {
          region: 'uk',
          sources: [['uk/yell', yell]],
          queries: () => [{ region: 'uk', what: 'plumbers', where: { name: 'Leeds' } }],
          limit: undefined,
          refreshDays: undefined,
          budgetUsd: undefined,
          untilStable: false,
          asked: {},
          ...order,
        },
      )
    } finally {
      await fetcher.close()
      await archive.close()
    }
  }
  return { store, directory, folder, run }
}

/** What stands of each listing, without the ids of the database. */
export const listings = (store: Store) =>
  store.raw
    .prepare(
      'select ref, name, phones, website, postcode, raw, first_seen, last_seen, origin from listing order by ref',
    )
    .all()

/** How many listings there are. */
export const count = (store: Store, where = 'true') =>
  Number(store.raw.prepare(`select count(*) from listing where ${where}`).pluck().get())
