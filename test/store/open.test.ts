import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Trouble } from '../../pipeline/model/trouble.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { tempFolder, tempStore } from '../temp.ts'

describe('opening the database', () => {
  it('makes the folder and a file that only its owner may read', () => {
    const path = join(tempFolder(), 'deep', 'pipeline.db')
    tempStore(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('opens again what it made, without migrating twice', () => {
    const path = join(tempFolder(), 'pipeline.db')
    tempStore(path)
    expect(() => tempStore(path)).not.toThrow()
  })

  it('refuses a database that a newer Doorstep wrote, and says so', () => {
    const path = join(tempFolder(), 'pipeline.db')
    const raw = new Database(path)
    raw.pragma('user_version = 999')
    raw.close()
    expect(() => openStore(path)).toThrow(/written by a newer Doorstep/)
  })

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    [
      'no database',
      (path: string) => writeFileSync(path, 'this is a letter, not a database '.repeat(40)),
    ],
  ])('names the path and the next step when it is %s', (_, make) => {
    const path = join(tempFolder(), 'pipeline.db')
    make(path)
    try {
      openStore(path)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Trouble)
      expect((error as Trouble).code).toBe('database-unusable')
      expect((error as Trouble).message).toContain(path)
      expect((error as Trouble).message).toContain('--db PATH')
    }
  })

  it.skipIf(process.getuid?.() === 0)('names an unwritable folder', () => {
    const folder = tempFolder()
    chmodSync(folder, 0o500)
    expect(() => openStore(join(folder, 'x', 'pipeline.db'))).toThrow(/cannot be used/)
  })
})

describe('a transaction', () => {
  it('is all or nothing', () => {
    const store = tempStore()
    const count = () => Number(store.raw.prepare('select count(*) from run').pluck().get())
    const add = () =>
      store.run(
        store.sql
          .insertInto('run')
          .values({ stage: 's', asked: '{}', started_at: 'now', host: 'h', pid: 1 }),
      )
    expect(() =>
      store.transaction(() => {
        add()
        throw new Error('half-way')
      }),
    ).toThrow('half-way')
    expect(count()).toBe(0)
    store.transaction(add)
    expect(count()).toBe(1)
  })
})
