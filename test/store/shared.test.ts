import { describe, expect, it } from 'vitest'
import { tidy } from '../../pipeline/harvest/tidy.ts'
import type { Listing } from '../../pipeline/model/listing.ts'
import { saveListing } from '../../pipeline/store/listing.ts'
import { listingReader } from '../../pipeline/store/member.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { loadShared, markShared } from '../../pipeline/store/shared.ts'
import { isShared, spreadOf, type Use } from '../../pipeline/text/shared-contact.ts'

const at = '2026-11-23T09:00:00.000Z'

const storeWith = (listings: readonly Omit<Listing, 'ref'>[]) => {
  const store = openStore(':memory:')
  for (const [i, listing] of listings.entries()) {
    const raw = { ref: String(i), ...listing }
    const fresh = tidy(raw, { source: 'uk/yell', region: 'uk' }, () => undefined)
    saveListing(store, { tidy: fresh, raw, origin: {} }, undefined, at)
  }
  return store
}

const use = (name: string, postcode: string): Use => ({ name, region: 'uk', postcode })

describe('shared contacts', () => {
  it('takes spellings of one name in one place for one business', () => {
    const spread = spreadOf([
      use('Smith Plumbing', 'LS1 4AP'),
      use('J Smith Plumbing & Heating Ltd', 'LS1 4AP'),
      use('SMITH PLUMBING LIMITED', 'LS1 2AB'),
    ])
    expect(spread).toEqual({ names: 1, areas: 1, listings: 3 })
    expect(isShared(spread)).toBe(false)
  })

  it('takes a slip of the hand for no other name, and a place stated in two ways for one', () => {
    const uses: readonly Use[] = [
      { name: 'Harbour Dental', region: 'uk', postcode: 'IV1 1AA', town: 'Inverness' },
      { name: 'Harbuor Dental', region: 'uk', town: 'Inverness-shire' },
      { name: 'Harbour Dentl', region: 'uk', town: 'Inverness' },
    ]
    expect(spreadOf(uses)).toEqual({ names: 1, areas: 1, listings: 3 })
  })

  it('takes three different names, or one name in three areas, for a number that is nobody’s own', () => {
    const accountant = ['Blue Door Café', 'Mill Lane Motors', 'Harbour Dental']
    expect(isShared(spreadOf(accountant.map((name) => use(name, 'LS1 4AP'))))).toBe(true)
    const chain = ['LS1 4AP', 'M1 1AE', 'B1 1AA']
    expect(isShared(spreadOf(chain.map((code) => use('Quick Cuts', code))))).toBe(true)
    expect(isShared(spreadOf(chain.slice(1).map((code) => use('Quick Cuts', code))))).toBe(false)
  })

  it('finds them in the store by kind, forgets them when they are no longer so, and leaves own contacts alone', () => {
    const chain = (name: string, postcode: string, phone: string): Omit<Listing, 'ref'> => ({
      name,
      postcode,
      phones: ['020 7946 0999', phone],
      emails: [`${phone.slice(-3)}@quick-cuts.example`],
      website: 'https://www.quick-cuts.example/branch',
    })
    const store = storeWith([
      chain('Quick Cuts', 'LS1 4AP', '01632 960001'),
      chain('Quick Cuts', 'M1 1AE', '01632 960002'),
      chain('Quick Cuts', 'B1 1AA', '01632 960003'),
    ])
    const found = markShared(store, at)
    expect(found.map(({ kind, value, areas }) => [kind, value, areas])).toEqual([
      ['domain', 'quick-cuts.example', 3],
      ['phone', '+442079460999', 3],
    ])
    const shared = loadShared(store)
    expect(shared('phone', '+442079460999')).toBe(true)
    expect(shared('phone', '+441632960001')).toBe(false)
    expect(shared('email', '001@quick-cuts.example')).toBe(false)
    store.run(store.sql.updateTable('listing').set({ vanished_at: at }).where('id', '=', 1))
    expect(markShared(store, at)).toEqual([])
    expect(loadShared(store)('phone', '+442079460999')).toBe(false)
    store.close()
  })
})

describe('golden records', () => {
  it('are made without shared contacts, and keep the website', () => {
    const store = storeWith(
      ['LS1 4AP', 'M1 1AE', 'B1 1AA'].map((postcode, i) => ({
        name: 'Quick Cuts',
        postcode,
        phones: ['020 7946 0999', `01632 96000${i}`],
        emails: ['info@quick-cuts.example'],
        website: 'https://www.quick-cuts.example',
      })),
    )
    markShared(store, at)
    const [listing] = listingReader(store)([1])
    expect(listing).toMatchObject({
      phones: ['+441632960000'],
      emails: [],
      website: 'https://www.quick-cuts.example',
    })
    store.close()
  })
})
