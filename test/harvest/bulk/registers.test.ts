import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importRegister } from '../../../pipeline/harvest/bulk/registers.ts'
import {
  findEntitiesAt,
  findEntity,
  registerAsOf,
} from '../../../pipeline/store/register-entity.ts'
import { nameKey } from '../../../pipeline/text/company-names.ts'
import { tempFolder, tempStore } from '../../temp.ts'
import { COMPANY_FILE_HEAD, companyLine, companyLines, writeKbo } from './made.ts'

const importing = (path: string, store = tempStore()) => {
  const bad: string[] = []
  const done = importRegister(path, {
    store,
    at: '2026-11-23T09:00:00.000Z',
    asOf: '2026-11-01',
    signal: new AbortController().signal,
    progress: () => undefined,
    bad: (where, why) => bad.push(`${where}: ${why}`),
  })
  return { store, bad, done }
}

describe('importing a register', () => {
  it('fills it from the company data as of the day in the file’s name', async () => {
    const path = join(tempFolder(), 'BasicCompanyData-2026-09-01-part1_7.csv')
    const smith = companyLine({
      CompanyName: 'SMITH & DAUGHTERS (PLUMBING) LIMITED',
      CompanyNumber: '90000001',
      'RegAddress.AddressLine1': '12 MILL LANE',
      'RegAddress.PostTown': 'LEEDS',
      'RegAddress.PostCode': 'LS14AP',
      CompanyCategory: 'Private Limited Company',
      CompanyStatus: 'Liquidation',
      IncorporationDate: '01/02/2015',
      'SICCode.SicText_1': '43220 - Plumbing, heat and air-conditioning installation',
      'PreviousName_1.CompanyName': 'OLD PIPES LTD',
    })
    const lines = [COMPANY_FILE_HEAD.join(','), smith, '"cut"', ...companyLines(2500, 1)]
    writeFileSync(path, lines.join('\n'))
    const { store, bad, done } = importing(path)
    expect(await done).toEqual({
      register: 'companies-house',
      entities: 2501,
      setAside: 1,
      asOf: '2026-09-01',
    })
    expect(bad).toEqual(['BasicCompanyData-2026-09-01-part1_7.csv line 3: 1 columns instead of 55'])
    expect(findEntity(store, 'companies-house', '90000001')).toEqual({
      register: 'companies-house',
      number: '90000001',
      name: 'SMITH & DAUGHTERS (PLUMBING) LIMITED',
      postcode: 'LS1 4AP',
      street: '12 MILL LANE',
      town: 'LEEDS',
      form: 'Ltd',
      legalKind: 'corporate',
      status: 'liquidation',
      startedOn: '2015-02-01',
      activities: ['43220'],
      asOf: '2026-09-01',
    })
    for (const name of ['Smith and Daughters Plumbing', 'Old Pipes Ltd.'])
      expect(
        findEntitiesAt(store, 'companies-house', nameKey(name, 'uk'), 'LS1 4AP').map(
          ({ number }) => number,
        ),
      ).toEqual(['90000001'])
    expect(registerAsOf(store, 'companies-house')).toBe('2026-09-01')
    expect(registerAsOf(store, 'kbo')).toBeUndefined()
  })

  it('may be run again and again', async () => {
    const path = join(tempFolder(), 'companies.csv')
    writeFileSync(path, [COMPANY_FILE_HEAD.join(','), ...companyLines(300, 1)].join('\n'))
    const { store, done } = importing(path)
    await done
    await importing(path, store).done
    expect(store.raw.prepare('select count(*) from register_entity').pluck().get()).toBe(300)
    expect(store.raw.prepare('select count(*) from register_name').pluck().get()).toBe(300)
  })

  it('knows of a natural person that there is one, and not who', async () => {
    const folder = join(tempFolder(), 'kbo')
    writeKbo(folder)
    const { store, done } = importing(folder)
    expect(await done).toMatchObject({ register: 'kbo', entities: 4, asOf: '2026-09-05' })
    const [person] = findEntitiesAt(store, 'kbo', 'klusser voorbeeld', '8000')
    expect(person).toMatchObject({ legalKind: 'sole', name: 'Klusser Voorbeeld' })
    expect(person?.street).toBeUndefined()
    const all = store.raw.prepare('select group_concat(name) from register_entity').pluck().get()
    expect(all).not.toContain('Janssens')
    expect(findEntitiesAt(store, 'kbo', 'bakkerijen voorbeeld', '9000')[0]).toMatchObject({
      form: 'BVBA',
      legalKind: 'corporate',
      status: 'active',
    })
    expect(findEntitiesAt(store, 'kbo', 'gestopt voorbeeld', '9000')[0]?.status).toBe('stopped')
  })

  it('answers nothing for a file that is no register', async () => {
    const path = join(tempFolder(), 'list.csv')
    writeFileSync(path, 'name,town\nA,B\n')
    expect(await importing(path).done).toBeUndefined()
  })
})
