import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findSubject } from '../../pipeline/comply/find.ts'
import { catchUp, journalFileOf } from '../../pipeline/store/journal.ts'
import { keyFileOf, openKeyring } from '../../pipeline/store/keyring.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { keepProspectKeys, listingKeys, prospectsWith } from '../../pipeline/store/prospect-key.ts'
import {
  isForgotten,
  isSuppressed,
  keysFor,
  notSuppressed,
  suppress,
  suppressionsOf,
  suppressionsOfProspect,
  unsuppress,
} from '../../pipeline/store/suppression.ts'
import { emailIdentity } from '../../pipeline/text/identity.ts'
import { AT, addProspect, type House, listing, openHouse } from './house.ts'

let house: House
beforeEach(() => {
  house = openHouse()
})
afterEach(() => house.close())

const emailKeys = (address: string) => keysFor(house.ring, [['email', emailIdentity(address)]])
const no = { reason: 'objection', via: 'letter', at: AT } as const

const stopped = (prospect: number, channel: string): boolean =>
  house.store.raw
    .prepare(`select not ${notSuppressed('@prospect', '@channel')}`)
    .pluck()
    .get({ prospect, channel }) === 1

describe('suppression', () => {
  it('stops a business on every channel when one of its addresses said no', () => {
    const { prospect } = addProspect(house.store, listing())
    keepProspectKeys(house.store, house.ring, prospect)
    expect(stopped(prospect, 'letter')).toBe(false)
    suppress(house.store, emailKeys('Info+spring@Harbour-Bakery.example'), no)
    for (const channel of ['email', 'letter', 'call', 'form'])
      expect(stopped(prospect, channel)).toBe(true)
  })

  it('stops only e-mail when an address bounced, until somebody objects to the same address', () => {
    const { prospect } = addProspect(house.store, listing())
    keepProspectKeys(house.store, house.ring, prospect)
    const keys = emailKeys('info@harbour-bakery.example')
    suppress(house.store, keys, { ...no, reason: 'bounce' })
    expect([stopped(prospect, 'email'), stopped(prospect, 'letter')]).toEqual([true, false])
    suppress(house.store, keys, no)
    expect(stopped(prospect, 'letter')).toBe(true)
  })

  it('binds both halves of a prospect that is split after it said no', () => {
    const { prospect } = addProspect(house.store, listing())
    const other = addProspect(
      house.store,
      listing({ ref: 'r2', name: 'Quay Café', phones: ['+441632960102'], emails: [] }),
    ).prospect
    keepProspectKeys(house.store, house.ring, prospect)
    suppress(house.store, emailKeys('info@harbour-bakery.example'), no)
    house.store.raw
      .prepare(
        `insert into prospect_log (prospect, what, other, why, at) values (?, 'split', ?, 'by hand', ?)`,
      )
      .run(prospect, other, AT)
    keepProspectKeys(house.store, house.ring, other)
    expect(stopped(other, 'letter')).toBe(true)
    // Whoever asks what is held under the address is not shown the other half's data.
    expect(findSubject(house, 'info@harbour-bakery.example')).toEqual([prospect])
  })

  it('takes an opt-out back for a named reason, and an erasure never', () => {
    const keys = emailKeys('info@harbour-bakery.example')
    suppress(house.store, keys, no)
    suppress(house.store, keys, { ...no, reason: 'erased' })
    const back = { reasons: ['objection', 'erased'], via: 'by Jo Smith', at: AT } as const
    expect(unsuppress(house.store, keys, back)).toBe(1)
    expect(isForgotten(house.store, keys)).toBe(true)
    expect(isSuppressed(house.store, keys, 'email')).toBe(true)
  })

  it('recognises an erased business by any key of a later listing', () => {
    const keys = listingKeys(house.ring, listing(), 'https://directory.example/biz/1')
    suppress(house.store, keys.slice(0, 3), { ...no, reason: 'erased' })
    expect(isForgotten(house.store, listingKeys(house.ring, listing({ ref: 'other' })))).toBe(true)
    const stranger = listing({
      name: 'Mill Café',
      phones: ['+441632960199'],
      emails: [],
      address: { number: '9', street: 'Mill Lane', postcode: 'AB10 1XH' },
    })
    expect(isForgotten(house.store, listingKeys(house.ring, stranger))).toBe(false)
  })

  it('survives the restore of a backup that was made before the opt-out', () => {
    const { prospect } = addProspect(house.store, listing())
    keepProspectKeys(house.store, house.ring, prospect)
    house.store.raw.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(house.path, `${house.path}.backup`)
    suppress(house.store, emailKeys('info@harbour-bakery.example'), no)
    house.store.close()
    for (const tail of ['-wal', '-shm']) rmSync(`${house.path}${tail}`, { force: true })
    copyFileSync(`${house.path}.backup`, house.path)
    const store = openStore(house.path)
    expect(suppressionsOfProspect(store, prospect).map((row) => row.reason)).toEqual(['objection'])
    store.close()
  })

  it('is not lost when the machine dies between the journal and the database, or half-way a line', () => {
    suppress(house.store, emailKeys('a@harbour-bakery.example'), no)
    const file = journalFileOf(house.path)
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, `${whole}+\tAAAA`)
    suppress(house.store, emailKeys('b@harbour-bakery.example'), no)
    house.store.raw.exec('delete from suppression; update keyring set journal_applied = 0')
    house.store.close()
    const store = openStore(house.path)
    for (const address of ['a', 'b'])
      expect(
        isSuppressed(store, emailKeys(`${address}@harbour-bakery.example`), 'email'),
        address,
      ).toBe(true)
    store.close()
  })

  it('reads back whatever was said of how a no came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(), (via, n) => {
        const keys = keysFor(house.ring, [['phone', `+44${n}`]])
        suppress(house.store, keys, { ...no, via })
        expect(suppressionsOf(house.store, keys).length).toBe(1)
        house.store.raw.exec('delete from suppression; update keyring set journal_applied = 0')
        catchUp(house.store.raw, house.path)
        expect(suppressionsOf(house.store, keys)[0]?.key).toEqual(keys[0]?.key)
      }),
      { numRuns: 50 },
    )
  })

  it('says loudly that an opt-out was not kept when its journal cannot be written', () => {
    mkdirSync(journalFileOf(house.path))
    expect(() => suppress(house.store, emailKeys('a@harbour-bakery.example'), no)).toThrow(
      /was NOT kept/,
    )
  })

  it('holds no address, in the journal or in the database', () => {
    const { prospect } = addProspect(house.store, listing())
    keepProspectKeys(house.store, house.ring, prospect)
    suppress(house.store, emailKeys('someone.particular@harbour-bakery.example'), no)
    house.store.raw.pragma('wal_checkpoint(TRUNCATE)')
    for (const file of [house.path, journalFileOf(house.path)])
      expect(readFileSync(file, 'latin1')).not.toContain('someone.particular')
  })

  it('keeps key, journal and database from other users of the machine', () => {
    suppress(house.store, emailKeys('info@harbour-bakery.example'), no)
    for (const file of [house.path, keyFileOf(house.path), journalFileOf(house.path)])
      expect((statSync(file).mode & 0o777).toString(8), file).toBe('600')
  })

  it('keeps the key out of database and journal, in whatever form', () => {
    suppress(house.store, emailKeys('info@harbour-bakery.example'), no)
    house.store.raw.pragma('wal_checkpoint(TRUNCATE)')
    const hex = readFileSync(keyFileOf(house.path), 'utf8').trim()
    const key = Buffer.from(hex, 'hex')
    for (const file of [house.path, journalFileOf(house.path)]) {
      const bytes = readFileSync(file)
      for (const form of [key, hex, key.toString('base64'), key.toString('base64url')])
        expect(bytes.includes(form), file).toBe(false)
    }
  })

  it('refuses to work with another key, or without the key, than the database was written with', () => {
    expect(() => openKeyring(house.store, { DOORSTEP_KEY: 'ab'.repeat(32) })).toThrow(/not the one/)
    expect(() => openKeyring(house.store, { DOORSTEP_KEY: 'short' })).toThrow(/64 hex digits/)
    rmSync(keyFileOf(house.path))
    expect(() => openKeyring(house.store, {})).toThrow(/missing/)
  })

  it('finds the prospects behind an address', () => {
    const { prospect } = addProspect(house.store, listing())
    keepProspectKeys(house.store, house.ring, prospect)
    expect(prospectsWith(house.store, emailKeys('INFO@harbour-bakery.example'))).toEqual([prospect])
  })
})
