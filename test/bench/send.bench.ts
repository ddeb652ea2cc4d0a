import { execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTransport } from 'nodemailer'
import { SIGNED_FIELDS, signingKey } from '../../pipeline/deliver/dkim.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { deliveryTo, fillOutbox, runDelivery } from '../deliver/outbox.ts'
import { defineBench, type Row } from './bench.ts'

/** Messages a round; each of 5 kB, over five connections. */
const MESSAGES = 2000
const CONNECTIONS = 5
const TEXT = `${'A sentence about a listing in Leeds that is long enough. '.repeat(88)}\n`
const SMTP_SOURCE = '/usr/sbin/smtp-source'
const SMTP_SINK = '/usr/sbin/smtp-sink'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const reachable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

/** Postfix's smtp-sink on loopback: it takes every message and throws it away. */
const openSink = async () => {
  const port = await freePort()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const sink = spawn(SMTP_SINK, [...user, `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' })
  for (let i = 0; i < 100 && !(await reachable(port)); i++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return { port, close: () => sink.kill() }
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

export default defineBench({
  about: `messages of 5 kB into Postfix's smtp-sink on loopback, ${CONNECTIONS} connections: claimed, sent and durably recorded, beside a bare nodemailer pool that records nothing`,
  unit: 'messages',
  setup: async () => {
    if (!existsSync(SMTP_SINK))
      return {
        rows: [],
        missing: ['all of it: smtp-sink is not installed (Debian package postfix)'],
      }
    const sink = await openSink()
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const url = `smtp://127.0.0.1:${sink.port}?tls=off`
    const rows: Row[] = [
      {
        name: 'smtp-source, the wire alone',
        role: 'floor',
        run: async () => {
          await promisify(execFile)(SMTP_SOURCE, [
            ...['-d', '-s', String(CONNECTIONS), '-m', String(MESSAGES), '-l', '5000'],
            ...['-f', 'a@mill.example', '-t', 'b@shop.example', `127.0.0.1:${sink.port}`],
          ])
          return MESSAGES
        },
      },
      { name: 'nodemailer pool, no record', role: 'peer', run: () => bare(sink.port, false) },
      { name: 'pipeline send, recorded', role: 'ours', run: () => ours(folder, url, false) },
      { name: 'nodemailer pool, no record, DKIM', role: 'peer', run: () => bare(sink.port, true) },
      { name: 'pipeline send, recorded, DKIM', role: 'ours', run: () => ours(folder, url, true) },
    ]
    prepare(folder)
    return {
      rows,
      close: async () => {
        sink.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})

/** Rounds that a row may take: one that is not counted, and three. */
const ROUNDS = 4

/** A filled outbox for each round, so that filling is not measured. */
const prepare = (folder: string) => {
  const store = openStore(join(folder, 'filled.db'))
  fillOutbox(store, MESSAGES, { text: TEXT })
  store.raw.pragma('wal_checkpoint(TRUNCATE)')
  store.close()
  for (const kind of ['plain', 'signed'])
    for (let round = 0; round < ROUNDS; round++)
      for (const part of ['', '.key'])
        copyFileSync(join(folder, `filled.db${part}`), join(folder, `${kind}${round}.db${part}`))
}

/** The same messages through nodemailer's own pool, refilled as it empties. */
const bare = async (port: number, signed: boolean): Promise<number> => {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 100,
    ...(signed
      ? {
          dkim: {
            domainName: 'mill.example',
            keySelector: 's1',
            privateKey,
            headerFieldNames: SIGNED_FIELDS,
          },
        }
      : {}),
  })
  let next = 0
  const work = async () => {
    while (next < MESSAGES) {
      const n = next++
      await transport.sendMail({
        from: { name: 'Jo of Mill', address: 'jo@mill.example' },
        to: { name: '', address: `info@firm${n}.example` },
        envelope: { from: `bounce+${n}@mill.example`, to: `info@firm${n}.example` },
        subject: 'Your listing in Leeds',
        text: TEXT,
      })
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  transport.close()
  return MESSAGES
}

const rounds = { plain: 0, signed: 0 }

const ours = async (folder: string, url: string, signed: boolean): Promise<number> => {
  const kind = signed ? 'signed' : 'plain'
  const store = openStore(join(folder, `${kind}${rounds[kind]++}.db`))
  const delivery = deliveryTo(store, url)
  const signer = { domain: 'mill.example', selector: 's1', key: signingKey(privateKey) }
  const report = await runDelivery({
    ...delivery,
    outlets: delivery.outlets.map((outlet) => (signed ? { ...outlet, signer } : outlet)),
  })
  store.close()
  if (report.sent !== MESSAGES) throw new Error(`sent ${report.sent} of ${MESSAGES}`)
  return MESSAGES
}
