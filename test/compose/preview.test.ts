import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import compose from '../../pipeline/commands/compose.ts'
import preview from '../../pipeline/commands/preview.ts'
import templatesNew from '../../pipeline/commands/templates-new.ts'
import { allSets, copySet, openCopy, TEMPLATES } from '../../pipeline/compose/sets.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { openHouse } from '../deliver/house.ts'
import { addShop, CONFIG, PLUMBER } from './street.ts'

describe('pipeline preview', () => {
  let house: ReturnType<typeof openHouse>
  let store: Store
  beforeEach(async () => {
    house = openHouse()
    store = openStore(house.db)
    addShop(store, PLUMBER)
    await house.run(compose, { campaign: 'directory-invite' } as never, { config: CONFIG })
  })
  afterEach(() => {
    store.close()
    house.close()
  })
  const show = (options: object, prospect = '1') =>
    house.run(preview, options as never, { args: [prospect] as never })

  it('numbers each sentence that states something, and says below what proves it', async () => {
    const { out } = await show({ channel: 'email' })
    expect(out).toContain('Subject: Oakfield Plumbing & Heating on Lanternfield')
    expect(out).toMatch(/Hello Oakfield Plumbing & Heating, +│ \[1\]/)
    expect(out).toMatch(/\[\d\] golden:phone: \+441134960001 \(uk\/yell, 2026-11-03\)/)
  })

  it('fails where the evidence of a sentence is not to be found', async () => {
    const { code, out } = await show({ channel: 'email' })
    // The shop of this test has no listings in the store, only their numbers.
    expect(out).toContain('listing:10#phones: not found')
    expect(code).toBe(1)
  })

  it('writes a page with the evidence beside each line, and no markup of theirs', async () => {
    store.raw
      .prepare(`update prospect set golden = json_set(golden, '$.name.value', 'Oak & "Co"')`)
      .run()
    await house.run(compose, { campaign: 'directory-invite' } as never, { config: CONFIG })
    const { out } = await show({ channel: 'letter', open: true })
    const page = readFileSync(out.split('\n').find((line) => line.endsWith('.html')) ?? '', 'utf8')
    expect(page).toContain('Dear Oak &amp; &quot;Co&quot;')
    expect(page).not.toContain('Oak & ')
  })

  it('says what to do where there is no draft', async () => {
    const { said, code } = await show({}, '2')
    expect(said).toContain('pipeline compose')
    expect(code).toBe(5)
    await expect(show({}, 'x')).rejects.toThrow('number of a prospect')
  })
})

describe('pipeline templates new', () => {
  it('copies a set in every language, and refuses a name that is taken or is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-templates-'))
    cpSync(TEMPLATES, folder, { recursive: true })
    copySet('directory-invite', 'spring', folder)
    expect(allSets(folder).get('spring')).toEqual(['en', 'nl', 'fr'])
    expect(openCopy('nl', 'be', folder).template('spring', 'letter', 'a').file).toBe(
      'nl/spring/letter.be.hbs',
    )
    expect(() => copySet('directory-invite', 'spring', folder)).toThrow('already')
    expect(() => copySet('directory-invite', '../x', folder)).toThrow('cannot be')
    expect(() => copySet('directory-invite', 'findings', folder)).toThrow('cannot be')
    rmSync(folder, { recursive: true })
    const house = openHouse()
    await expect(
      house.run(templatesNew, { from: 'no-such' }, { args: ['fine'] as never }),
    ).rejects.toThrow('there is no set')
    house.close()
  })
})
