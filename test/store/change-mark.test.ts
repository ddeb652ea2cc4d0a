import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openChangeMark } from '../../pipeline/store/change-mark.ts'
import { openStore } from '../../pipeline/store/open.ts'

const folder = mkdtempSync(join(tmpdir(), 'doorstep-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('tells what others wrote, and what was noted, from what this connection wrote itself', () => {
  const path = join(folder, 'pipeline.db')
  const mine = openStore(path)
  const theirs = openStore(path)
  const mark = openChangeMark(mine)
  const write = (store: typeof mine) =>
    store.raw.exec(`insert into sender (boot, started_at) values ('', '2026-11-23')`)
  const begun = mark.now()
  write(mine)
  mine.transaction(() => write(mine))
  expect(mark.now()).toBe(begun)
  write(theirs)
  const after = mark.now()
  expect(after).not.toBe(begun)
  expect(mark.now()).toBe(after)
  mark.note()
  expect(mark.now()).not.toBe(after)
  mine.close()
  theirs.close()
})
