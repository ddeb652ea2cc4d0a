import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { seeded } from '../bench/bench.ts'
import { inventListings } from '../generate/listings.ts'
import { saveInvented } from '../generate/stored.ts'
import { start } from '../run.ts'
import { tempFolder } from '../temp.ts'
import { AT } from './house.ts'
import { scoreClusters } from './score.ts'

/** More than are resolved anew each time, and enough for the second thread. */
const FIRST = 32_000
/** Few enough to be resolved against what is there. */
const MORE = 2_500
const KILLS = 20

const folderOf = (db: string) => join(db, '..', '..')

/** Does something with a database that no process has open. */
const within = <T>(db: string, work: (store: Store) => T): T => {
  const store = openStore(db)
  try {
    return work(store)
  } finally {
    store.close()
  }
}

const add = (db: string, count: number, seed: number) =>
  within(db, (store) =>
    store.transaction(() => saveInvented(store, inventListings(count, seed), AT, seed)),
  )

/** Runs `pipeline dedupe`; kills it after so many milliseconds. Answers whether it was killed. */
const dedupe = async (folder: string, after?: number): Promise<boolean> => {
  const { child, ended } = start(folder, ['dedupe'])
  if (after !== undefined) void setTimeout(after).then(() => child.kill('SIGKILL'))
  const { signal, code, stderr } = await ended
  if (signal === 'SIGKILL') return true
  expect([code, stderr.includes('unexpected')]).toEqual([0, false])
  return false
}

/** What must hold at any moment: no listing in two prospects or in a dead one, no live prospect without its listings. */
const expectWhole = (db: string) =>
  within(db, ({ raw }) => {
    const count = (sql: string) => Number(raw.prepare(sql).pluck().get())
    expect(count('select count(*) - count(distinct listing) from member')).toBe(0)
    expect(
      count(`select count(*) from prospect p where p.state = 'live'
             and p.listings <> (select count(*) from member m where m.prospect = p.id)`),
    ).toBe(0)
    expect(
      count(`select count(*) from member m join prospect p on p.id = m.prospect
             where p.state <> 'live'`),
    ).toBe(0)
    expect(raw.pragma('foreign_key_check')).toEqual([])
  })

/** The prospect of each listing, in the order of the listings. */
const worldOf = (db: string): number[] =>
  within(
    db,
    ({ raw }) =>
      raw
        .prepare(
          'select coalesce(m.prospect, -l.id) from listing l left join member m on m.listing = l.id order by l.id',
        )
        .pluck()
        .all() as number[],
  )

/** Kills `pipeline dedupe` at moments of chance, again and again, until it comes to its end. Answers how often. */
const storm = async (db: string, took: number, chance: () => number): Promise<number> => {
  for (let kills = 0; ; kills++) {
    const killed = await dedupe(folderOf(db), took * (0.3 + 0.7 * chance()))
    expectWhole(db)
    if (!killed) return kills
    expect(kills).toBeLessThan(100)
  }
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

it('killed at any moment, dedupe goes on from there and comes to what it comes to undisturbed', async () => {
  const calm = join(tempFolder(), 'data', 'pipeline.db')
  const stormy = join(tempFolder(), 'data', 'pipeline.db')
  const bare = join(tempFolder(), 'data', 'pipeline.db')
  for (const db of [calm, stormy, bare]) within(db, () => undefined)
  add(bare, FIRST, 5)
  copyFileSync(bare, calm)
  // the program is compiled before anything is timed
  await start(folderOf(calm), ['--version']).ended
  const chance = seeded(11)
  const whole = await timed(() => dedupe(folderOf(calm)))
  let kills = 0
  while (kills < KILLS) {
    copyFileSync(bare, stormy)
    kills += await storm(stormy, whole, chance)
    expect(scoreClusters(worldOf(stormy), worldOf(calm)).f1).toBe(1)
  }
  for (const db of [calm, stormy]) add(db, MORE, 6)
  const growing = await timed(() => dedupe(folderOf(calm)))
  const more = await storm(stormy, growing, chance)
  expect(more).toBeGreaterThan(0)
  expect(worldOf(stormy).every((prospect) => prospect > 0)).toBe(true)
  expect(scoreClusters(worldOf(stormy), worldOf(calm)).f1).toBeGreaterThanOrEqual(0.999)
  process.stdout.write(`killed ${kills} times while resolving all, ${more} while growing\n`)
})
