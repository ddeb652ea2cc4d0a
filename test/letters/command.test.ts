import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import compose from '../../pipeline/commands/compose.ts'
import letters from '../../pipeline/commands/letters.ts'
import { wordsOf } from '../../pipeline/compose/letters/check.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import { approvableDrafts, approveDraft, listMessages } from '../../pipeline/store/message.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { addShop, CONFIG, PLUMBER } from '../compose/street.ts'
import { openHouse } from '../deliver/house.ts'
import { cannotPrint } from './letters.ts'

describe.skipIf(cannotPrint)(`pipeline letters ${cannotPrint ?? ''}`, () => {
  let house: ReturnType<typeof openHouse>
  let store: Store
  const ids: number[] = []
  beforeAll(async () => {
    house = openHouse()
    store = openStore(house.db)
    for (const [i, postcode] of ['LS10 1AA', 'LS2 1AA', 'LS6 2AB'].entries())
      ids.push(
        addShop(store, {
          ...PLUMBER,
          name: `Shop ${i}`,
          address: { ...PLUMBER.address, postcode },
        }),
      )
    await run(compose, { campaign: 'directory-invite', channel: ['letter'] })
    for (const id of ids)
      store.raw
        .prepare(
          `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
             evidence, registers, notice, at, expires_at)
           values (?, 'letter', 'uk', 'sole', 'open', 'r', '1', 'a', '[]', '[]', '[]', '[]', 'art14', '2026-11-20', '2027-01-01')`,
        )
        .run(id)
    store.raw.exec('delete from comply_due')
    await run(compose, { campaign: 'directory-invite', channel: ['letter'] })
  })
  afterAll(() => {
    store.close()
    house.close()
  })
  const run = (command: typeof letters | typeof compose, options: object) =>
    house.run(command as typeof letters, options as never, {
      config: CONFIG,
      env: process.env as never,
    })

  it('prints nothing that nobody approved', async () => {
    expect((await run(letters, {})).code).toBe(5)
  })

  it('prints proofs that say so, and writes nothing down', async () => {
    const { code } = await run(letters, { proof: true, out: 'proof.pdf' })
    expect(code).toBe(0)
    const sheets = await wordsOf(join(house.folder, 'proof.pdf'))
    expect(sheets.map((page) => page.words.some(({ text }) => text === 'PROOF'))).toEqual([
      true,
      true,
      true,
    ])
    expect(listMessages(store)).toEqual([])
  })

  it('prints approved letters once, in the order of the post, numbered like their list', async () => {
    const ring = openKeyring(store, {})
    for (const { draft, address, region } of approvableDrafts(store, {
      at: '2026-11-23T10:00:00.000Z',
    }))
      approveDraft(store, draft, {
        by: 'Jo',
        at: '2026-11-23T10:00:00.000Z',
        address,
        region,
        ring,
      })
    const { out, code } = await run(letters, { out: 'letters.pdf' })
    expect(out).toContain('3 letters')
    expect(code).toBe(0)
    const rows: Record<string, string>[] = parse(readFileSync(join(house.folder, 'letters.csv')), {
      columns: true,
      bom: true,
    })
    expect(rows.map((row) => [row.Piece, row.Postcode])).toEqual([
      ['000001', 'LS2 1AA'],
      ['000002', 'LS6 2AB'],
      ['000003', 'LS10 1AA'],
    ])
    const sheets = await wordsOf(join(house.folder, 'letters.pdf'))
    expect(
      sheets
        .map((page) => page.words.map(({ text }) => text))
        .map((words) => [words.at(-1), words.find((w) => /^LS(?:2|6|10)$/.test(w))]),
    ).toEqual([
      ['000001', 'LS2'],
      ['000002', 'LS6'],
      ['000003', 'LS10'],
    ])
    expect(sheets[0]?.words.map(({ text }) => text)).toContain(rows[0]?.Link)
    expect(listMessages(store).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    expect(
      store.raw.prepare(`select count(*) as n from notice where how = 'letter'`).get(),
    ).toEqual({ n: 3 })
    expect((await run(letters, { out: 'again.pdf' })).code).toBe(5)
  })
})
