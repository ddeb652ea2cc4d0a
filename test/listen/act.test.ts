import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import listen from '../../pipeline/commands/listen.ts'
import { actOn } from '../../pipeline/listen/act.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { eventsOf } from '../../pipeline/store/event.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import { listMessages, type MessageRow } from '../../pipeline/store/message.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { suppressionsOfProspect } from '../../pipeline/store/suppression.ts'
import { openCatcher } from '../deliver/catcher.ts'
import { openHouse } from '../deliver/house.ts'
import { addApproved, deliveryTo, runDelivery } from '../deliver/outbox.ts'

let house: ReturnType<typeof openHouse>
let store: Store
let message: MessageRow
const AT = '2026-11-24T09:00:00.000Z'

beforeEach(async () => {
  house = openHouse()
  store = house.open()
  const catcher = await openCatcher()
  addApproved(store, 'info@alder.example', { steps: 2 })
  await runDelivery(deliveryTo(store, catcher.url))
  await catcher.close()
  message = listMessages(store)[0] as MessageRow
})
afterEach(() => {
  store.close()
  house.close()
})

const act = (mail: string) =>
  actOn({ store, ring: openKeyring(store, {}), at: AT }, new TextEncoder().encode(mail))
const states = () => listMessages(store).map((one) => one.state)
const kinds = () => eventsOf(store, message.prospect).map((one) => one.kind)
const reply = (text: string, more = '', from = 'info@alder.example') =>
  `From: ${from}\nTo: jo@mill.example\nSubject: Re: Your listing in Leeds\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n${more}\n${text}\n`
const bounce = (more: { to?: string; id?: string; recipient?: string; reply?: string }) =>
  `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: ${more.to ?? 'bounce@mill.example'}\nSubject: Undelivered Mail Returned to Sender\n\n<${more.recipient ?? 'info@alder.example'}>: host mx said: ${more.reply ?? '550 5.1.1 User unknown'} (in reply to RCPT TO command)\n\n--- Below this line is a copy of the message.\n\nReceived: from a\nMessage-ID: ${more.id ?? '<none@x.example>'}\nTo: info@alder.example\n\nHi\n`

describe('a mail is tied to its message', () => {
  it.each([
    [
      'verp',
      () => bounce({ to: `bounce+${message.token}@mill.example`, recipient: 'other@isp.example' }),
    ],
    ['message-id', () => bounce({ id: message.message_id ?? '', recipient: 'other@isp.example' })],
    [
      'references',
      () =>
        reply('Yes', `References: <x@y.example> ${message.message_id}\n`, 'boss@elsewhere.example'),
    ],
    ['recipient', () => reply('Yes', 'In-Reply-To: <x@y.example>\n')],
    ['domain', () => reply('Yes', 'In-Reply-To: <x@y.example>\n', 'ann@alder.example')],
  ] as const)('by %s', async (by, mail) => {
    expect(await act(mail())).toMatchObject({ message: message.id, by })
  })

  it('by nothing where it is about nobody we wrote to', async () => {
    expect((await act(reply('Yes', '', 'joe@farm.example'))).message).toBeUndefined()
    expect((await act(bounce({ recipient: 'joe@farm.example' }))).message).toBeUndefined()
    expect(states()).toEqual(['sent', 'approved'])
  })
})

describe('listening', () => {
  it('takes a hard bounce for good and a full mailbox not', async () => {
    const soft = await act(bounce({ reply: '552 5.2.2 Mailbox full' }))
    expect(soft).toMatchObject({ kind: 'bounce', suppressed: false })
    expect(states()).toEqual(['bounced', 'cancelled'])
    expect(suppressionsOfProspect(store, message.prospect)).toEqual([])
    await act(bounce({}))
    expect(suppressionsOfProspect(store, message.prospect)[0]).toMatchObject({
      reason: 'bounce',
      stops: 'email',
    })
  })

  it('leaves a delayed message as it is', async () => {
    await act(
      `From: MAILER-DAEMON@mx.example\nSubject: Delayed Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; info@alder.example\nAction: delayed\nStatus: 4.4.1\n\n--b--\n`,
    )
    expect(states()).toEqual(['sent', 'approved'])
  })

  it('stops everything at a complaint, and at an opt-out, on every channel', async () => {
    await act(reply('Graag uitschrijven', `In-Reply-To: ${message.message_id}\n`))
    expect(states()).toEqual(['opted-out', 'cancelled'])
    expect(
      suppressionsOfProspect(store, message.prospect).every((row) => row.stops === 'all'),
    ).toBe(true)
    await act(
      `From: feedback@isp.example\nSubject: FW\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: ${message.message_id}\nTo: redacted\n\nHi\n--b--\n`,
    )
    expect(kinds().slice(-2)).toEqual(['cancelled', 'complained'])
    expect(
      new Set(suppressionsOfProspect(store, message.prospect).map((row) => row.reason)),
    ).toContain('complaint')
  })

  it('suppresses an opt-out of somebody we cannot place', async () => {
    const done = await act(reply('Please unsubscribe me', '', 'joe@farm.example'))
    expect(done).toMatchObject({ kind: 'opt-out', suppressed: true })
    const later = addApproved(store, 'joe@farm.example')
    expect(suppressionsOfProspect(store, later.prospect)).toHaveLength(1)
  })

  it('stops follow-ups at an answer, and parks while somebody is away', async () => {
    await act(
      reply(
        'I am out of the office until 4 December',
        `Auto-Submitted: auto-replied\nIn-Reply-To: ${message.message_id}\n`,
      ),
    )
    expect(states()).toEqual(['sent', 'approved'])
    expect(store.raw.prepare('select until from away').pluck().get()).toBe(
      '2026-12-05T00:00:00.000Z',
    )
    await act(reply('Thank you, we will look', `In-Reply-To: ${message.message_id}\n`))
    expect(states()).toEqual(['replied', 'cancelled'])
  })

  it('settles a message of unknown fate by what came back, or by our own copy of it', async () => {
    for (const mail of [
      bounce({ id: message.message_id ?? '' }),
      reply('Yes', `In-Reply-To: ${message.message_id}\n`),
      `From: jo@mill.example\nTo: info@alder.example\nMessage-ID: ${message.message_id}\nSubject: Your listing\n\nHi\n`,
    ]) {
      store.raw.exec(`update message set state = 'unknown' where step = 0`)
      await act(mail)
      expect(states()[0]).not.toBe('unknown')
    }
  })

  it('takes each mail once, however many listeners there are', async () => {
    const mail = reply('Graag uitschrijven', `In-Reply-To: ${message.message_id}\n`)
    const other = house.open()
    const acts = await Promise.all(
      [store, other, store, other].map((one) =>
        actOn({ store: one, ring: openKeyring(one, {}), at: AT }, new TextEncoder().encode(mail)),
      ),
    )
    other.close()
    expect(acts.map((one) => one.kind).sort()).toEqual(['again', 'again', 'again', 'opt-out'])
    expect(kinds().filter((kind) => kind === 'opted-out')).toHaveLength(1)
  })
})

describe('pipeline listen --maildir', () => {
  it('reads new and cur, acts once, and leaves every file as it was', async () => {
    const folder = join(house.folder, 'Maildir')
    for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, part), { recursive: true })
    writeFileSync(
      join(folder, 'new', '1.a.host'),
      reply('Yes', `In-Reply-To: ${message.message_id}\n`),
    )
    writeFileSync(join(folder, 'cur', '2.b.host:2,S'), bounce({ recipient: 'joe@farm.example' }))
    const first = await house.run(listen, { maildir: 'Maildir', json: true }, { now: AT })
    expect(first.code).toBe(EXIT.done)
    expect(
      first.out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['reply', 'bounce'])
    expect(first.out).not.toContain('alder.example')
    const second = await house.run(listen, { maildir: 'Maildir', json: true }, { now: AT })
    expect(second.out).toMatch(/"again".*\n.*"again"/)
    expect(readdirSync(join(folder, 'new'))).toEqual(['1.a.host'])
    expect(readFileSync(join(folder, 'new', '1.a.host'), 'utf8')).toContain('Yes')
    await expect(house.run(listen, { maildir: 'nowhere' })).rejects.toMatchObject({
      code: 'bad-file',
    })
    await expect(house.run(listen, {})).rejects.toThrow('say where to listen')
    await expect(house.run(listen, { imap: 'imaps://jo:secret@mail.example' })).rejects.toThrow(
      'IMAP_PASSWORD',
    )
  })
})
