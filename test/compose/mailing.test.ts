import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import mailing from '../../pipeline/commands/export-mailing.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { openHouse } from '../deliver/house.ts'
import { addShop, CONFIG, PLUMBER } from './street.ts'

describe('pipeline export mailing', () => {
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
  const run = async (more: Record<string, unknown> = {}) => {
    const result = await house.run(
      mailing,
      {
        format: 'csv',
        out: 'mailing.csv',
        preset: 'mailing-house',
        campaign: 'directory-invite',
        bom: true,
        ...more,
      } as never,
      { config: CONFIG },
    )
    const bytes = (name: string) => readFileSync(join(house.folder, name))
    const rows = (name: string): Record<string, string>[] =>
      parse(bytes(name), { columns: true, bom: true, record_delimiter: '\r\n' })
    return { ...result, bytes, rows }
  }

  it('writes the fixed columns, a byte order mark, CRLF, and numbers as text', async () => {
    addShop(store, { ...PLUMBER, name: 'Smith "The Tap", Sons & Co' })
    const { bytes, rows, code } = await run()
    expect(code).toBe(0)
    const text = bytes('mailing.csv').toString('utf8')
    expect(text).toMatch(
      /^\ufeffID,Title,First Name,Last Name,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Town,Postcode,DPS,Country,/,
    )
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(rows('mailing.csv')).toEqual([
      expect.objectContaining({
        ID: '1',
        'Address Line 1': 'Smith "The Tap", Sons & Co',
        'Address Line 2': '12 High Street',
        Town: 'LEEDS',
        Postcode: 'LS6 2AB',
        Country: 'UNITED KINGDOM',
        Piece: '000001',
        Phone: '0113 496 0001',
        Link: expect.stringMatching(
          /^lanternfield\.example\/c\/[2-9cdfhjkmnprtvwxy]{3}(-[2-9cdfhjkmnprtvwxy]{3}){2}$/,
        ),
      }),
    ])
  })

  it.each(['=cmd|calc', '+44 boiler', '-10% Plumbing', '@home Repairs'])(
    'keeps a spreadsheet from running the name %s',
    async (name) => {
      addShop(store, { ...PLUMBER, name })
      const { rows } = await run()
      expect(rows('mailing.csv')[0]?.['Address Line 1']).toMatch(/^'[=+@-]/)
    },
  )

  it('sends one piece to a delivery point and names the twin in the second file', async () => {
    addShop(store, PLUMBER)
    addShop(store, { ...PLUMBER, name: 'Oakfield Plumbing' })
    const { rows } = await run()
    expect(rows('mailing.csv')).toHaveLength(1)
    expect(rows('mailing.left-out.csv')).toEqual([
      {
        ID: '2',
        Region: 'uk',
        Name: 'Oakfield Plumbing',
        Reason: 'the same delivery point as prospect 1',
      },
    ])
  })

  it('lists each business without a postable address with its reason', async () => {
    const address = PLUMBER.address ?? {}
    addShop(store, { name: 'No address' })
    addShop(store, { name: 'No postcode', address: { ...address, postcode: undefined } as never })
    addShop(store, { name: 'Wrong postcode', address: { ...address, postcode: 'ZZ1 1ZZ' } })
    addShop(store, {
      name: 'No premise',
      address: { street: 'High Street', postcode: 'LS6 2AB', town: 'Leeds' },
    })
    const { rows, code } = await run()
    expect(code).toBe(5)
    expect(rows('mailing.csv')).toEqual([])
    expect(rows('mailing.left-out.csv').map((row) => row.Reason)).toEqual([
      'no listing gives an address',
      'the address has no postcode',
      'the postcode is none of this country',
      'the address has no house number or building',
    ])
  })

  it('sorts by postcode with numbers as numbers', async () => {
    for (const [number, postcode] of [
      ['10', 'LS10 1AA'],
      ['2', 'LS2 1AA'],
      ['11', 'LS2 1AA'],
    ])
      addShop(store, {
        ...PLUMBER,
        address: { ...PLUMBER.address, number: number ?? '', postcode: postcode ?? '' },
      })
    const { rows } = await run()
    expect(rows('mailing.csv').map((row) => row['Address Line 2'])).toEqual([
      '2 High Street',
      '11 High Street',
      '10 High Street',
    ])
    expect(rows('mailing.csv').map((row) => row.Piece)).toEqual(['000001', '000002', '000003'])
  })

  it('writes the same rows as JSON lines and as a workbook whose cells are text', async () => {
    addShop(store, PLUMBER)
    const { bytes } = await run({ format: 'jsonl', out: 'mailing.jsonl' })
    expect(JSON.parse(bytes('mailing.jsonl').toString())).toMatchObject({ Postcode: 'LS6 2AB' })
    await run({ format: 'xlsx', out: 'mailing.xlsx' })
    const { default: readXlsx } = await import('read-excel-file/node')
    const sheets = await readXlsx(join(house.folder, 'mailing.xlsx'))
    expect(JSON.stringify(sheets)).toContain('0113 496 0001')
  })

  it('leaves out whom the law refuses a letter', async () => {
    const id = addShop(store, PLUMBER)
    store.raw
      .prepare(
        `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
           evidence, registers, notice, at, expires_at)
         values (?, 'letter', 'uk', 'sole', 'block', 'r', '1', 'a', '[]', '[]', '[]', '[]', 'none', '2026-11-20', '2027-01-01')`,
      )
      .run(id)
    const { rows } = await run()
    expect(rows('mailing.left-out.csv')[0]?.Reason).toBe(
      'no letter is allowed: pipeline why 1 tells the rule',
    )
  })
})
