import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { email, emailDomain, FREEMAIL, junkEmail } from '../../pipeline/text/emails.ts'

describe('e-mail addresses', () => {
  it.each([
    ['Info@Smith.EXAMPLE', 'info@smith.example'],
    ['mailto:info@bakker.example?subject=Hallo', 'info@bakker.example'],
    ['mailto:info%40bakker.example', 'info@bakker.example'],
    ['info [at] bakker [dot] example', 'info@bakker.example'],
    ['info(at)bakker.example', 'info@bakker.example'],
    ['"Jan" <jan@bakker.example>', 'jan@bakker.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['info@smith.example.', 'info@smith.example'],
    ['logo@2x.png', undefined],
    ['a@b', undefined],
    ['.a@smith.example', undefined],
    ['a..b@smith.example', undefined],
    ['@smith.example', undefined],
    ['call us', undefined],
  ])('reads %j as %j', (text, address) => {
    expect(email(text)).toBe(address)
  })

  it('knows addresses that reach nobody', () => {
    for (const address of ['noreply@smith.example', 'your-email@smith.example', 'info@example.com'])
      expect(junkEmail(address)).toBe(true)
    expect(junkEmail('0123456789abcdef01234567@sentry.io')).toBe(true)
    expect(junkEmail('info@smith.example')).toBe(false)
    expect(FREEMAIL.has(emailDomain('someone@telenet.be'))).toBe(true)
  })

  it('never throws, and reads its own address as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const address = email(text)
        if (address !== undefined) {
          expect(email(address)).toBe(address)
          expect(email(`mailto:${encodeURIComponent(address)}`)).toBe(address)
          expect(address).toBe(address.toLowerCase())
        }
      }),
      { numRuns: 500 },
    )
  })
})
