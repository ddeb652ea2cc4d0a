import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comply } from '../../pipeline/comply/comply.ts'
import { forget } from '../../pipeline/comply/forget.ts'
import { openVoice } from '../../pipeline/comply/words.ts'
import { comply as section } from '../../pipeline/config/comply.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { readKept } from '../../pipeline/fetch/kept.ts'
import type { Listing, TidyListing } from '../../pipeline/model/listing.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { ownedTables, unownedTables } from '../../pipeline/store/personal.ts'
import { isErased } from '../../pipeline/store/prospect-key.ts'
import { isForgotten, keysFor } from '../../pipeline/store/suppression.ts'
import {
  AT,
  addContact,
  addLegal,
  addMessage,
  addProspect,
  type House,
  listing,
  openHouse,
} from './house.ts'

const regions = await loadRegions()
let house: House
beforeEach(() => {
  house = openHouse()
})
afterEach(() => house.close())

const job = () => ({
  store: house.store,
  ring: house.ring,
  regions,
  config: section.parse({}),
  voice: openVoice('en'),
  at: AT,
})
const places = () => ({ archive: join(house.dir, 'archive'), outDir: join(house.dir, 'out') })

const JANE = listing({
  name: 'Jane Featherstonehaugh Plumbing',
  phones: ['+441632960777'],
  emails: ['jane.f@featherplumb.example'],
  website: 'https://www.featherplumb.example/',
  domain: 'featherplumb.example',
  socials: ['https://facebook.example/featherplumb'],
  address: { street: 'Quillfeather Lane', number: '7', postcode: 'AB12 3EG', town: 'Aberdeen' },
})
const RAW: Listing = {
  ref: 'jane-featherstonehaugh-9',
  name: 'Jane Featherstonehaugh Plumbing',
  url: 'https://directory.example/biz/jane-featherstonehaugh-plumbing-9',
  phones: ['01632 960 777'],
  emails: ['Jane.F@featherplumb.example'],
  website: 'https://www.featherplumb.example/?utm_source=dir',
  address: '7 Quillfeather Lane, Aberdeen AB12 3EG',
  description: 'Jane has mended the pipes of Aberdeen since 1999.',
}
const STRANGER = listing({
  ref: 'stranger',
  name: 'Mill Café',
  phones: ['+441632960199'],
  emails: [],
  address: { street: 'Mill Road', number: '1', postcode: 'AB15 4EG', town: 'Aberdeen' },
})
const TRACES = [
  'featherstonehaugh',
  'featherplumb',
  '960777',
  '960 777',
  'quillfeather lane',
  'mended the pipes',
]

/** Every byte that the house keeps, kept pages unpacked. */
const everything = (): string =>
  readdirSync(house.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/out'))
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      return (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
    })
    .join('\n')
    .toLowerCase()

const person = (): number => {
  const { prospect, listing: id } = addProspect(house.store, { ...JANE, ref: RAW.ref })
  house.store.raw.prepare('update listing set raw = ? where id = ?').run(JSON.stringify(RAW), id)
  addContact(house.store, prospect, {
    type: 'email',
    value: JANE.emails[0] ?? '',
    reach: 'personal',
  })
  addLegal(house.store, prospect, 'sole', 'site', 'sole trader')
  comply(job())
  return prospect
}

const rawOf = (id: number): Listing =>
  JSON.parse(
    String(house.store.raw.prepare('select raw from listing where id = ?').pluck().get(id)),
  )

const neighbour = (): number => addProspect(house.store, listing({ ref: 'n1' })).prospect

describe('after an erasure', () => {
  it('no table, index, log or kept page holds the person’s strings, and the neighbour is whole', async () => {
    const archive = await openArchive({ folder: places().archive, now: () => AT })
    await archive.keep({
      url: RAW.url ?? '',
      at: AT,
      status: 200,
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from(`<h1>${RAW.name}</h1><a href="tel:01632960777">call</a>`),
    })
    await archive.keep({
      url: 'https://directory.example/search?what=plumbers',
      at: AT,
      status: 200,
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from(
        `<li>${RAW.name}, ${RAW.address}, 01632&nbsp;960&nbsp;777</li><li>Harbour Bakery</li>`,
      ),
    })
    await archive.close()
    const prospect = person()
    const other = neighbour()
    house.store.raw
      .prepare(
        `insert into prospect_log (prospect, what, other, why, at) values (?, 'made', null, 'unlike ${RAW.name}', ?)`,
      )
      .run(other, AT)
    house.store.raw
      .prepare(
        `insert into draft (prospect, campaign, template_set, channel, language, variant, body, digest, created_at)
         values (?, 'spring', 'invite', 'letter', 'en', 'a', 'Dear Jane Featherstonehaugh', '', ?)`,
      )
      .run(prospect, AT)
    expect(TRACES.filter((trace) => everything().includes(trace))).toEqual(TRACES)
    const report = await forget(job(), String(prospect), places())
    expect(report.emptied).toBe(true)
    expect(TRACES.filter((trace) => everything().includes(trace))).toEqual([])
    expect(everything()).toContain('harbour bakery')
    expect(statSync(`${house.path}-wal`).size).toBe(0)
    expect(house.store.raw.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(house.store.raw.pragma('foreign_key_check')).toEqual([])
  })

  it('the number of the prospect is never given to anybody else', async () => {
    const prospect = person()
    await forget(job(), String(prospect), places())
    expect(addProspect(house.store, listing({ ref: 'n2' })).prospect).toBeGreaterThan(prospect)
  })

  it('a later harvest knows the person by any trace, and nobody else', async () => {
    await forget(job(), String(person()), places())
    const forgotten = (parts: Partial<TidyListing>, url?: string) =>
      isErased(house.store, house.ring, listing({ ...STRANGER, ...parts }), url)
    expect(forgotten({})).toBe(false)
    const again: readonly Partial<TidyListing>[] = [
      { phones: ['+441632960777'] },
      { emails: ['jane.f+shop@featherplumb.example'] },
      { domain: 'featherplumb.example' },
      {
        name: 'JANE FEATHERSTONEHAUGH PLUMBING LTD',
        address: { ...STRANGER.address, postcode: 'ab12 3eg' },
      },
      { address: { ...JANE.address, street: 'Quill-feather Lane' } },
      { ref: RAW.ref },
      { name: 'xxxx xxxxxxxxxxxxxxxxx xxxxxxxx' },
    ]
    for (const one of again) expect(forgotten(one), JSON.stringify(one)).toBe(true)
    expect(forgotten({}, RAW.url)).toBe(true)
    const strangers: readonly Partial<TidyListing>[] = [
      { phones: ['+441632960101'] },
      { address: { ...JANE.address, number: '8' } },
      { ref: RAW.ref, source: 'any/osm' },
    ]
    for (const one of strangers) expect(forgotten(one), JSON.stringify(one)).toBe(false)
  })

  it('what a neighbour shares with the person stays the neighbour’s', async () => {
    const prospect = person()
    const { prospect: other } = addProspect(
      house.store,
      listing({
        ref: 'n3',
        name: 'Quill Café',
        phones: JANE.phones,
        emails: [],
        address: JANE.address,
      }),
    )
    comply(job())
    await forget(job(), String(prospect), places())
    const row = house.store.raw
      .prepare('select name, phone, state from prospect where id = ?')
      .get(other)
    expect(row).toEqual({ name: 'Quill Café', phone: '+441632960777', state: 'live' })
    expect(comply(job()).forgotten).toEqual([])
    expect(isForgotten(house.store, keysFor(house.ring, [['phone', '+441632960777']]))).toBe(false)
  })

  it('neighbours whose door or name holds the person’s within it keep theirs', async () => {
    const archive = await openArchive({ folder: places().archive, now: () => AT })
    const kept = await archive.keep({
      url: 'https://directory.example/search',
      at: AT,
      status: 200,
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from(
        '<li>17 Quillfeather Lane</li><li>7 Quillfeather Lane</li>?q=%207%20Quillfeather%20Lane',
      ),
    })
    await archive.close()
    const raw = { ref: 'w1', name: 'Seventeen', address: '17 Quillfeather Lane' }
    const { listing: other } = addProspect(house.store, listing({ ref: 'w1', name: 'Seventeen' }))
    house.store.raw
      .prepare('update listing set raw = ? where id = ?')
      .run(JSON.stringify(raw), other)
    const longer = addProspect(
      house.store,
      listing({ ref: 'w2', name: `${JANE.name} of Perth` }),
    ).listing
    const { sharedNames } = await forget(job(), String(person()), places())
    expect(sharedNames).toBe(1)
    const page = (await readKept(places().archive, kept)).body
    expect(page).toBe(
      '<li>17 Quillfeather Lane</li><li>xxxxxxxxxxxxxxxxxxx</li>?q=%20xxxxxxxxxxxxxxxxxxxxxxx',
    )
    expect(rawOf(other)).toEqual(raw)
    expect(rawOf(longer).name).toBe(`${JANE.name} of Perth`)
  })

  it('everything the person was merged with is gone too', async () => {
    const prospect = person()
    const { prospect: merged } = addProspect(house.store, { ...JANE, ref: 'm1' })
    house.store.raw
      .prepare(`update prospect set state = 'merged', merged_into = ? where id = ?`)
      .run(prospect, merged)
    const report = await forget(job(), 'Jane.F@featherplumb.example', places())
    expect(report.prospects).toEqual([prospect, merged])
    expect(TRACES.filter((trace) => everything().includes(trace))).toEqual([])
  })

  it('a restored backup brings nobody back: the person is named to be forgotten again', async () => {
    const prospect = person()
    const backup = join(house.dir, 'backup')
    await house.store.raw.backup(backup)
    await forget(job(), String(prospect), places())
    house.store.close()
    writeFileSync(house.path, readFileSync(backup))
    const store = openStore(house.path)
    const again = { ...job(), store }
    const report = comply({ ...again, all: true })
    expect(report.forgotten).toEqual([prospect])
    await forget(again, String(prospect), places())
    expect(comply({ ...again, all: true }).forgotten).toEqual([])
    store.close()
  })
})

describe('an erasure', () => {
  it('of an address that nobody has keeps it from ever coming in', async () => {
    const report = await forget(job(), 'nobody@nowhere.example', places())
    expect(report.prospects).toEqual([])
    expect(
      isForgotten(house.store, keysFor(house.ring, [['email', 'nobody@nowhere.example']])),
    ).toBe(true)
  })

  it('of a prospect that is not there says so', async () => {
    await expect(forget(job(), '99', places())).rejects.toThrow('there is no prospect 99')
  })

  it('names the outputs that name the person, and those that cannot be searched', async () => {
    mkdirSync(join(places().outDir, 'eml'), { recursive: true })
    writeFileSync(join(places().outDir, 'mailing.csv'), `${RAW.name},AB12 3EG\n`)
    writeFileSync(join(places().outDir, 'calls.csv'), 'Harbour Bakery\n')
    writeFileSync(join(places().outDir, 'eml', '1.eml'), 'To: jane.f@feather=\r\nplumb.example\r\n')
    writeFileSync(join(places().outDir, 'letters.pdf'), 'packed')
    const { outputs } = await forget(job(), String(person()), places())
    expect(outputs).toEqual({ named: ['eml/1.eml', 'mailing.csv'], unread: ['letters.pdf'] })
  })

  it('waits while a message to the person is leaving', async () => {
    const prospect = person()
    addMessage(house.store, { prospect, state: 'sending' })
    await expect(forget(job(), String(prospect), places())).rejects.toThrow(
      /leaving at this moment/,
    )
  })

  it('tells when another process keeps the log from being emptied', async () => {
    const prospect = person()
    const reader = new Database(house.path, { readonly: true })
    reader.exec('begin')
    reader.prepare('select count(*) from prospect').get()
    const report = await forget(job(), String(prospect), places())
    reader.exec('rollback')
    reader.close()
    expect(report.emptied).toBe(false)
  })
})

describe('the schema', () => {
  /** Tables that belong to no prospect and no listing. A new table is one of these only if it holds nobody's data. */
  const NOBODYS = [
    'campaign_stop',
    'inlet_place',
    'keyring',
    'link',
    'mail_domain',
    'mail_exam',
    'match_edge',
    'match_model',
    'page',
    'query',
    'register_answer',
    'register_entity',
    'register_import',
    'register_name',
    'register_screen',
    'run',
    'sender',
    'set_aside',
    'shared_contact',
    'suppression',
    'tidy_note',
    'unread',
    'visit',
    'visit_page',
  ]

  it('leads from every table to its person, or the table is known to be nobody’s', () => {
    expect(unownedTables(house.store)).toEqual(NOBODYS)
  })

  it('knows the ways from messages, contacts and sightings to their owners', () => {
    const ways = ownedTables(house.store).map(
      ({ table, column, owner }) => `${table}.${column} → ${owner}`,
    )
    expect(ways).toEqual(
      expect.arrayContaining([
        'contact.prospect → prospect',
        'event.message → message',
        'member.listing → listing',
        'message.prospect → prospect',
        'sighting.listing → listing',
        'taken.message → message',
        'verdict.prospect → prospect',
      ]),
    )
  })
})
