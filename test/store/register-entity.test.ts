import { describe, expect, it } from 'vitest'
import { openStore } from '../../pipeline/store/open.ts'
import {
  dropOldNames,
  findEntitiesAt,
  findEntitiesNamed,
  findEntity,
  type NamedEntity,
  noteImport,
  registerAsOf,
  saveEntities,
} from '../../pipeline/store/register-entity.ts'
import { nameKey } from '../../pipeline/text/company-names.ts'

const entity = (
  number: string,
  name: string,
  postcode: string,
  asOf = '2026-09-01',
): NamedEntity => ({
  entity: {
    register: 'companies-house',
    number,
    name,
    postcode,
    form: 'Ltd',
    legalKind: 'corporate',
    status: 'active',
    activities: ['43220'],
    asOf,
  },
  keys: [nameKey(name, 'uk')],
})

const keyed = (name: string) => nameKey(name, 'uk')

describe('register entities', () => {
  it('are found by number, by name and postcode, and by name alone', () => {
    const store = openStore(':memory:')
    saveEntities(store, [
      entity('01234567', 'SMITH & SONS PLUMBING LIMITED', 'LS1 4AP'),
      entity('01234568', 'SMITH & SONS LTD', 'LS1 4AP'),
      entity('01234569', 'SMITH & SONS LTD', 'M1 1AE'),
    ])
    const at = (name: string, code: string) =>
      findEntitiesAt(store, 'companies-house', keyed(name), code).map((found) => found.number)
    expect(findEntity(store, 'companies-house', '01234567')).toMatchObject({
      name: 'SMITH & SONS PLUMBING LIMITED',
      legalKind: 'corporate',
      activities: ['43220'],
    })
    expect(findEntity(store, 'kbo', '01234567')).toBeUndefined()
    expect(at('Smith and Sons', 'LS1 4AP')).toEqual(['01234568'])
    expect(at('Smith & Sons Plumbing', 'LS1 4AP')).toEqual(['01234567'])
    expect(at('Smith', 'LS1 4AP')).toEqual(['01234567', '01234568'])
    expect(at('Smit', 'LS1 4AP')).toEqual([])
    expect(at('', 'LS1 4AP')).toEqual([])
    expect(
      findEntitiesNamed(store, 'companies-house', keyed('SMITH & SONS')).map(
        ({ number }) => number,
      ),
    ).toEqual(['01234568', '01234569'])
    store.close()
  })

  it('are never overwritten by an older file, and lose names that a newer one does not give', () => {
    const store = openStore(':memory:')
    saveEntities(store, [entity('01234567', 'OLD NAME LTD', 'LS1 4AP', '2026-08-01')])
    saveEntities(store, [entity('01234567', 'NEW NAME LTD', 'LS1 4AP', '2026-09-01')])
    saveEntities(store, [entity('01234567', 'OLD NAME LTD', 'LS1 4AP', '2026-08-01')])
    expect(findEntity(store, 'companies-house', '01234567')?.name).toBe('NEW NAME LTD')
    expect(dropOldNames(store, 'companies-house')).toBe(1)
    expect(findEntitiesAt(store, 'companies-house', 'old name', 'LS1 4AP')).toEqual([])
    expect(findEntitiesAt(store, 'companies-house', 'new name', 'LS1 4AP')).toHaveLength(1)
    store.close()
  })

  it('identify nothing when more than twenty fit', () => {
    const store = openStore(':memory:')
    const many = Array.from({ length: 21 }, (_, i) =>
      entity(String(10000000 + i), 'FLAT MANAGEMENT LTD', 'LS1 4AP'),
    )
    saveEntities(store, many)
    expect(findEntitiesAt(store, 'companies-house', 'flat management', 'LS1 4AP')).toEqual([])
    expect(findEntitiesNamed(store, 'companies-house', 'flat management')).toEqual([])
    store.close()
  })

  it('say as of which day the register is known', () => {
    const store = openStore(':memory:')
    expect(registerAsOf(store, 'kbo')).toBeUndefined()
    for (const as_of of ['2026-09-01', '2026-08-01'])
      noteImport(store, {
        register: 'kbo',
        file: 'kbo.zip',
        as_of,
        entities: 1,
        set_aside: 0,
        at: '2026-11-23T09:00:00.000Z',
      })
    expect(registerAsOf(store, 'kbo')).toBe('2026-09-01')
    store.close()
  })
})
