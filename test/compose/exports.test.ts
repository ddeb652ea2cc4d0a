import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../pipeline/command.ts'
import compose from '../../pipeline/commands/compose.ts'
import calls from '../../pipeline/commands/export-calls.ts'
import mailMerge from '../../pipeline/commands/export-mail-merge.ts'
import mailing from '../../pipeline/commands/export-mailing.ts'
import prospects from '../../pipeline/commands/export-prospects.ts'
import type { Region } from '../../pipeline/model/region.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { openHouse } from '../deliver/house.ts'
import { cannotPrint } from '../letters/letters.ts'
import { addShop, CONFIG, PLUMBER, type Shop } from './street.ts'

const DUTCH: Shop = {
  ...PLUMBER,
  name: 'Loodgietersbedrijf De Eik',
  region: 'nl',
  language: 'nl',
  phone: '+31301234560',
  sources: ['nl/goudengids', 'any/osm'],
  address: { street: 'Dorpsstraat', number: '12-A', postcode: '3511 AB', town: 'Utrecht' },
}
const BELGIAN: Shop = {
  ...DUTCH,
  name: 'Plomberie du Chêne',
  region: 'be',
  language: 'fr',
  phone: '+3243000001',
  address: { street: 'Rue Haute', number: '17', unit: 'bte 1', postcode: '4000', town: 'Liège' },
}

describe('exports', () => {
  let house: ReturnType<typeof openHouse>
  let store: Store
  beforeEach(() => {
    house = openHouse()
    store = openStore(house.db)
  })
  afterEach(() => {
    store.close()
    house.close()
  })
  const write = async (command: Command<never, readonly []>, options: object = {}) => {
    const result = await house.run(
      command,
      {
        format: 'csv',
        out: 'out.csv',
        campaign: 'directory-invite',
        bom: false,
        preset: 'all',
        ...options,
      } as never,
      { config: CONFIG, env: process.env as never },
    )
    const rows = (name = 'out.csv', delimiter = ','): Record<string, string>[] =>
      parse(readFileSync(join(house.folder, name)), { columns: true, delimiter, bom: true })
    return { ...result, rows }
  }
  const judge = (
    prospect: number,
    channel: string,
    may: string,
    more: { registers?: object[]; until?: string; region?: Region } = {},
  ) => {
    store.raw
      .prepare(
        `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
           evidence, registers, notice, at, expires_at)
         values (?, ?, ?, 'legal-impersonal', ?, 'uk-call', '1', 'a', '[]', '[]', '[]', ?, 'none', '2026-11-20', ?)`,
      )
      .run(
        prospect,
        channel,
        more.region ?? 'uk',
        may,
        JSON.stringify(more.registers ?? []),
        more.until ?? '2026-12-01T00:00:00.000Z',
      )
    store.raw.exec('delete from comply_due')
  }

  it('lay a mailing out as Dutch and Belgian houses read it: own columns, semicolons', async () => {
    addShop(store, DUTCH)
    addShop(store, BELGIAN)
    const dutch = await write(mailing as never, { preset: 'nl', region: 'nl' })
    expect(dutch.rows('out.csv', ';')).toEqual([
      expect.objectContaining({
        straat: 'Dorpsstraat',
        huisnummer: '12-A',
        postcode: '3511 AB',
        plaats: 'UTRECHT',
        land: 'NETHERLANDS',
      }),
    ])
    const belgian = await write(mailing as never, { preset: 'be-fr', region: 'be' })
    expect(belgian.rows('out.csv', ';')).toEqual([
      expect.objectContaining({
        rue: 'Rue Haute',
        numéro: '17',
        boîte: '1',
        'code postal': '4000',
        localité: 'Liège',
      }),
    ])
    const notify = await write(mailing as never, { preset: 'uk-notify', region: 'nl' })
    expect(notify.rows()[0]).toMatchObject({
      'address line 1': 'Loodgietersbedrijf De Eik',
      postcode: '3511 AB',
    })
    await expect(write(mailing as never, { preset: 'nobody' })).rejects.toThrow(
      /there are\s+mailing-house/,
    )
  })

  it('give Word and LibreOffice one field a paragraph, and name who has no letter', async () => {
    addShop(store, PLUMBER)
    await house.run(compose, { campaign: 'directory-invite' } as never, { config: CONFIG })
    addShop(store, {
      ...PLUMBER,
      name: 'Late Comer',
      address: { ...PLUMBER.address, number: '14' },
    })
    const { rows } = await write(mailMerge as never)
    const [row, ...more] = rows()
    expect(more).toEqual([])
    expect(row).toMatchObject({
      Piece: '000001',
      Date: '23 November 2026',
      Line1: 'Oakfield Plumbing & Heating',
      Line2: '12 High Street',
      Postcode: 'LS6 2AB',
      Subject: 'Your free listing on Lanternfield',
      Paragraph1: 'Dear Oakfield Plumbing & Heating,',
    })
    expect(row?.Paragraph4).toContain('Scan the code')
    expect(Object.values(row ?? {}).filter((cell) => cell.includes('undefined'))).toEqual([])
    expect(rows('out.left-out.csv')[0]).toMatchObject({
      Name: 'Late Comer',
      Reason: 'no letter of directory-invite is composed',
    })
  })

  it('give a mailing program nobody without a verdict, and nobody whom the law refuses', async () => {
    const [open, refused] = [PLUMBER, { ...PLUMBER, name: 'B' }, { ...PLUMBER, name: 'C' }].map(
      (shop) => addShop(store, shop),
    )
    judge(open ?? 0, 'email', 'open')
    judge(refused ?? 0, 'email', 'consent')
    await house.run(compose, { campaign: 'directory-invite' } as never, { config: CONFIG })
    const { rows } = await write(prospects as never, { preset: 'instantly' })
    expect(rows()).toEqual([
      expect.objectContaining({
        email: 'info@oakfield.example',
        first_name: '',
        company_name: 'Oakfield Plumbing & Heating',
        subject: expect.stringMatching(/Lanternfield|phone number/),
      }),
    ])
    expect(rows('out.left-out.csv').map((row) => row.Reason)).toEqual([
      'no e-mail is allowed: pipeline why 2 tells the rule',
      'no verdict yet: run pipeline comply',
    ])
  })

  it('tell a CRM all prospects and what each channel is allowed, with credit for open data', async () => {
    addShop(store, { ...PLUMBER, sources: ['any/osm', 'uk/yell'] })
    const { rows, said } = await write(prospects as never, { preset: 'hubspot' })
    expect(rows()[0]).toMatchObject({
      'Company name': 'Oakfield Plumbing & Heating',
      'Company domain name': 'oakfield.example',
      'Street address': '12 High Street',
      Industry: 'plumber',
    })
    expect(said).toMatch(/credit: .*OpenStreetMap/)
    const whole = await write(prospects as never, {
      preset: 'all',
      format: 'jsonl',
      out: 'all.jsonl',
    })
    expect(whole.code).toBe(0)
    expect(JSON.parse(readFileSync(join(house.folder, 'all.jsonl'), 'utf8'))).toMatchObject({
      'May email': 'unchecked',
    })
  })

  it('put on the call sheet only who may be called today, with the register screen and its date', async () => {
    const ids = ['A', 'B', 'C', 'D'].map((name) =>
      addShop(store, { ...PLUMBER, name: `${name} Plumbing` }),
    )
    await house.run(compose, { campaign: 'directory-invite', channel: ['call'] } as never, {
      config: CONFIG,
    })
    const screen = {
      register: 'CTPS',
      listed: false,
      takenOn: '2026-11-10',
      expiresAt: '2026-12-08T00:00:00.000Z',
      screen: 1,
    }
    judge(ids[0] ?? 0, 'call', 'open', { registers: [screen] })
    judge(ids[1] ?? 0, 'call', 'block')
    judge(ids[2] ?? 0, 'call', 'open', { registers: [screen], until: '2026-11-22T00:00:00.000Z' })
    const { rows, code } = await write(calls as never, { pdf: false })
    expect(code).toBe(0)
    expect(rows()).toEqual([
      expect.objectContaining({
        Name: 'A Plumbing',
        Number: '0113 496 0001',
        'Register screen': 'CTPS 2026-11-10',
        'Valid until': '2026-12-01',
        Outcome: '',
      }),
    ])
    expect(rows()[0]?.['Point 3']).toContain('Is 0113 496 0001 the right one?')
    expect(rows('out.left-out.csv').map((row) => row.Reason)).toEqual([
      'no call is allowed: pipeline why 2 tells the rule',
      'its verdict or register screen is too old: run pipeline comply',
      'no verdict yet: run pipeline comply',
    ])
  })

  it.skipIf(cannotPrint)(`print the call sheet ${cannotPrint ?? ''}`, async () => {
    const id = addShop(store, { ...PLUMBER, name: 'Oak & "Co"' })
    await house.run(compose, { campaign: 'directory-invite', channel: ['call'] } as never, {
      config: CONFIG,
    })
    judge(id, 'call', 'open')
    await write(calls as never, { pdf: true })
    const { wordsOf } = await import('../../pipeline/compose/letters/check.ts')
    const [page] = await wordsOf(join(house.folder, 'out.pdf'))
    const text = page?.words.map((word) => word.text).join(' ')
    expect(text).toContain('Oak & "Co"')
    expect(text).toContain('0113 496 0001')
  })
})
