import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadRegions } from '../../pipeline/region.ts'
import { dedupe } from '../../pipeline/resolve/dedupe.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { inventListings } from '../generate/listings.ts'
import { saveInvented } from '../generate/stored.ts'
import { start } from '../run.ts'
import { tempFolder } from '../temp.ts'
import { AT } from './house.ts'

/** Enough for every second thread that resolving may start. */
const FIRST = 110_000
/** Few enough to be resolved against what is there. */
const MORE = 3000

const within = <T>(path: string, work: (store: Store) => T): T => {
  const store = openStore(path)
  try {
    return work(store)
  } finally {
    store.close()
  }
}

const add = (path: string, count: number, seed: number) =>
  within(path, (store) =>
    store.transaction(() => saveInvented(store, inventListings(count, seed), AT, seed)),
  )

const placesIn = (path: string) =>
  within(path, ({ raw }) =>
    raw.prepare('select listing, prospect from member order by listing').raw().all(),
  )

it('two threads come to what one comes to, at first and when more comes', async () => {
  const folder = tempFolder()
  const regions = await loadRegions()
  const two = join(folder, 'data', 'pipeline.db')
  const one = join(folder, 'one.db')
  add(two, FIRST, 1)
  copyFileSync(two, one)
  for (const [more, way] of [
    [0, 'whole'],
    [MORE, 'growing'],
  ] as const) {
    for (const path of [one, two]) add(path, more, 2)
    // the program, being compiled, starts threads; this test, being read as it stands, does not
    const { stdout } = await start(folder, ['dedupe', '--json']).ended
    expect(JSON.parse(stdout)).toMatchObject({ way })
    within(one, (store) => dedupe(store, { at: AT, regions }))
    expect(placesIn(two)).toEqual(placesIn(one))
  }
}, 300_000)
