import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  businessIdentity,
  deliveryPoint,
  domainIdentity,
  emailIdentity,
  nameIdentity,
  phoneIdentity,
  registerIdentity,
} from '../../pipeline/text/identity.ts'

const same = (of: (text: string) => string | undefined, texts: readonly string[]) => {
  const forms = new Set(texts.map(of))
  expect([...forms]).toHaveLength(1)
  expect([...forms][0]).toBeDefined()
}

describe('a mailbox', () => {
  it('is one, however it is written', () => {
    same(emailIdentity, [
      'jan@firm.example',
      'Jan@FIRM.example',
      ' mailto:jan@firm.example?subject=x',
      'jan+offers@firm.example',
      'jan@firm.example.',
    ])
  })

  it('is one with and without dots where the provider does not see them, and two where it does', () => {
    same(emailIdentity, ['jan.smit@gmail.com', 'jansmit@googlemail.com', 'j.a.n.smit+x@gmail.com'])
    same(emailIdentity, ['jan.smit@proton.me', 'jan_smit@protonmail.com', 'jansmit@pm.me'])
    same(emailIdentity, ['jan@icloud.com', 'jan@me.com', 'jan@mac.com'])
    same(emailIdentity, ['jan@yahoo.co.uk', 'jan-shop@yahoo.co.uk'])
    expect(emailIdentity('jan.smit@firm.example')).not.toBe(emailIdentity('jansmit@firm.example'))
    expect(emailIdentity('jan-smit@firm.example')).not.toBe(emailIdentity('jan@firm.example'))
  })

  it('is one under the letters and the punycode of its domain', () => {
    same(emailIdentity, [
      'info@bäckerei.example',
      'info@xn--bckerei-5wa.example',
      'INFO@BÄCKEREI.example',
    ])
  })

  it('is none without a name, a domain, or with a space', () => {
    for (const text of [
      '',
      '@firm.example',
      'jan@',
      'jan',
      'jan@localhost',
      'jan smit@firm.example',
    ])
      expect(emailIdentity(text), text).toBeUndefined()
  })

  it('gives the same again when it is read again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = emailIdentity(address)
        if (once !== undefined) expect(emailIdentity(once)).toBe(once)
        expect(emailIdentity(address.toUpperCase())).toBe(once)
      }),
    )
  })
})

describe('a telephone', () => {
  it('is one, written the national way, the international way, or with an extension', () => {
    same(
      (text) => phoneIdentity(text, 'uk'),
      [
        '+442079460123',
        '020 7946 0123',
        '(020) 7946-0123',
        '+44 (0)20 7946 0123',
        '0044 20 7946 0123',
        '+442079460123;ext=4',
        'tel:+44-20-7946-0123',
      ],
    )
    expect(phoneIdentity('call us')).toBeUndefined()
    expect(phoneIdentity('020 7946 0123')).toBeUndefined()
  })
})

describe('a letterbox', () => {
  it('is one in the United Kingdom by postcode, number and unit, whatever the street is called', () => {
    const uk = (address: Parameters<typeof deliveryPoint>[0]) => deliveryPoint(address, 'uk')
    const door = uk({ street: 'High Street', number: '12', postcode: 'AB10 1XG' })
    expect(uk({ street: '12 High St', postcode: 'ab101xg' })).toBe(door)
    expect(uk({ number: '12', unit: 'Flat 2', postcode: 'AB10 1XG' })).not.toBe(door)
    expect(uk({ number: '12', unit: 'Unit 2', postcode: 'AB10 1XG' })).toBe(
      uk({ number: '12', unit: '2', postcode: 'AB10 1XG' }),
    )
    expect(uk({ street: 'High Street', postcode: 'AB10 1XG' })).toBeDefined()
    expect(uk({ street: 'High Street', number: '12' })).toBeUndefined()
  })

  it('is one in the Netherlands with its addition, however that is set off', () => {
    const nl = (number: string) => deliveryPoint({ postcode: '1234 AB', number }, 'nl')
    expect(nl('12-A')).toBe(nl('12 a'))
    expect(nl('12A')).not.toBe(nl('12'))
  })

  it('needs the street in Belgium, where a postcode is a town, and takes bus and bte for one', () => {
    const be = (street: string, unit: string) =>
      deliveryPoint({ postcode: '9000', street, number: '5', unit }, 'be')
    expect(be('Kaai', 'bus 2')).toBe(be('Kaai', 'bte 2'))
    expect(be('Kaai', 'bus 2')).not.toBe(be('Markt', 'bus 2'))
  })
})

describe('a business', () => {
  it('is one without its legal form, its accents and the words that come and go', () => {
    same(nameIdentity, ['The Café & Bar Ltd', 'Cafe and Bar', 'CAFÉ BAR LIMITED', 'Cafe Bar.'])
    same(nameIdentity, ['Bakkerij Jansen B.V.', 'bakkerij jansen bv', 'Bakkerij Jansen'])
    same(nameIdentity, ["O'Brien’s Plumbing", 'OBriens Plumbing'])
    expect(nameIdentity('Ltd')).toBe('ltd')
  })

  it('is told from its namesake by the postcode', () => {
    expect(businessIdentity('Jansen', '1234 AB')).toBe(businessIdentity('JANSEN BV', '1234ab'))
    expect(businessIdentity('Jansen', '1234 AB')).not.toBe(businessIdentity('Jansen', '1234 AC'))
    expect(businessIdentity('Jansen', undefined)).toBeUndefined()
  })

  it('is one under its register number as printed or not, and under its Belgian VAT number', () => {
    same((text) => registerIdentity('company', text), ['SC012345', 'SC12345', 'sc 012345'])
    same((text) => registerIdentity('kvk', text), ['87654321', 'KVK 8765 4321'])
    expect(registerIdentity('vat', 'BE 0123.456.749')).toBe(registerIdentity('kbo', '0123.456.749'))
    expect(registerIdentity('kvk', 'none')).toBeUndefined()
  })
})

describe('a domain', () => {
  it('is the part that somebody registered, and a builder’s customer is a registrant', () => {
    expect(domainIdentity('https://www.shop.firm.co.uk/x')).toBe('firm.co.uk')
    expect(domainIdentity('jan@mail.firm.example')).toBe('firm.example')
    expect(domainIdentity('jan.blogspot.com')).toBe('jan.blogspot.com')
    expect(domainIdentity('no domain')).toBeUndefined()
  })
})
