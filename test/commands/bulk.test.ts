import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../pipeline/store/open.ts'
import {
  COMPANY_FILE_HEAD,
  companyLines,
  placeRows,
  writeKbo,
  writePlaces,
} from '../harvest/bulk/made.ts'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

const count = (folder: string, table: 'listing' | 'register_entity') => {
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  const rows = store.raw.prepare(`select count(*) from ${table}`).pluck().get()
  store.close()
  return rows
}

describe('pipeline registers import', () => {
  it('fills the registers, says how many, and refuses a file of another source', async () => {
    const folder = tempFolder()
    writeFileSync(
      join(folder, 'BasicCompanyData-2026-11-01.csv'),
      [COMPANY_FILE_HEAD.join(','), ...companyLines(120, 1), '"cut"'].join('\n'),
    )
    writeKbo(join(folder, 'kbo'))
    const companies = await pipeline(folder, [
      'registers',
      'import',
      'BasicCompanyData-2026-11-01.csv',
    ])
    expect(companies.stdout).toBe(
      'companies-house: 120 entities as of 2026-11-01, 1 lines set aside\n',
    )
    expect(companies.stderr).toContain('set aside: BasicCompanyData-2026-11-01.csv line 122')
    expect(companies.code).toBe(0)
    const kbo = await pipeline(folder, [
      'registers',
      'import',
      'kbo',
      '--source',
      'be/kbo',
      '--json',
    ])
    expect(JSON.parse(kbo.stdout)).toMatchObject({ register: 'kbo', entities: 4 })
    expect(count(folder, 'register_entity')).toBe(124)
    const wrong = await pipeline(folder, [
      'registers',
      'import',
      'kbo',
      '--source',
      'uk/companies-house',
    ])
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('bad-file')])
    const absent = await pipeline(folder, ['registers', 'import', 'nothing.zip'])
    expect([absent.code, absent.stderr]).toEqual([
      2,
      expect.stringContaining('nothing.zip is not there'),
    ])
  })
})

describe('pipeline scrape of a bulk file', () => {
  it('stores what lies in the region, narrowed by --where, and knows it when it comes again', async () => {
    const folder = tempFolder()
    await writePlaces(join(folder, 'places.parquet'), placeRows(2000, 3), 500)
    const all = ['scrape', '--region', 'uk', '--from', 'places.parquet', '--json']
    const narrow = await pipeline(folder, [...all, '--where', '53.5,-2.5,30km'])
    expect(narrow.code).toBe(0)
    const few = Number(count(folder, 'listing'))
    expect(few).toBeGreaterThan(0)
    const first = await pipeline(folder, all)
    expect(first.code).toBe(0)
    const many = Number(count(folder, 'listing'))
    expect(many).toBeGreaterThan(few)
    await pipeline(folder, all)
    expect(count(folder, 'listing')).toBe(many)
  })

  it('finds the file of a source in the configuration', async () => {
    const folder = tempFolder()
    await writePlaces(join(folder, 'places.parquet'), placeRows(400, 3), 500)
    writeFileSync(
      join(folder, 'pipeline.config.json'),
      JSON.stringify({ sources: { 'any/overture': { path: 'places.parquet' } } }),
    )
    const run = await pipeline(folder, ['scrape', '--region', 'be', '--source', 'any/overture'])
    expect(run.code).toBe(0)
    expect(Number(count(folder, 'listing'))).toBeGreaterThan(0)
  })
})
