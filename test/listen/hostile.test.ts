import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import listen from '../../pipeline/commands/listen.ts'
import { htmlWords } from '../../pipeline/listen/html-words.ts'
import { readMail } from '../../pipeline/listen/read.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { openHouse } from '../deliver/house.ts'

const AT = '2026-11-23T10:00:00.000Z'
const read = (mail: string | Uint8Array) =>
  readMail(typeof mail === 'string' ? new TextEncoder().encode(mail) : mail, AT)

const BOUNCE = 'From: MAILER-DAEMON@mill.example\nSubject: failure notice\nReturn-Path: <>\n'
const REPLY = 'From: ann@shop.example\nSubject: Re: Hello\nIn-Reply-To: <1@mill.example>\n'
const wrapped = (times: number, wrap: (inner: string, n: number) => string, core: string) => {
  let mail = core
  for (let n = 0; n < times; n++) mail = wrap(mail, n)
  return mail
}
const deep = (times: number) =>
  `From: ann@shop.example\nSubject: Re: Hello\nMIME-Version: 1.0\n${wrapped(
    times,
    (inner, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n${inner}\n--b${n}--\n`,
    'Content-Type: text/plain\n\nplease unsubscribe\n',
  )}`
const nested = (times: number) =>
  wrapped(
    times,
    (inner, n) =>
      `From: a@b.example\nSubject: ${n}\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n${inner}`,
    'From: a@b.example\n\nhi\n',
  )
const report = (fields: string) =>
  `From: MAILER-DAEMON@mill.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\n${fields}`
const many = (times: number) =>
  report(
    Array.from(
      { length: times },
      (_, n) => `Final-Recipient: rfc822; a${n}@shop.example\nAction: failed\nStatus: 5.1.1\n`,
    ).join('\n'),
  )

describe('a mail that was made to hurt', () => {
  it.each([
    ['nothing at all', '', 'none'],
    ['no header', 'just words\nand more', 'none'],
    ['a header alone', 'From: ann@shop.example', 'none'],
    ['bytes that are no mail', Buffer.from([...Array(99_999).keys()].map((n) => n % 251)), 'none'],
    ['mails in mails, deep', nested(2000), 'none'],
    ['parts in parts, deeper than any parser goes', deep(3000), 'opt-out'],
    [
      'twenty megabytes',
      `${BOUNCE}\n<ann@shop.example>:\n550 5.1.1 user unknown\n${'a'.repeat(2e7)}`,
      'bounce',
    ],
    ['a hundred thousand fields', `${'Received: from a\n\tby b\n'.repeat(1e5)}\nhi`, 'none'],
    ['a subject of a megabyte', `${REPLY.replace('Hello', 'x'.repeat(1e6))}\nhi`, 'reply'],
    [
      'a character set that is none',
      `${REPLY}Content-Type: text/plain; charset=utf-99\n\nh\xe9`,
      'reply',
    ],
    ['base64 that is none', `${REPLY}Content-Transfer-Encoding: base64\n\n!!!not that!!!`, 'reply'],
    [
      'styles that never end',
      `${REPLY}Content-Type: text/html\n\n${'<style><head '.repeat(1e5)}`,
      'reply',
    ],
    ['tags without end', `${REPLY}Content-Type: text/html\n\n${'<div '.repeat(3e5)}`, 'reply'],
    ['blanks without end', `${REPLY}\n${' '.repeat(1e6)}x`, 'reply'],
    ['null characters', `${REPLY.replace('Hello', '\0')}\n\0\0stop\0`, 'opt-out'],
    ['a report cut in the middle', many(1).slice(0, -4), 'bounce'],
    ['twenty thousand recipients', many(20_000), 'bounce'],
    [
      'a character beyond the last',
      report('Final-Recipient: utf-8; a\\x{ffffff}@shop.example\nStatus: 5.1.1\n'),
      'bounce',
    ],
  ] as const)('is read as far as it goes: %s', async (_, mail, kind) => {
    expect((await read(mail)).kind).toBe(kind)
  })

  it('keeps no other from being read', async () => {
    const house = openHouse()
    try {
      mkdirSync(join(house.folder, 'saved'))
      writeFileSync(join(house.folder, 'saved', 'a.eml'), deep(3000))
      writeFileSync(join(house.folder, 'saved', 'b.eml'), '')
      writeFileSync(join(house.folder, 'saved', 'c.eml'), `${REPLY}\nYes, gladly`)
      const { code, out } = await house.run(listen, { eml: ['saved'], json: true })
      expect(code).toBe(EXIT.done)
      const kinds = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind)
      expect(kinds).toEqual(['opt-out', 'none', 'reply'])
    } finally {
      house.close()
    }
  })
})

describe('the words of HTML', () => {
  it.each([
    ['<p>Hello</p><p>there</p>', ' Hello\n there\n'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<head><title>x</title><style>p { }</style></head>Hi', ' Hi'],
    ['x <!-- if a > b <i>y</i> --> z', 'x z'],
    ['Write to <ann@shop.example> &amp; &eacute;', 'Write to <ann@shop.example> & é'],
    ['3 < 4 and 5 > 4', '3 < 4 and 5 > 4'],
    ['<script>if (a < b) stop()</script>go', ' go'],
  ])('%j are read', (html, words) => {
    expect(htmlWords(html)).toBe(words)
  })

  it('are those of the text where there is no tag', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ,.\n]*$/), (text) => {
        expect(htmlWords(text)).toBe(text.replace(/ +/g, ' '))
      }),
    )
  })
})
