import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Deliverability, deliverability } from '../../../pipeline/enrich/mail/deliver.ts'
import type { AddressAnswer, MxAnswer, Resolver } from '../../../pipeline/enrich/mail/resolver.ts'
import { mailSyntax } from '../../../pipeline/enrich/mail/syntax.ts'

/** A small DNS of our own; it counts what it is asked. */
const zone = (
  mx: Readonly<Record<string, MxAnswer>>,
  addresses: Readonly<Record<string, AddressAnswer>> = {},
) => {
  const asked: string[] = []
  const resolver: Resolver = {
    mx: async (domain) => {
      asked.push(`mx ${domain}`)
      return mx[domain] ?? { kind: 'no-such-name' }
    },
    address: async (host) => {
      asked.push(`a ${host}`)
      return addresses[host] ?? 'no-such-name'
    },
  }
  const kept = new Map<string, Deliverability>()
  const cache = {
    find: (domain: string) => kept.get(domain),
    save: (domain: string, answer: Deliverability) => void kept.set(domain, answer),
  }
  return { asked, ask: (email: string) => deliverability(email, resolver, cache) }
}

const hosts = (...names: string[]): MxAnswer => ({
  kind: 'records',
  hosts: names.map((host, i) => ({ host, preference: i * 10 })),
})

describe('mail to an address', () => {
  it('names who takes it, so that domains of one provider are known as such', async () => {
    const provider = zone(
      {
        'firm.example': hosts('firm-example.mail.provider.example'),
        'shop.example': hosts('mx2.provider.example'),
        'alone.example': { kind: 'none' },
      },
      {
        'firm-example.mail.provider.example': 'yes',
        'mx2.provider.example': 'yes',
        'alone.example': 'yes',
      },
    )
    expect((await provider.ask('info@firm.example')).exchanger).toBe('provider.example')
    expect((await provider.ask('info@shop.example')).exchanger).toBe('provider.example')
    expect((await provider.ask('info@alone.example')).exchanger).toBeUndefined()
  })

  it.each<[string, Deliverability['deliverable'], MxAnswer, Record<string, AddressAnswer>]>([
    [
      'goes where an exchanger exists',
      'yes',
      hosts('mx.firm.example'),
      { 'mx.firm.example': 'yes' },
    ],
    [
      'goes where a later exchanger exists',
      'yes',
      hosts('gone.example', 'mx2.example'),
      { 'mx2.example': 'yes' },
    ],
    ['goes to the domain itself without MX', 'yes', { kind: 'none' }, { 'firm.example': 'yes' }],
    ['does not go to a null MX', 'no', hosts(''), { 'firm.example': 'yes' }],
    ['does not go to a null MX written as a dot', 'no', hosts('.'), {}],
    ['does not go where no exchanger exists', 'no', hosts('gone.example'), {}],
    ['does not go to a domain without MX and address', 'no', { kind: 'none' }, {}],
    ['does not go to a domain that is not there', 'no', { kind: 'no-such-name' }, {}],
    ['is not known while DNS is silent', 'unknown', { kind: 'failed' }, {}],
    [
      'is not known while DNS is silent about the exchanger',
      'unknown',
      hosts('mx.example'),
      { 'mx.example': 'failed' },
    ],
    [
      'is not known while DNS is silent about the domain',
      'unknown',
      { kind: 'none' },
      { 'firm.example': 'failed' },
    ],
  ])('%s', async (_what, deliverable, mx, addresses) => {
    const { ask } = zone({ 'firm.example': mx }, addresses)
    expect((await ask('info@firm.example')).deliverable).toBe(deliverable)
  })

  it('does not go to a throw-away domain, and DNS is not asked', async () => {
    const { ask, asked } = zone({})
    expect((await ask('x@mailinator.com')).deliverable).toBe('no')
    expect(asked).toEqual([])
  })

  it('asks DNS once a domain', async () => {
    const { ask, asked } = zone({ 'firm.example': hosts('mx.example') }, { 'mx.example': 'yes' })
    for (const local of ['a', 'b', 'c']) await ask(`${local}@firm.example`)
    expect(asked).toEqual(['mx firm.example', 'a mx.example'])
  })

  it('asks for an internationalised domain in ASCII', async () => {
    const { ask, asked } = zone(
      { 'xn--bckerei-5wa.example': hosts('mx.example') },
      { 'mx.example': 'yes' },
    )
    expect((await ask('info@bäckerei.example')).deliverable).toBe('yes')
    expect(asked[0]).toBe('mx xn--bckerei-5wa.example')
  })

  it('is not promised where the local part needs SMTPUTF8', async () => {
    const { ask } = zone({ 'firm.example': hosts('mx.example') }, { 'mx.example': 'yes' })
    expect((await ask('jürgen@firm.example')).deliverable).toBe('unknown')
  })
})

describe('the syntax of an address', () => {
  const long = (count: number) => 'a'.repeat(count)
  it.each([
    'a@b.nl',
    "o'brien@firm.co.uk",
    'jan.de-boer+x@firm.nl',
    '"jan peeters"@firm.be',
    `${long(64)}@firm.nl`,
    `a@${long(63)}.nl`,
  ])('takes %s', (email) => {
    expect(mailSyntax(email).ok).toBe(true)
  })

  it.each([
    'firm.nl',
    '@firm.nl',
    'a@nl',
    '.a@firm.nl',
    'a.@firm.nl',
    'a..b@firm.nl',
    'a b@firm.nl',
    'a@-firm.nl',
    'a@firm_x.nl',
    'a@[192.0.2.1]',
    'a@192.0.2.1',
    'a@firm.nl\r\nBcc: x@y.nl',
    `${long(65)}@firm.nl`,
    `a@${long(64)}.nl`,
    `${long(64)}@${long(63)}.${long(63)}.${long(63)}.nl`,
    `a@${Array(50).fill('firm').join('.')}.${long(10)}.nl`,
  ])('refuses %s', (email) => {
    expect(mailSyntax(email).ok).toBe(false)
  })

  it('never lets through what would break an SMTP line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = mailSyntax(text)
        if (!read.ok) return
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
        expect(`${read.local}@${read.domain}`).not.toMatch(/[\u0000-\u001f\u007f]/)
        expect(Buffer.byteLength(read.local) + 1 + read.domain.length).toBeLessThanOrEqual(254)
      }),
    )
  })
})
