import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { SIGNED_FIELDS, signed, signingKey } from '../../pipeline/deliver/dkim.ts'
import { bytesOf, type Outgoing, rendered } from '../../pipeline/deliver/mime.ts'

const pem = (bits: number) =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
const { privateKey, publicKey } = pem(2048)
const signer = { domain: 'mill.example', selector: 's1', key: signingKey(privateKey) }

/** Words with all that goes wrong in mails: long lines, dots, blanks at line ends, other scripts, bare CR and LF. */
const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('\n', '\r\n', '\r', '\n.\n', '  \n', '\t\n', '=', 'From ', 'é', '日本'),
      fc.constantFrom('a long line that goes on '.repeat(9), 'x'.repeat(1200)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const mails = fc
  .record(
    {
      name: words,
      subject: words,
      text: words,
      html: words,
      thread: fc.constant(['<one@mill.example>', '<two@mill.example>']),
      unsubscribe: fc.constant({
        url: `https://mill.example/u/${'t'.repeat(60)}`,
        mailto: 'mailto:stop@mill.example',
      }),
    },
    { requiredKeys: ['name', 'subject', 'text'] },
  )
  .map(
    ({ name, ...rest }): Outgoing => ({
      from: { name, address: 'jo@mill.example' },
      to: 'info@bäckerei.example',
      messageId: '<token@mill.example>',
      at: '2026-11-23T11:00:00.000Z',
      ...rest,
    }),
  )

describe('the bytes of a mail', () => {
  it("are those of nodemailer's own composer, for any lines whose last has no blank at its end", async () => {
    const ended = words.map((text) => text.replace(/\r\n?|\n/g, '\r\n').replace(/[ \t]+$/, ''))
    await fc.assert(
      fc.asyncProperty(ended, ended, fc.boolean(), async (text, html, both) => {
        const node = new MailComposer({
          from: 'jo@mill.example',
          to: 'ann@shop.example',
          messageId: '<one@mill.example>',
          date: new Date(0),
          text,
          ...(both ? { html } : {}),
        }).compile()
        const theirs = await node.build()
        expect(rendered(node)).toBe(theirs.toString())
      }),
      { numRuns: 300 },
    )
  })

  it('are lines of at most 998 characters that end in CRLF and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const text = (await bytesOf(mail)).toString('latin1')
        expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
        expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
      }),
    )
  })

  it('read back as the words that went in', async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const read = await PostalMime.parse(await bytesOf(mail))
        const lines = (text: string) => text.replace(/\r\n?|\n/g, '\n').trimEnd()
        // A mail holds no null character, and its readers show the replacement character for it.
        fc.pre(!mail.text.includes('\0'))
        expect(lines(read.text ?? '')).toBe(lines(mail.text))
      }),
    )
  })
})

describe('a DKIM signature', () => {
  it('is the one that nodemailer makes', async () => {
    const theirs = new DKIM({
      domainName: signer.domain,
      keySelector: signer.selector,
      privateKey,
      headerFieldNames: SIGNED_FIELDS,
    })
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const plain = await bytesOf(mail)
        const chunks: Buffer[] = []
        for await (const chunk of theirs.sign(plain)) chunks.push(chunk)
        expect((await signed(plain, signer)).toString('latin1')).toBe(
          Buffer.concat(chunks).toString('latin1'),
        )
      }),
    )
  })

  it('holds at the receiver for any words, and breaks with any of them', async () => {
    const published = publicKey.replace(/-----[^-]+-----|\s/g, '')
    const resolver = async () => [[`v=DKIM1; k=rsa; p=${published}`]]
    const verdict = async (bytes: Buffer) =>
      (await dkimVerify(bytes, { resolver })).results[0]?.status.result
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const bytes = await bytesOf(mail, signer)
        expect(await verdict(bytes)).toBe('pass')
        const other = Buffer.from(
          bytes.toString('latin1').replace(/\r\nTo: /, '\r\nTo: x'),
          'latin1',
        )
        expect(await verdict(other)).toBe('fail')
      }),
      { numRuns: 50 },
    )
  })

  it('is not made with a key that receivers do not take', () => {
    expect(() => signingKey('no key')).toThrow()
    expect(() => signingKey(pem(512).privateKey)).toThrow('512 bits')
  })
})
