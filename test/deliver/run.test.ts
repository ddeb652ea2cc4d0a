import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stopCampaign } from '../../pipeline/store/campaign-stop.ts'
import { eventsOf, recordEvent } from '../../pipeline/store/event.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import { saveMailDomain } from '../../pipeline/store/mail-domain.ts'
import { listMessages, messageById, settleMessage } from '../../pipeline/store/message.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { waitingMessages } from '../../pipeline/store/outbox-plan.ts'
import { keysFor, suppress } from '../../pipeline/store/suppression.ts'
import { openCatcher } from './catcher.ts'
import { openFaulty } from './faults.ts'
import { AT, openHouse } from './house.ts'
import { addApproved, deliveryTo, fast, fillOutbox, runDelivery } from './outbox.ts'

let house: ReturnType<typeof openHouse>
let store: Store
let catcher: Awaited<ReturnType<typeof openCatcher>>
beforeEach(async () => {
  house = openHouse()
  store = house.open()
  catcher = await openCatcher()
})
afterEach(async () => {
  await catcher.close()
  store.close()
  house.close()
})

const states = () => listMessages(store).map((message) => message.state)
const LATER = '2026-11-23T11:00:00.000Z'

describe('a delivery', () => {
  it('sends each approved message once and writes it down', async () => {
    fillOutbox(store, 30)
    const report = await runDelivery(deliveryTo(store, catcher.url))
    expect(report).toMatchObject({ sent: 30, failed: 0, unknown: 0, released: 0 })
    expect(new Set(catcher.caught.map((mail) => mail.to[0])).size).toBe(30)
    expect(new Set(states())).toEqual(new Set(['sent']))
    const again = await runDelivery(deliveryTo(store, catcher.url))
    expect(again.sent).toBe(0)
    expect(catcher.caught).toHaveLength(30)
  })

  it('gives two senders on one database different messages', async () => {
    fillOutbox(store, 60)
    const other = house.open()
    const reports = await Promise.all([
      runDelivery(deliveryTo(store, catcher.url)),
      runDelivery(deliveryTo(other, catcher.url)),
    ])
    other.close()
    expect(reports.reduce((sum, one) => sum + one.sent, 0)).toBe(60)
    expect(new Set(catcher.caught.map((mail) => mail.to[0])).size).toBe(60)
    expect(catcher.caught).toHaveLength(60)
  })

  it('carries the token in the envelope, the thread and one-click opt-out in the header', async () => {
    addApproved(store, 'info@alder.example')
    const config = fast({
      unsubscribe: { url: 'https://out.mill.example', mailto: 'optout@mill.example' },
    })
    await runDelivery(deliveryTo(store, catcher.url, { config, at: LATER }))
    const [message] = listMessages(store)
    const [mail] = await catcher.mails()
    const header = (name: string) => mail?.headers.find((one) => one.key === name)?.value
    expect(catcher.caught[0]?.from).toBe(`bounce+${message?.token}@mill.example`)
    expect(mail?.messageId).toBe(message?.message_id)
    expect(header('list-unsubscribe')).toBe(
      `<https://out.mill.example/u/${message?.token}>, <mailto:optout@mill.example?subject=unsubscribe%20${message?.token}>`,
    )
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(mail?.text).toContain('01632 960001')
    expect(mail?.html).toBeUndefined()
  })

  it.each([
    ['the verdict is gone', (s: Store) => s.raw.exec(`update verdict set may = 'block'`)],
    [
      'the verdict has expired',
      (s: Store) => s.raw.exec(`update verdict set expires_at = '2026-11-23T10:30:00.000Z'`),
    ],
    [
      'the business changed since',
      (s: Store) => s.raw.exec('insert into comply_due (prospect) select id from prospect'),
    ],
    ['the prospect is gone', (s: Store) => s.raw.exec(`update prospect set state = 'gone'`)],
    ['the words were composed anew', (s: Store) => s.raw.exec(`update draft set digest = 'other'`)],
    [
      'a finding in it grew too old',
      (s: Store) => s.raw.exec(`update message set fresh_until = '2026-11-23T10:30:00.000Z'`),
    ],
    [
      'the campaign is paused',
      (s: Store) => stopCampaign(s, { campaign: 'directory-invite', by: 'Jo', why: 'x', at: AT }),
    ],
    [
      'everything is paused',
      (s: Store) => stopCampaign(s, { campaign: '*', by: 'Jo', why: 'x', at: AT }),
    ],
    [
      'the recipient is away',
      (s: Store) => s.raw.exec(`insert into away select id, '2026-12-01' from prospect`),
    ],
    [
      'the address opted out',
      (s: Store) =>
        suppress(s, keysFor(openKeyring(s, {}), [['email', 'info@alder.example']]), {
          reason: 'opt-out',
          via: 'test',
          at: AT,
        }),
    ],
  ] as const)('sends nothing when %s', async (_, change) => {
    addApproved(store, 'info@alder.example')
    change(store)
    const report = await runDelivery(deliveryTo(store, catcher.url, { at: LATER }))
    expect(report.sent).toBe(0)
    expect(catcher.caught).toEqual([])
    expect(states()).toEqual(['approved'])
    expect(
      waitingMessages(store, { at: '2026-11-23T12:00:00.000Z' }).map((one) => one.why),
    ).not.toContain('ready')
  })

  it.each([
    [
      'an address opts out',
      (s: Store) =>
        suppress(s, keysFor(openKeyring(s, {}), [['email', 'info@firm5.example']]), {
          reason: 'opt-out',
          via: 'test',
          at: LATER,
        }),
      9,
    ],
    [
      'the campaign is paused',
      (s: Store) =>
        stopCampaign(s, { campaign: 'directory-invite', by: 'Jo', why: 'x', at: LATER }),
      1,
    ],
    ['words are composed anew', (s: Store) => s.raw.exec(`update draft set digest = 'other'`), 1],
  ] as const)('heeds that %s after a group was claimed', async (_, change, sent) => {
    fillOutbox(store, 10)
    const box = fast().mailboxes[0]
    const config = fast({
      mailboxes: [
        {
          name: 'jo',
          from: 'jo@mill.example',
          fromName: 'Jo',
          smtp: 'smtp://127.0.0.1',
          connections: 1,
          perHour: box?.perHour,
          perDay: box?.perDay,
        },
      ],
    })
    const other = house.open()
    let seen = 0
    const server = await openFaulty(() => {
      seen += 1
      if (seen === 1) change(other)
      return undefined
    })
    const report = await runDelivery(deliveryTo(store, server.url, { config, at: LATER }))
    other.close()
    await server.close()
    expect(report.sent).toBe(sent)
    expect(server.taken.map(({ to }) => to).includes('info@firm5.example')).toBe(false)
    expect(states().filter((state) => state === 'approved')).toHaveLength(10 - sent)
  })

  it('keeps to the caps of mailbox, day and recipient domain', async () => {
    for (let i = 0; i < 8; i++) addApproved(store, `a${i}@one.example`)
    for (let i = 0; i < 8; i++) addApproved(store, `info@firm${i}.example`)
    const box = fast().mailboxes[0]
    const config = fast({
      perDomainPerHour: 3,
      mailboxes: [
        {
          ...box,
          smtp: 'smtp://127.0.0.1',
          name: 'jo',
          from: 'jo@mill.example',
          fromName: 'Jo',
          perHour: 7,
        },
      ],
    })
    await runDelivery(deliveryTo(store, catcher.url, { config, at: LATER }))
    expect(catcher.caught).toHaveLength(7)
    expect(catcher.caught.filter((mail) => mail.to[0]?.endsWith('@one.example'))).toHaveLength(3)
    await runDelivery(deliveryTo(store, catcher.url, { config, at: '2026-11-23T11:30:00.000Z' }))
    expect(catcher.caught).toHaveLength(7)
    await runDelivery(deliveryTo(store, catcher.url, { config, at: '2026-11-23T12:30:00.000Z' }))
    expect(catcher.caught).toHaveLength(14)
  })

  it('keeps to the cap of a mail exchanger that takes the mail of many domains', async () => {
    for (let i = 0; i < 8; i++) addApproved(store, `info@firm${i}.example`)
    addApproved(store, 'info@alone.example')
    for (let i = 0; i < 8; i++)
      saveMailDomain(
        store,
        `firm${i}.example`,
        { deliverable: 'yes', why: 'MX mx.provider.example', exchanger: 'provider.example' },
        AT,
      )
    const config = fast({ perExchangerPerHour: 3 })
    await runDelivery(deliveryTo(store, catcher.url, { config, at: LATER }))
    expect(catcher.caught).toHaveLength(4)
    await runDelivery(deliveryTo(store, catcher.url, { config, at: '2026-11-23T11:30:00.000Z' }))
    expect(catcher.caught).toHaveLength(4)
    await runDelivery(deliveryTo(store, catcher.url, { config, at: '2026-11-23T12:30:00.000Z' }))
    expect(catcher.caught).toHaveLength(7)
  })

  it('sends only in working hours of the recipient', async () => {
    const early = '2026-11-23T07:00:00.000Z'
    addApproved(store, 'info@alder.example', { region: 'uk', at: early })
    addApproved(store, 'info@eik.example', { region: 'nl', at: early })
    const config = fast({ anyTime: false })
    const go = (at: string) => runDelivery(deliveryTo(store, catcher.url, { config, at }))
    expect((await go('2026-11-23T08:30:00.000Z')).sent).toBe(1)
    expect(catcher.caught[0]?.to).toEqual(['info@eik.example'])
    expect((await go('2026-11-28T11:00:00.000Z')).sent).toBe(0)
    expect((await go('2026-12-25T11:00:00.000Z')).sent).toBe(0)
    expect((await go('2026-12-29T11:00:00.000Z')).sent).toBe(1)
  })
})

describe('what the server answers', () => {
  const against = async (say: string, at: 'rcpt' | 'dot' = 'rcpt') => {
    addApproved(store, 'info@alder.example')
    const server = await openFaulty(() => ({ at, say }))
    const report = await runDelivery(deliveryTo(store, server.url, { at: LATER }))
    await server.close()
    return { report, message: listMessages(store)[0] }
  }

  it('defers a refusal for now, each time longer, and gives up in the end', async () => {
    addApproved(store, 'info@alder.example')
    const server = await openFaulty(() => ({ at: 'rcpt', say: '451 4.7.1 greylisted' }))
    let at = LATER
    const waits: number[] = []
    for (let i = 0; i < 6; i++) {
      await runDelivery(deliveryTo(store, server.url, { at }))
      const message = listMessages(store)[0]
      if (message?.state !== 'deferred') break
      waits.push((Date.parse(message.due_at) - Date.parse(at)) / 60_000)
      at = message.due_at
    }
    await server.close()
    expect(waits).toEqual([15, 30, 60, 120, 240])
    expect(listMessages(store)[0]).toMatchObject({ state: 'failed', reply: '451 4.7.1 greylisted' })
  })

  it('takes an unknown mailbox for a bounce and never writes there again', async () => {
    const { report, message } = await against('550 5.1.1 <info@alder.example>: User unknown')
    expect(report.bounced).toBe(1)
    expect(message).toMatchObject({ state: 'bounced', reason: 'user-unknown' })
    const twin = addApproved(store, 'info@alder.example', { campaign: 'other' })
    await runDelivery(deliveryTo(store, catcher.url, { at: LATER }))
    expect(messageById(store, twin.messages[0] ?? 0)?.state).toBe('approved')
    expect(catcher.caught).toEqual([])
  })

  it('fails a refusal of the content without blaming the address', async () => {
    const { message } = await against('554 5.7.1 rejected as spam', 'dot')
    expect(message).toMatchObject({ state: 'failed', reason: 'spam' })
  })

  it('blames no message when the server itself refuses us, and rests', async () => {
    fillOutbox(store, 10)
    const server = await openFaulty(() => ({ at: 'greeting', say: '554 5.7.1 not you' }))
    const report = await runDelivery(deliveryTo(store, server.url, { at: LATER }))
    await server.close()
    expect(report).toMatchObject({ sent: 0, failed: 0, deferred: 0 })
    expect(report.alarms[0]).toContain('mailbox jo rests')
    expect(new Set(states())).toEqual(new Set(['approved']))
  })

  it('leaves a message of unknown fate to a person', async () => {
    addApproved(store, 'info@alder.example', { steps: 2 })
    const server = await openFaulty(() => ({ at: 'dot', drop: 'rst' }))
    const report = await runDelivery(deliveryTo(store, server.url, { at: LATER }))
    await server.close()
    expect(report.unknown).toBe(1)
    await runDelivery(deliveryTo(store, catcher.url, { at: '2026-12-22T11:00:00.000Z' }))
    expect(catcher.caught).toEqual([])
    const [message] = listMessages(store)
    expect(settleMessage(store, message?.id ?? 0, 'not-sent', { by: 'Jo', at: LATER })).toBe(true)
    await runDelivery(deliveryTo(store, catcher.url, { at: '2026-12-22T11:00:00.000Z' }))
    expect(catcher.caught).toHaveLength(1)
    expect(settleMessage(store, message?.id ?? 0, 'sent', { by: 'Jo', at: LATER })).toBe(false)
  })

  it('stops a campaign of which too much comes back, and says so', async () => {
    fillOutbox(store, 60)
    const server = await openFaulty((n) =>
      n % 5 === 0 ? { at: 'rcpt', say: '550 5.1.1 User unknown' } : undefined,
    )
    const report = await runDelivery(deliveryTo(store, server.url, { at: LATER }))
    await server.close()
    expect(report.alarms[0]).toMatch(
      /campaign directory-invite is stopped: \d+ of \d+ messages bounced/,
    )
    expect(report.sent + report.bounced).toBeLessThan(60)
    expect(report.sent + report.bounced).toBeGreaterThanOrEqual(20)
    expect(states().filter((state) => state === 'claimed' || state === 'sending')).toEqual([])
  })
})

describe('a follow-up', () => {
  const FIRST = '2026-11-23T11:00:00.000Z'
  const DUE = '2026-11-27T11:00:00.000Z'
  const first = async () => {
    const added = addApproved(store, 'info@alder.example', { steps: 3 })
    await runDelivery(deliveryTo(store, catcher.url, { at: FIRST }))
    return added
  }

  it('goes after so many working days, in the thread and under the subject of the first', async () => {
    await first()
    await runDelivery(deliveryTo(store, catcher.url, { at: '2026-11-26T16:00:00.000Z' }))
    expect(catcher.caught).toHaveLength(1)
    await runDelivery(deliveryTo(store, catcher.url, { at: DUE }))
    expect(catcher.caught).toHaveLength(2)
    const [one, two] = await Promise.all(catcher.caught.map((mail) => PostalMime.parse(mail.raw)))
    expect(two?.inReplyTo).toBe(one?.messageId)
    expect(two?.references).toBe(one?.messageId)
    expect(two?.subject).toBe(one?.subject)
    expect(two?.messageId).not.toBe(one?.messageId)
  })

  it.each(['replied', 'opted-out', 'claimed', 'contacted', 'complained', 'moved'] as const)(
    'stays where the business %s',
    async (kind) => {
      const { prospect, messages } = await first()
      recordEvent(store, { prospect, message: messages[0] ?? 0, kind, at: FIRST })
      await runDelivery(deliveryTo(store, catcher.url, { at: DUE }))
      expect(catcher.caught).toHaveLength(1)
    },
  )

  it('waits while the business is away, and goes when it is back', async () => {
    const { prospect } = await first()
    store.raw.prepare('insert into away values (?, ?)').run(prospect, '2026-12-10T00:00:00.000Z')
    await runDelivery(deliveryTo(store, catcher.url, { at: DUE }))
    expect(catcher.caught).toHaveLength(1)
    await runDelivery(deliveryTo(store, catcher.url, { at: '2026-12-11T11:00:00.000Z' }))
    expect(catcher.caught).toHaveLength(2)
  })

  it('has its day though it was approved after the first was sent, or the first was settled by a person', async () => {
    const { messages } = await first()
    store.raw.exec(`update message set due_at = '9999-12-31T00:00:00.000Z' where step = 1`)
    await runDelivery(deliveryTo(store, catcher.url, { at: '2026-11-26T16:00:00.000Z' }))
    expect(messageById(store, messages[1] ?? 0)?.due_at).toBe('2026-11-27T09:00:00.000Z')
    expect(catcher.caught).toHaveLength(1)
    await runDelivery(deliveryTo(store, catcher.url, { at: DUE }))
    expect(catcher.caught).toHaveLength(2)
    // St Andrew's Day is a holiday in between.
    expect(messageById(store, messages[2] ?? 0)?.due_at).toBe('2026-12-09T09:00:00.000Z')
  })

  it('is cancelled where the first was refused', async () => {
    const { messages } = addApproved(store, 'info@alder.example', { steps: 3 })
    const server = await openFaulty(() => ({ at: 'rcpt', say: '550 5.1.1 User unknown' }))
    await runDelivery(deliveryTo(store, server.url, { at: FIRST }))
    await server.close()
    expect(messages.map((id) => messageById(store, id)?.state)).toEqual([
      'bounced',
      'cancelled',
      'cancelled',
    ])
  })

  it('leaves a trace of everything', async () => {
    const { prospect } = await first()
    expect(eventsOf(store, prospect).map((event) => event.kind)).toEqual([
      'approved',
      'approved',
      'approved',
    ])
  })
})
