import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { root } from '../../pipeline/root.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { queryNumber, sightedBy } from '../../pipeline/store/sighting.ts'
import { tempFolder } from '../temp.ts'

const MIGRATIONS = join(root, 'pipeline', 'store', 'migrations')

/** A database as an older program left it. */
const oldDatabase = (version: number) => {
  const path = join(tempFolder(), 'pipeline.db')
  const raw = new Database(path)
  for (const file of readdirSync(MIGRATIONS).sort())
    if (Number(file.slice(0, 3)) <= version) raw.exec(readFileSync(join(MIGRATIONS, file), 'utf8'))
  raw.pragma(`user_version = ${version}`)
  return { path, raw }
}

it('keeps what queries had shown when sightings come to name them by number', () => {
  const { path, raw } = oldDatabase(11)
  const at = '2026-11-20T08:00:00.000Z'
  raw.exec(
    `insert into page (id, source, kind, url, status, content_type, fetched_at, archive, archive_offset,
       archive_length, digest, verdict) values (1, 'uk/yell', 'search', 'https://example.com/', 200, 'text/html',
       '${at}', 'a.warc.gz', 0, 10, 'sha256:0', 'ok')`,
  )
  for (const id of [1, 2, 3])
    raw.exec(
      `insert into listing (id, source, ref, region, name, raw, origin, digest, first_seen, last_seen, changed_at)
       values (${id}, 'uk/yell', '${id}', 'uk', 'Brook & Sons', '{}', '{}', '', '${at}', '${at}', '${at}')`,
    )
  const sight = raw.prepare('insert into sighting values (?, ?, ?, 1, ?)')
  sight.run('uk/yell', 'plumbers', 1, at)
  sight.run('uk/yell', 'plumbers', 2, at)
  sight.run('uk/yell', 'roofers', 2, at)
  sight.run('uk/gumtree', 'plumbers', 3, at)
  raw.close()
  const store = openStore(path)
  expect(sightedBy(store, 'uk/yell', ['plumbers'])).toEqual(new Set([1, 2]))
  expect(sightedBy(store, 'uk/yell', ['roofers'])).toEqual(new Set([2]))
  expect(sightedBy(store, 'uk/gumtree', ['plumbers', 'roofers'])).toEqual(new Set([3]))
  expect(queryNumber(store, 'uk/yell', 'plumbers')).toBe(queryNumber(store, 'uk/yell', 'plumbers'))
  expect(store.raw.pragma('foreign_key_check')).toEqual([])
  store.close()
})
