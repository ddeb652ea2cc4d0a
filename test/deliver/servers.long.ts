import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import listen from '../../pipeline/commands/listen.ts'
import { signingKey } from '../../pipeline/deliver/dkim.ts'
import { smtpServer } from '../../pipeline/deliver/smtp.ts'
import { openWire } from '../../pipeline/deliver/wire.ts'
import { imapInlet } from '../../pipeline/listen/inlets/imap.ts'
import { listMessages } from '../../pipeline/store/message.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { suppressionsOfProspect } from '../../pipeline/store/suppression.ts'
import { openMailServers, PASSWORD, withoutMailServers } from '../servers/mail.ts'
import { openHouse } from './house.ts'
import { addApproved, deliveryTo, runDelivery } from './outbox.ts'

const pass = PASSWORD.replaceAll(' ', '_')
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
})

describe.skipIf(withoutMailServers)(
  `Postfix and Dovecot on loopback${withoutMailServers ? ` (${withoutMailServers})` : ''}`,
  () => {
    let servers: Awaited<ReturnType<typeof openMailServers>>
    let house: ReturnType<typeof openHouse>
    let store: Store
    beforeAll(async () => {
      servers = await openMailServers()
      house = openHouse()
      store = house.open()
    })
    afterAll(async () => {
      store?.close()
      house?.close()
      await servers?.close()
    })

    const eventually = async <T>(
      what: string,
      find: () => T | undefined | Promise<T | undefined>,
    ): Promise<T> => {
      for (let i = 0; i < 150; i++) {
        const found = await find()
        if (found !== undefined) return found
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      throw new Error(
        `${what} did not happen; log:\n${servers.log().split('\n').slice(-30).join('\n')}`,
      )
    }
    const outlets = () => {
      const delivery = deliveryTo(store, servers.smtp)
      const signer = { domain: 'mill.example', selector: 's1', key: signingKey(privateKey) }
      return {
        ...delivery,
        outlets: delivery.outlets.map((outlet) => ({
          ...outlet,
          server: smtpServer(servers.smtp, { pass }),
          signer,
        })),
      }
    }
    const state = (address: string) =>
      listMessages(store).find((one) => one.address === address)?.state
    const hear = (folder: string) =>
      house.run(
        listen,
        { imap: `${servers.imap.replace('://', `://${folder}@`)}/INBOX`, json: true },
        { env: { IMAP_PASSWORD: pass } },
      )

    it('takes the login over STARTTLS only, and refuses a wrong password before any message is touched', async () => {
      const plain = openWire({ ...smtpServer(`${servers.smtp}?tls=off`, { pass }) }, 5)
      expect(
        await plain.send(
          { from: 'a@mill.example', to: 'b@shop.example', bytes: Buffer.from('x') },
          () => undefined,
        ),
      ).toMatchObject({ how: expect.stringMatching(/lost|refused/) })
      addApproved(store, 'info@shop.example')
      const delivery = outlets()
      const wrong = delivery.outlets.map((outlet) => ({
        ...outlet,
        server: smtpServer(servers.smtp, { pass: 'wrong' }),
      }))
      const report = await runDelivery({ ...delivery, outlets: wrong })
      expect(report.sent).toBe(0)
      expect(report.alarms[0]).toContain('rests')
      expect(state('info@shop.example')).toBe('approved')
      store.raw.exec('update message set due_at = approved_at')
    })

    it('sends, bounces at once and bounces later, each written down as what it was', async () => {
      addApproved(store, 'nobody@shop.example')
      addApproved(store, 'ann@gone.example')
      const report = await runDelivery(outlets())
      expect(report).toMatchObject({ sent: 2, bounced: 1, unknown: 0 })
      expect(state('nobody@shop.example')).toBe('bounced')
      const arrived = await eventually('delivery', () => servers.maildir('info@shop.example')[0])
      const verified = await dkimVerify(arrived.text.replace(/\n/g, '\r\n'), {
        resolver: async () => [[`v=DKIM1; p=${publicKey.toString('base64')}`]],
      })
      expect(verified.results[0]?.status.result).toBe('pass')
      expect(arrived.text).toMatch(/^Return-Path: <bounce\+[a-z2-7]{26}@mill\.example>/m)
    })

    it('reads the bounce from IMAP by its envelope, suppresses the address and leaves the mailbox as it was', async () => {
      await eventually('the bounce', () => servers.maildir('bounce@mill.example')[0])
      const before = servers.maildir('bounce@mill.example').map((one) => one.text)
      const heard = await hear('bounce')
      expect(JSON.parse(heard.out)).toMatchObject({ kind: 'bounce', by: 'verp', suppressed: true })
      expect(state('ann@gone.example')).toBe('bounced')
      const gone = listMessages(store).find((one) => one.address === 'ann@gone.example')
      expect(suppressionsOfProspect(store, gone?.prospect ?? 0)[0]).toMatchObject({
        reason: 'bounce',
      })
      const after = servers.maildir('bounce@mill.example')
      expect(after.map((one) => one.text)).toEqual(before)
      expect(after.every((one) => !/:2,.*S/.test(one.file))).toBe(true)
      expect((await hear('bounce')).out).toBe('')
    })

    it('waits with IDLE, and acts on an answer when it comes', async () => {
      const message = listMessages(store).find((one) => one.address === 'info@shop.example')
      const stop = new AbortController()
      const places = new Map<string, unknown>()
      const texts: string[] = []
      const done = imapInlet({
        url: servers.imap.replace('://', '://jo@'),
        password: pass,
        folder: 'INBOX',
      }).read(
        {
          places: (name) => ({
            load: () => places.get(name),
            save: (place) => places.set(name, place),
          }),
          signal: stop.signal,
          watch: true,
          since: new Date(0),
          say: () => undefined,
        },
        async (mail) => {
          texts.push(Buffer.from(mail.bytes).toString())
        },
      )
      const wire = openWire(smtpServer(servers.smtp, { pass }), 10)
      const answer = (text: string) =>
        wire.send(
          {
            from: 'info@shop.example',
            to: 'jo@mill.example',
            bytes: Buffer.from(
              `From: info@shop.example\r\nTo: jo@mill.example\r\nSubject: Re: x\r\nIn-Reply-To: ${message?.message_id}\r\n\r\n${text}\r\n`,
            ),
          },
          () => undefined,
        )
      await answer('First')
      await eventually('the first', () => texts.find((text) => text.includes('First')))
      await answer('Graag uitschrijven')
      await eventually('the second, while idle', () =>
        texts.find((text) => text.includes('uitschrijven')),
      )
      wire.close()
      stop.abort()
      await done
      const heard = await hear('jo')
      expect(
        heard.out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).kind),
      ).toEqual(['reply', 'opt-out'])
      expect(state('info@shop.example')).toBe('opted-out')
    })

    it('misses no mail that comes while it reads, while it waits, or while the server is down', async () => {
      const stop = new AbortController()
      const places = new Map<string, unknown>()
      const heard: string[] = []
      const said: string[] = []
      const text = (n: number) => `From: a@b.example\r\nSubject: mail ${n}\r\n\r\nhi\r\n`
      let next = 0
      const drop = (count: number) => {
        for (const end = next + count; next < end; next++)
          servers.deliver('watch', `${1_700_000_000 + next}.x${next}.mill`, text(next))
      }
      const done = imapInlet({
        url: servers.imap.replace('://', '://watch@'),
        password: pass,
        folder: 'INBOX',
      }).read(
        {
          places: (name) => ({
            load: () => places.get(name),
            save: (place) => places.set(name, place),
          }),
          signal: stop.signal,
          watch: true,
          since: new Date(0),
          say: (what) => said.push(what),
        },
        async (mail) => {
          heard.push(/Subject: (mail \d+)/.exec(Buffer.from(mail.bytes).toString())?.[1] ?? '')
          // One more comes while this one is read.
          if (heard.length % 5 === 1 && next < 100) drop(1)
        },
      )
      for (let round = 0; round < 3; round++) {
        drop(10)
        await eventually('the mails', () => (heard.length === next ? true : undefined))
        await servers.restartImap()
        drop(2)
        await eventually('the mails after the restart', () =>
          heard.length === next ? true : undefined,
        )
      }
      stop.abort()
      await done
      expect(heard).toEqual(Array.from({ length: next }, (_, n) => `mail ${n}`))
    }, 120_000)

    it('counts each mail once when two listeners read one mailbox', async () => {
      store.raw.exec('delete from taken; delete from inlet_place; delete from event')
      await Promise.all([hear('jo'), hear('jo'), hear('bounce'), hear('bounce')])
      const kinds = store.raw
        .prepare('select kind, count(*) as n from event group by kind order by kind')
        .all()
      expect(kinds).toEqual([
        { kind: 'bounced', n: 1 },
        { kind: 'opted-out', n: 1 },
        { kind: 'replied', n: 1 },
      ])
    })
  },
)
