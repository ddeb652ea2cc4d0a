import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outlet } from '../../pipeline/deliver/delivery.ts'
import { signingKey } from '../../pipeline/deliver/dkim.ts'
import { examine } from '../../pipeline/deliver/exam/exam.ts'
import { bytesOf } from '../../pipeline/deliver/mime.ts'
import { smtpServer } from '../../pipeline/deliver/smtp.ts'
import { openApp } from '../../pipeline/listen/serve/app.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { openCatcher } from './catcher.ts'
import { openHouse } from './house.ts'
import { fast } from './outbox.ts'

const keys = (bits: number) =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
const { privateKey, publicKey } = keys(2048)

let house: ReturnType<typeof openHouse>
let store: Store
let relay: Awaited<ReturnType<typeof openCatcher>>
beforeEach(async () => {
  house = openHouse()
  store = house.open()
  relay = await openCatcher()
})
afterEach(async () => {
  await relay.close()
  store.close()
  house.close()
})

/** A name server that holds what a well-kept sender publishes; `zone` overrides or (undefined) removes records. */
const world = (zone: Record<string, string[] | undefined> = {}) => {
  const records: Record<string, string[] | undefined> = {
    'mill.example TXT': ['v=spf1 ip4:127.0.0.1 -all'],
    's1._domainkey.mill.example TXT': [`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`],
    '_dmarc.mill.example TXT': ['v=DMARC1; p=none; rua=mailto:jo@mill.example'],
    'mill.example MX': ['mx.mill.example'],
    '1.0.0.127.in-addr.arpa PTR': ['out.mill.example'],
    'out.mill.example A': ['127.0.0.1'],
    ...zone,
  }
  const app = openApp({
    store,
    ring: openKeyring(store, {}),
    now: () => '2026-11-23T10:00:00.000Z',
    clock: () => 0,
    who: () => 'Mill',
    client: () => '192.0.2.1',
  })
  return {
    resolve: async (name: string, type: string) => {
      const found = records[`${name.toLowerCase()} ${type}`]
      if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
      return type === 'TXT' ? found.map((text) => [text]) : found
    },
    fetch: (async (url: string, init?: RequestInit) =>
      app.request(url.replace('https://out.mill.example', ''), init)) as unknown as typeof fetch,
    at: '2026-11-23T10:00:00.000Z',
  }
}
const outlet = (more: Partial<Outlet> = {}): Outlet => {
  const mailbox = fast().mailboxes[0]
  if (mailbox === undefined) throw new Error('no mailbox')
  return {
    mailbox,
    server: smtpServer(relay.url),
    signer: { domain: 'mill.example', selector: 's1', key: signingKey(privateKey) },
    ...more,
  }
}
const config = fast({
  unsubscribe: { url: 'https://out.mill.example', mailto: 'optout@mill.example' },
})
const faults = async (...given: Parameters<typeof examine>) =>
  (await examine(...given)).filter((check) => check.state === 'bad').map((check) => check.what)

describe('doctor mail', () => {
  it('passes a sender that is set up well', async () => {
    const checks = await examine(outlet(), config, world())
    expect(checks.filter((check) => check.state === 'bad')).toEqual([])
    const said = Object.fromEntries(checks.map((check) => [check.what, check.said]))
    expect(said.DKIM).toBe('s1._domainkey.mill.example verifies and is aligned')
    expect(said['DKIM fields']).toContain('both fields of one-click')
    expect(said.SPF).toContain('pass, aligned')
    expect(said.DMARC).toBe('passes (p=none)')
  })

  it.each([
    ['an unpublished key', { 's1._domainkey.mill.example TXT': undefined }, ['DKIM']],
    [
      'another key than the published one',
      {
        's1._domainkey.mill.example TXT': [`v=DKIM1; p=${keys(2048).publicKey.toString('base64')}`],
      },
      ['DKIM'],
    ],
    ['no SPF record', { 'mill.example TXT': undefined }, ['SPF']],
    ['no DMARC policy', { '_dmarc.mill.example TXT': undefined }, ['DMARC']],
    ['nobody who takes answers', { 'mill.example MX': ['.'] }, ['MX']],
  ] as const)('finds %s', async (_, zone, wanted) => {
    expect(await faults(outlet(), config, world(zone as never))).toEqual(wanted)
  })

  it('finds a message without a signature, and one of somebody else', async () => {
    const { signer: _, ...bare } = outlet()
    expect(await faults(bare, config, world())).toContain('DKIM')
    const other = { domain: 'relay.example', selector: 's1', key: signingKey(privateKey) }
    const zone = {
      's1._domainkey.relay.example TXT': [`v=DKIM1; p=${publicKey.toString('base64')}`],
    }
    const checks = await examine(outlet({ signer: other }), config, world(zone))
    expect(checks.find((check) => check.what === 'DKIM')?.said).toContain('is not mill.example')
  })

  it('finds a signature that leaves the one-click fields out', async () => {
    const mail = await bytesOf({
      from: { name: 'Jo', address: 'jo@mill.example' },
      to: 'me@example.com',
      subject: 'x',
      text: 'x',
      messageId: '<1@mill.example>',
      at: '2026-11-23T10:00:00.000Z',
    })
    const { default: DKIM } = await import('nodemailer/lib/dkim')
    const signed: Buffer[] = []
    for await (const chunk of new DKIM({
      domainName: 'mill.example',
      keySelector: 's1',
      privateKey,
    }).sign(mail))
      signed.push(chunk)
    const seen = Buffer.concat([
      Buffer.from(
        'Return-Path: <jo@mill.example>\r\nReceived: from out.mill.example (out.mill.example [127.0.0.1]) by mx.example.com; Mon, 23 Nov 2026 10:00:00 +0000\r\n',
      ),
      ...signed,
    ])
    expect(await faults(outlet(), config, world(), seen)).toEqual(['DKIM fields'])
  })

  it('finds an opt-out address that is missing, redirects, or is not there', async () => {
    expect(await faults(outlet(), fast(), world())).toEqual(['DKIM fields', 'one-click'])
    const moved = {
      ...world(),
      fetch: (async () => new Response('', { status: 302 })) as unknown as typeof fetch,
    }
    expect(await faults(outlet(), config, moved)).toEqual(['one-click'])
    const down = {
      ...world(),
      fetch: (async () => {
        throw new Error('refused')
      }) as unknown as typeof fetch,
    }
    expect(await faults(outlet(), config, down)).toEqual(['one-click'])
  })

  it('finds a server that does not answer', async () => {
    expect(
      await faults(outlet({ server: smtpServer('smtp://127.0.0.1:1') }), config, world()),
    ).toEqual(['TLS'])
  })
})
