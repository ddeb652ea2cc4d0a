import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import compose from '../../pipeline/commands/compose.ts'
import { listDrafts } from '../../pipeline/store/draft.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { openHouse } from '../deliver/house.ts'
import { addShop, CONFIG, PLUMBER } from './street.ts'

describe('pipeline compose', () => {
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
  const run = (more: Record<string, unknown> = {}, config: object = CONFIG) =>
    house.run(compose, { campaign: 'directory-invite', ...more } as never, { config })
  const texts = (channel: string) =>
    listDrafts(store)
      .filter((draft) => draft.channel === channel && draft.step === 0)
      .map((draft) => draft.text)

  it('writes an e-mail, a follow-up, a letter and a call script for a business', async () => {
    addShop(store, PLUMBER)
    const { code, out, said } = await run()
    expect(out).toContain('1 email, 1 follow-up, 1 letter, 1 call')
    expect(said).toContain('4 drafts are not cleared')
    expect(code).toBe(0)
    const [email] = listDrafts(store)
    expect(email?.subject).toBe('Oakfield Plumbing & Heating on Lanternfield')
    expect(email?.text).toContain(
      'OpenStreetMap gives your phone number as 0113 496 0002; Yell has 0113 496 0001. Is 0113 496 0001 the right one?',
    )
    expect(email?.text).toContain('Yell lists you among the plumbers in Leeds.')
    expect(email?.text).toMatch(/https:\/\/lanternfield\.example\/claim\/[\w-]{22}\n/)
    expect(texts('letter')[0]).toContain('Scan the code below')
  })

  it('gives the same drafts and the same claim links when it is run again', async () => {
    addShop(store, PLUMBER)
    await run()
    const before = listDrafts(store)
    await run()
    expect(listDrafts(store)).toEqual(before)
  })

  it('makes no mail without an address, no letter without a street, and says so', async () => {
    addShop(store, { name: 'Dene Bakery', phone: '+441632960003' })
    const { said, out } = await run()
    expect(out).toContain('1 call')
    expect(said).toContain('left out 1: email: no e-mail address')
    expect(said).toContain('left out 1: letter: no postal address (no-postcode)')
  })

  it('says nothing of a trade, town or phone that no listing gives', async () => {
    addShop(store, { name: 'Dene Bakery', email: 'info@dene.example' })
    await run({ channel: ['email'] })
    expect(texts('email')[0]).toContain('I came across you on Yell. I work on Lanternfield')
    expect(texts('email')[0]).toContain('Would you like to have it?')
  })

  it.each(['https://win.example/prize', 'Cheap visits www.win.example', 'mail me@win.example'])(
    'sets aside a name that would put a link into the message: %s',
    async (name) => {
      const id = addShop(store, { ...PLUMBER, name })
      addShop(store, PLUMBER)
      const { code, said } = await run({ channel: ['email'] })
      expect(code).toBe(1)
      expect(said).toContain(`prospect ${id}: name`)
      expect(listDrafts(store).map((draft) => draft.prospect)).not.toContain(id)
      expect(texts('email')).toHaveLength(1)
    },
  )

  it('asks for the sender before it writes anything', async () => {
    addShop(store, PLUMBER)
    await expect(run({}, {})).rejects.toThrow(/operator .*pipeline\.config\.ts/s)
    expect(listDrafts(store)).toEqual([])
  })

  it('writes nothing to whom a verdict refuses, and carries the notice that a verdict asks for', async () => {
    const [no, yes] = [addShop(store, PLUMBER), addShop(store, { ...PLUMBER, name: 'Ash & Co' })]
    for (const [id, may] of [
      [no, 'consent'],
      [yes, 'open'],
    ])
      store.raw
        .prepare(
          `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
             evidence, registers, notice, at, expires_at)
           values (?, 'email', 'uk', 'sole', ?, 'r', '1', 'a', '[]', '[]', '[]', '[]', 'art14', ?, '2027-01-01')`,
        )
        .run(id, may, '2026-11-20')
    const { said } = await run({ channel: ['email'] })
    expect(said).toContain('left out 1: email: not allowed')
    const [only, ...others] = listDrafts(store, { step: 0 })
    expect(others).toEqual([])
    expect(only).toMatchObject({ prospect: yes, clearance: 'open', notice: 'art14' })
    expect(only?.text).toContain('legitimate interest')
  })
})
