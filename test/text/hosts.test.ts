import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainOf, hostKind, website } from '../../pipeline/text/hosts.ts'

describe('websites', () => {
  it.each([
    ['www.Smith.EXAMPLE/', 'http://www.smith.example'],
    ['https://smith.example/?utm_source=fcrmedia&page=2#top', 'https://smith.example/?page=2'],
    ['https://www.google.com/url?q=http://smith.example/&sa=U', 'http://smith.example'],
    [
      'https://l.facebook.com/l.php?u=https%3A%2F%2Fsmith.example%2F%3Ffbclid%3D1',
      'https://smith.example',
    ],
    [
      'https://admarkt.marktplaats.nl/a1/url/https%3A%2F%2Fwww.klus.example%2F',
      'https://www.klus.example',
    ],
    ['http://http://smith.example', 'http://smith.example'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ['smith.example:8080/x', 'http://smith.example:8080/x'],
    ['https://smith.example/contact', 'https://smith.example/contact'],
    ['mailto:info@smith.example', undefined],
    ['javascript:alert(1)', undefined],
    ['http://localhost/', undefined],
    ['http://10.0.0.1/', undefined],
    ['http://user:pass@smith.example/', undefined],
    ['n/a', undefined],
    ['smith', undefined],
  ])('reads %j as %j', (text, address) => {
    expect(website(text)).toBe(address)
  })

  it.each([
    ['https://www.smith.co.uk/contact', 'smith.co.uk', 'own'],
    ['https://shop.bakker.be', 'bakker.be', 'own'],
    ['http://smith.wixsite.com/home', 'smith.wixsite.com', 'own'],
    ['https://bakker.business.site', 'bakker.business.site', 'own'],
    ['https://smith.example.com', 'smith.example.com', 'own'],
    ['https://sites.google.com/view/smith', undefined, 'own'],
    ['https://m.facebook.com/smith', 'facebook.com', 'social'],
    ['https://www.yell.com/biz/smith-1/', 'yell.com', 'directory'],
    ['https://www.google.co.uk/maps/place/x', 'google.co.uk', 'search'],
    ['https://linktr.ee/smith', 'linktr.ee', 'shortener'],
  ])('knows whose page %s is', (address, domain, kind) => {
    expect(domainOf(address)).toBe(domain)
    expect(hostKind(address)).toBe(kind)
  })

  it('never throws, and keeps an address that it has kept before', () => {
    const nested = fc
      .webUrl({ withQueryParameters: true })
      .map((url) => `https://www.google.com/url?q=${encodeURIComponent(url)}&utm_source=x`)
    const urls = fc.webUrl({ withQueryParameters: true, withFragments: true })
    fc.assert(
      fc.property(fc.oneof(urls, nested, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const address = website(text)
        hostKind(text)
        if (address === undefined) return
        expect(website(address)).toBe(address)
        expect(address).toMatch(/^https?:\/\//)
        expect(address).not.toMatch(/[?&]utm_|#/)
      }),
      { numRuns: 500 },
    )
  })
})
