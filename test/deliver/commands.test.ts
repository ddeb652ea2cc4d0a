import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import approve from '../../pipeline/commands/approve.ts'
import comply from '../../pipeline/commands/comply.ts'
import outbox from '../../pipeline/commands/outbox.ts'
import pause from '../../pipeline/commands/pause.ts'
import resume from '../../pipeline/commands/resume.ts'
import send from '../../pipeline/commands/send.ts'
import settle from '../../pipeline/commands/settle.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { addContact, addLegal, addProspect, listing } from '../comply/house.ts'
import { openCatcher } from './catcher.ts'
import { addDraft, openHouse } from './house.ts'
import { fast } from './outbox.ts'

let house: ReturnType<typeof openHouse>
let catcher: Awaited<ReturnType<typeof openCatcher>>
const NOW = '2026-11-23T11:00:00.000Z'

beforeEach(async () => {
  house = openHouse()
  catcher = await openCatcher()
  const store = house.open()
  for (let i = 0; i < 3; i++) {
    const email = `info@firm${i}.example`
    const { prospect } = addProspect(store, listing({ ref: `r${i}`, emails: [email] }))
    addLegal(store, prospect, 'corporate', 'form', 'Ltd')
    const contact = addContact(store, prospect, {
      type: 'email',
      value: email,
      reach: 'impersonal',
    })
    addDraft(store, prospect)
    store.raw.prepare('update draft set contact = ? where prospect = ?').run(contact, prospect)
  }
  store.close()
  await house.run(comply, {}, { now: NOW })
})
afterEach(async () => {
  await catcher.close()
  house.close()
})

const config = () => ({
  deliver: { ...fast(), mailboxes: fast().mailboxes.map((box) => ({ ...box, smtp: catcher.url })) },
})
const live = (more = {}) =>
  house.run(
    send,
    { live: true, yes: true, override: 'a test', by: 'Jo', ...more },
    { config: config() as never, now: NOW },
  )

describe('from draft to sent', () => {
  it('goes through an approval by a named person, a plan and a confirmation', async () => {
    expect((await live()).code).toBe(EXIT.nothing)
    await expect(house.run(approve, { all: true })).rejects.toThrow('needs a name')
    const approved = await house.run(approve, { all: true, by: 'Jo' })
    expect(approved.out).toContain('3 messages to 3 businesses approved')
    await expect(live({ yes: false })).rejects.toThrow('--yes')
    expect(catcher.caught).toEqual([])
    const sent = await live({ limit: 2 })
    expect(sent.code).toBe(EXIT.done)
    expect(sent.out).toContain('ready')
    expect(sent.out).toContain('2 sent')
    expect(catcher.caught).toHaveLength(2)
    expect((await house.run(outbox, {})).out).toMatch(
      /directory-invite\s+approved\s+1\n.*sent\s+2/s,
    )
  })

  it('refuses a mailbox that is not proven, and keeps who overrode that and why', async () => {
    await house.run(approve, { all: true, by: 'Jo' })
    await expect(live({ override: undefined })).rejects.toMatchObject({ code: 'mail-unproven' })
    expect((await live()).said).toContain('kept: Jo, "a test"')
    expect((await live({ override: undefined })).code).toBe(EXIT.nothing)
    const store = house.open()
    expect(store.raw.prepare('select overridden_why from mail_exam').pluck().get()).toBe('a test')
    store.close()
  })

  it('judges anew who changed since, and says what to do about messages that are held', async () => {
    await house.run(approve, { all: true, by: 'Jo' })
    const store = house.open()
    const legal = (kind: string) => store.raw.prepare('update legal set kind = ?').run(kind)
    legal('sole')
    const held = await live()
    expect(held.said).toContain('3 prospects changed and were judged anew')
    expect(held.out).toMatch(/not cleared: .*\n.*not cleared: .* → see why with: pipeline why/)
    expect(catcher.caught).toEqual([])
    legal('corporate')
    await live()
    expect(catcher.caught).toHaveLength(3)
    store.close()
  })

  it('stops at a pause and goes on after it', async () => {
    await house.run(approve, { all: true, by: 'Jo' })
    await house.run(pause, {}, { args: [undefined] })
    expect((await live()).out).toContain('campaign stopped')
    expect(catcher.caught).toEqual([])
    await house.run(resume, {}, { args: [undefined], now: NOW })
    await live()
    expect(catcher.caught).toHaveLength(3)
  })

  it('settles what is unknown, and nothing else', async () => {
    await house.run(approve, { all: true, by: 'Jo' })
    const store = house.open()
    store.raw.exec(`update message set state = 'unknown' where id = 1`)
    store.close()
    expect((await house.run(outbox, { state: 'unknown' })).out).toContain('info@firm0.example')
    expect((await house.run(settle, { as: 'sent' }, { args: ['1'] })).code).toBe(EXIT.done)
    await expect(house.run(settle, { as: 'sent' }, { args: ['1'] })).rejects.toThrow('is sent')
    await expect(house.run(settle, {}, { args: ['1'] })).rejects.toThrow('--as')
    await expect(house.run(settle, { as: 'sent' }, { args: ['99'] })).rejects.toThrow('no message')
  })
})
