import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../pipeline/store/open.ts'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

const phones = (folder: string) => {
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  const rows = store.raw
    .prepare("select name, phone from prospect where state = 'live' order by name")
    .raw()
    .all()
  store.close()
  return rows
}

const bring = async (folder: string, file: string, rows: readonly string[]) => {
  writeFileSync(join(folder, file), ['Name,Phone,Town,Postcode', ...rows].join('\n'))
  const imported = await pipeline(folder, ['import', file, '--region', 'uk'])
  expect(imported.code, imported.stderr).toBe(0)
  const resolved = await pipeline(folder, ['dedupe'])
  expect(resolved.code, resolved.stderr).toBe(0)
}

describe('a phone that turns out to be shared', () => {
  it('leaves the record of a prospect that had it before anybody knew, at the next dedupe', async () => {
    const folder = tempFolder()
    await bring(folder, 'first.csv', ['Blue Door Café,020 7946 0999,Leeds,LS1 4AP'])
    expect(phones(folder)).toEqual([['Blue Door Café', '+442079460999']])
    await bring(folder, 'second.csv', [
      'Mill Lane Motors,020 7946 0999,York,YO1 7HH',
      'Harbour Dental,020 7946 0999,Hull,HU1 1AA',
    ])
    expect(phones(folder)).toEqual([
      ['Blue Door Café', null],
      ['Harbour Dental', null],
      ['Mill Lane Motors', null],
    ])
  })
})
