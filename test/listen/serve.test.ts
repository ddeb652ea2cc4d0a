import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '../../pipeline/listen/serve/app.ts'
import { eventsOf } from '../../pipeline/store/event.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import { listMessages, type MessageRow } from '../../pipeline/store/message.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { suppressionsOfProspect } from '../../pipeline/store/suppression.ts'
import { openHouse } from '../deliver/house.ts'
import { addApproved } from '../deliver/outbox.ts'

let house: ReturnType<typeof openHouse>
let store: Store
let message: MessageRow
let app: ReturnType<typeof openApp>
let time = 0

beforeEach(() => {
  house = openHouse()
  store = house.open()
  addApproved(store, 'info@alder.example', { steps: 2 })
  store.raw.exec(`update message set state = 'sent', sent_at = approved_at where step = 0`)
  message = listMessages(store)[0] as MessageRow
  app = openApp({
    store,
    ring: openKeyring(store, {}),
    now: () => '2026-11-24T09:00:00.000Z',
    clock: () => time,
    who: () => 'Mill Directory',
    client: () => '192.0.2.1',
  })
})
afterEach(() => {
  store.close()
  house.close()
})

const dump = () =>
  JSON.stringify(
    ['message', 'event', 'suppression', 'prospect_key', 'taken'].map((table) =>
      store.raw.prepare(`select * from ${table}`).all(),
    ),
  )
const form = (text: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: text,
})

describe('the opt-out link', () => {
  it('changes nothing for 1,000 fetches of scanners, previews and prefetch', async () => {
    const before = dump()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'),
        fc.constantFrom('', '?x=1', '?List-Unsubscribe=One-Click', '?confirm=yes', '/', '/..'),
        fc.constantFrom<Record<string, string>>(
          {},
          { purpose: 'prefetch' },
          { 'sec-purpose': 'prefetch;prerender' },
          { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks)' },
          { 'x-http-method-override': 'POST' },
          { 'content-type': 'application/x-www-form-urlencoded' },
        ),
        fc.constantFrom(
          undefined,
          '',
          'x=y',
          'List-Unsubscribe=',
          'confirm=no',
          '{"confirm":"yes"}',
        ),
        async (method, tail, headers, body) => {
          const carries = body !== undefined && !['GET', 'HEAD'].includes(method)
          const response = await app.request(`/u/${message.token}${tail}`, {
            method,
            headers,
            ...(carries ? { body } : {}),
          })
          expect(response.status).toBeLessThan(500)
          expect(response.headers.get('set-cookie')).toBeNull()
        },
      ),
      { numRuns: 1000 },
    )
    expect(dump()).toBe(before)
  })

  it('stops the business on every channel at a one-click POST, once', async () => {
    for (let i = 0; i < 3; i++) {
      const response = await app.request(`/u/${message.token}`, form('List-Unsubscribe=One-Click'))
      expect(response.status).toBe(200)
      expect(response.redirected).toBe(false)
    }
    expect(
      eventsOf(store, message.prospect).filter((one) => one.kind === 'opted-out'),
    ).toHaveLength(1)
    expect(listMessages(store).map((one) => one.state)).toEqual(['opted-out', 'cancelled'])
    const nos = suppressionsOfProspect(store, message.prospect)
    expect(nos.length).toBeGreaterThan(0)
    expect(nos.every((no) => no.stops === 'all' && no.via === 'one-click')).toBe(true)
  })

  it('takes the one click as multipart too, and as a form without scripts', async () => {
    const data = new FormData()
    data.set('List-Unsubscribe', 'One-Click')
    expect((await app.request(`/u/${message.token}`, { method: 'POST', body: data })).status).toBe(
      200,
    )
    expect(listMessages(store)[0]?.state).toBe('opted-out')
    const page = await (await app.request(`/u/${message.token}`)).text()
    expect(page).toContain('<form method="post">')
    expect(page).toContain('name="confirm" value="yes"')
    expect(page).not.toMatch(/<script|<img|http/)
  })

  it('shows the page in the language asked for, with nobody else’s data', async () => {
    const dutch = await app.request(`/u/${message.token}`, {
      headers: { 'accept-language': 'nl-BE,fr;q=0.8' },
    })
    const text = await dutch.text()
    expect(text).toContain('Mill Directory zal dit bedrijf niet meer mailen')
    expect(text).not.toContain('alder')
    expect(dutch.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(dutch.headers.get('cache-control')).toBe('no-store')
  })

  it('knows no other token, and slows who guesses', async () => {
    const guess = (token: string) => app.request(`/u/${token}`)
    expect((await guess('a'.repeat(26))).status).toBe(404)
    expect((await guess("' or 1=1 --")).status).toBe(404)
    for (let i = 0; i < 30; i++) await guess('b'.repeat(26))
    expect((await guess('c'.repeat(26))).status).toBe(429)
    expect((await guess(message.token)).status).toBe(200)
    time += 61_000
    expect((await guess('c'.repeat(26))).status).toBe(404)
  })

  it('answers the health check, and refuses a body that is too large', async () => {
    expect(await (await app.request('/health')).json()).toEqual({ ok: true })
    expect((await app.request(`/u/${message.token}`, form('x'.repeat(20_000)))).status).toBe(413)
  })
})

describe('a token', () => {
  it('cannot be made without the local key', () => {
    expect(message.token).toMatch(/^[a-z2-7]{26}$/)
    const other = openHouse()
    const elsewhere = other.open()
    addApproved(elsewhere, 'info@alder.example')
    expect(listMessages(elsewhere)[0]?.token).not.toBe(message.token)
    elsewhere.close()
    other.close()
  })
})
