import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCalendar } from '../../pipeline/deliver/calendar.ts'
import { asciiDomain, bytesOf } from '../../pipeline/deliver/mime.ts'
import { dayLimit, gapMs, retryAt, tripped } from '../../pipeline/deliver/pace.ts'
import { smtpServer } from '../../pipeline/deliver/smtp.ts'
import { openWire } from '../../pipeline/deliver/wire.ts'
import { openFaulty } from './faults.ts'
import { fast } from './outbox.ts'

const HOURS = { from: '09:00', until: '17:00' }
const london = openCalendar({ iso: 'GB', timeZone: 'Europe/London' }, HOURS)
const amsterdam = openCalendar({ iso: 'NL', timeZone: 'Europe/Amsterdam' }, HOURS)
const brussels = openCalendar({ iso: 'BE', timeZone: 'Europe/Brussels' }, HOURS)

describe('a calendar', () => {
  it.each([
    ['a Monday morning', london, '2026-11-23T09:00:00.000Z', true],
    ['a minute before', london, '2026-11-23T08:59:59.000Z', false],
    ['the end of the day', london, '2026-11-23T17:00:00.000Z', false],
    ['summer time', london, '2026-07-06T08:00:00.000Z', true],
    ['an hour east', amsterdam, '2026-11-23T08:00:00.000Z', true],
    ['a Saturday', london, '2026-11-28T11:00:00.000Z', false],
    ['Christmas', london, '2026-12-25T11:00:00.000Z', false],
    ['the substitute for Boxing Day', london, '2026-12-28T11:00:00.000Z', false],
    ['the Scottish second of January, kept free', london, '2029-01-02T11:00:00.000Z', false],
    ['King’s Day', amsterdam, '2027-04-27T11:00:00.000Z', false],
    ['the Belgian national holiday', brussels, '2026-07-21T11:00:00.000Z', false],
    ['the same day in the Netherlands', amsterdam, '2026-07-21T11:00:00.000Z', true],
  ] as const)('knows %s', (_, calendar, at, open) => {
    expect(calendar.isOpen(at)).toBe(open)
  })

  it('counts working days from the opening on, over weekends and holidays', () => {
    expect(london.workingDaysAfter('2026-11-23T11:00:00.000Z', 4)).toBe('2026-11-27T09:00:00.000Z')
    expect(london.workingDaysAfter('2026-12-23T11:00:00.000Z', 2)).toBe('2026-12-29T09:00:00.000Z')
    expect(london.workingDaysAfter('2027-03-25T11:00:00.000Z', 1)).toBe('2027-03-30T08:00:00.000Z')
  })

  it('always opens at a moment that is open, and closes after it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(london, amsterdam, brussels),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (calendar, date) => {
          const at = date.toISOString()
          const open = calendar.nextOpen(at)
          expect(calendar.isOpen(open)).toBe(true)
          expect(open >= at).toBe(true)
          expect(calendar.closes(open) > open).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('pace', () => {
  const [box] = fast().mailboxes
  if (box === undefined) throw new Error('no mailbox')

  it('grows a new mailbox day by day up to its limit', () => {
    const young = { ...box, perDay: 20, warmup: { start: 5, add: 4 } }
    expect([0, 1, 2, 3, 4, 50].map((days) => dayLimit(young, days))).toEqual([5, 9, 13, 17, 20, 20])
    expect(dayLimit({ ...box, perDay: 20 }, 0)).toBe(20)
  })

  it('spreads an hour evenly, with a share of chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (perHour, chance) => {
          const gap = gapMs({ perHour }, { jitter: 0.3, spread: true }, chance)
          expect(gap).toBeGreaterThanOrEqual((3_600_000 / perHour) * 0.699)
          expect(gap).toBeLessThanOrEqual((3_600_000 / perHour) * 1.301)
        },
      ),
    )
  })

  it('waits longer after each refusal, and not for ever', () => {
    const rule = { firstMinutes: 10, factor: 3, tries: 4 }
    const at = '2026-11-23T10:00:00.000Z'
    expect([1, 2, 3, 4].map((tries) => retryAt(rule, tries, at)?.slice(11, 16))).toEqual([
      '10:10',
      '10:30',
      '11:30',
      undefined,
    ])
  })

  it('stops at the share of bounces and complaints, once there is enough to judge by', () => {
    const rule = { bounces: 0.05, complaints: 0.001, least: 20 }
    expect(tripped({ sent: 19, bounced: 19, complained: 0 }, rule)).toBeUndefined()
    expect(tripped({ sent: 100, bounced: 4, complained: 0 }, rule)).toBeUndefined()
    expect(tripped({ sent: 100, bounced: 5, complained: 0 }, rule)).toContain('bounced')
    expect(tripped({ sent: 5000, bounced: 0, complained: 4 }, rule)).toBeUndefined()
    expect(tripped({ sent: 1000, bounced: 0, complained: 1 }, rule)).toContain('complained')
  })
})

describe('addresses in other scripts', () => {
  it('have an ASCII domain on the wire, and keep their local part', async () => {
    expect(asciiDomain('info@bäckerei.example')).toBe('info@xn--bckerei-5wa.example')
    const server = await openFaulty(() => undefined)
    const wire = openWire(smtpServer(server.url), 2)
    const bytes = await bytesOf({
      from: { name: 'Zoë', address: 'jo@mill.example' },
      to: 'info@bäckerei.example',
      subject: 'Ihre Einträge – prüfen',
      text: 'Grüße',
      messageId: '<1@mill.example>',
      at: '2026-11-23T10:00:00.000Z',
    })
    const ending = await wire.send(
      { from: 'jo@mill.example', to: asciiDomain('info@bäckerei.example'), bytes },
      () => undefined,
    )
    wire.close()
    await server.close()
    expect(ending.how).toBe('accepted')
    expect(server.taken[0]?.to).toBe('info@xn--bckerei-5wa.example')
    const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n'))
    expect(head.every((byte) => byte < 128)).toBe(true)
  })
})
