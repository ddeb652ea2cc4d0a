import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openDns } from '../../../pipeline/enrich/mail/dns.ts'

const TYPES: Readonly<Record<number, 'A' | 'MX' | 'AAAA'>> = { 1: 'A', 15: 'MX', 28: 'AAAA' }

/** Answer to one question: records, none, or a response code (RFC 1035 §4.1.1). */
type Said = readonly Buffer[] | number | 'silence'

const name = (text: string): Buffer =>
  Buffer.concat([
    ...text
      .split('.')
      .filter(Boolean)
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ])

const mx = (preference: number, host: string): Buffer =>
  Buffer.concat([Buffer.from([0, preference]), name(host)])

/** A name server on loopback that says what `zone` says. */
const serve = async (zone: Readonly<Record<string, Said>>): Promise<string> => {
  const socket = createSocket('udp4')
  onTestFinished(() => new Promise((done) => socket.close(() => done())))
  socket.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString())
      at += length + 1
    }
    const type = query.readUInt16BE(at + 1)
    const said = zone[`${TYPES[type]} ${labels.join('.').toLowerCase()}`] ?? []
    if (said === 'silence') return
    const records = typeof said === 'number' ? [] : said
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 | (typeof said === 'number' ? said : 0), 2)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = records.map((data) => {
      const fixed = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length])
      return Buffer.concat([fixed, data])
    })
    socket.send(
      Buffer.concat([head, query.subarray(12, at + 5), ...answers]),
      from.port,
      from.address,
    )
  })
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`
}

const NXDOMAIN = 3
const SERVFAIL = 2

it('reads what a name server says of mail domains', async () => {
  const server = await serve({
    'MX firm.example': [mx(20, 'MX2.firm.example'), mx(10, 'mx1.firm.example')],
    'MX xn--bckerei-5wa.example': [mx(10, 'mx.firm.example')],
    'MX null.example': [mx(0, '')],
    'MX gone.example': NXDOMAIN,
    'MX broken.example': SERVFAIL,
    'MX silent.example': 'silence',
    'A mx1.firm.example': [Buffer.from([192, 0, 2, 1])],
    'AAAA mx6.firm.example': [Buffer.from([0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 1])],
    'A gone.example': NXDOMAIN,
    'AAAA gone.example': NXDOMAIN,
    'A broken.example': SERVFAIL,
    'AAAA broken.example': SERVFAIL,
  })
  const dns = openDns({ servers: [server], timeoutMs: 200 })
  const firm = await dns.mx('firm.example')
  expect(
    firm.kind === 'records' && [...firm.hosts].sort((a, b) => a.preference - b.preference),
  ).toEqual([
    { host: 'mx1.firm.example', preference: 10 },
    { host: 'mx2.firm.example', preference: 20 },
  ])
  expect(await dns.mx('bäckerei.example')).toMatchObject({ kind: 'records' })
  expect(await dns.mx('null.example')).toEqual({
    kind: 'records',
    hosts: [{ host: '', preference: 0 }],
  })
  expect(await dns.mx('bare.example')).toEqual({ kind: 'none' })
  expect(await dns.mx('gone.example')).toEqual({ kind: 'no-such-name' })
  expect(await dns.mx('broken.example')).toEqual({ kind: 'failed' })
  expect(await dns.mx('silent.example')).toEqual({ kind: 'failed' })
  expect(await dns.address('mx1.firm.example')).toBe('yes')
  expect(await dns.address('mx6.firm.example')).toBe('yes')
  expect(await dns.address('bare.example')).toBe('none')
  expect(await dns.address('gone.example')).toBe('no-such-name')
  expect(await dns.address('broken.example')).toBe('failed')
})
