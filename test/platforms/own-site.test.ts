import { describe, expect, it } from 'vitest'
import type { Region } from '../../pipeline/model/region.ts'
import { addressesOn, hoursOn } from '../../pipeline/platforms/own-site.ts'
import { viewOf } from '../../pipeline/text/html.ts'

const addresses = (body: string, region: Region) =>
  addressesOn(viewOf(body, 'https://firm.example/'), body, region).map(
    ({ address }) => `${address.street}|${address.number}|${address.postcode}`,
  )
const hours = (body: string) =>
  hoursOn(viewOf(body, 'https://firm.example/'), body).map((one) => one.hours)

describe('an address on a page', () => {
  it.each<[Region, string, readonly string[]]>([
    ['uk', '<p>12 High Street, Anytown, AB1 2DE</p>', ['High Street|12|AB1 2DE']],
    [
      'uk',
      '<p>Firm Ltd<br>Unit 4<br>12 Mill Lane<br>Anytown<br>AB1 2DE</p>',
      ['Mill Lane|12|AB1 2DE'],
    ],
    [
      'uk',
      '<p>Visit us: 3 Market Place, Anytown AB1 2DE. Tel: 01632 960201</p>',
      ['Market Place|3|AB1 2DE'],
    ],
    ['uk', '<p>We deliver to AB1 2DE and around</p>', []],
    ['nl', '<p>Keizerstraat 12, 2513 AB Den Haag | KvK 01234567</p>', ['Keizerstraat|12|2513AB']],
    [
      'nl',
      '<div>Roemer Visscherstraat 99</div><div>1071 ZZ Amsterdam</div>',
      ['Roemer Visscherstraat|99|1071ZZ'],
    ],
    ['be', '<p>Hoogpoort 15</p><p>9000 Gent</p><p>ONnr: 0474.120.360</p>', ['Hoogpoort|15|9000']],
    ['be', '<p>Coupure Links 201 bus 3 - 9000 Gent</p>', ['Coupure Links|201|9000']],
    [
      'be',
      '<p>Tel: 016/44.69.73 – info@firm.be – Stationsstraat 216 – 3110 Rotselaar</p>',
      ['Stationsstraat|216|3110'],
    ],
    [
      'be',
      '<p>+32 470 63 44 13</p><p>Ma – Vr · 8u – 18u</p><p>© 2026 AB Bouw Group · BTW BE 0XXX.XXX.XXX</p>',
      [],
    ],
    ['be', '<p>© 2026 Advocatenkantoor Govarts BV • BTW BE 0837.325.675</p>', []],
    ['be', '<p>Actief sinds 1995 in heel Vlaanderen, al 30 jaar, 2500 klanten</p>', []],
    ['be', '<p>Rekening BE71 0961 2345 6769 KBC</p>', []],
  ])('%s: %s', (region, html, expected) => {
    expect(
      addresses(html, region).map((one) => one.replace(/(\d{4}) ([A-Z]{2})$/, '$1$2')),
    ).toEqual(expected)
  })
})

describe('opening hours on a page', () => {
  it.each([
    [
      '<p>Open: ma-vr: 9u-12u30 en 13u30-18u, za: 9u-12u</p>',
      ['Mo-Fr 09:00-12:30,13:30-18:00; Sa 09:00-12:00'],
    ],
    [
      '<table><tr><td>Monday</td><td>closed</td></tr><tr><td>Tuesday</td><td>9:00 - 17:00</td></tr></table>',
      ['Mo off; Tu 09:00-17:00'],
    ],
    ['<p>Mardi - samedi 9h00 - 18h00</p>', ['Tu-Sa 09:00-18:00']],
    [
      '<script type="application/ld+json">{"@type":"Bakery","openingHours":["Mo-Fr 09:00-17:00"]}</script>',
      ['Mo-Fr 09:00-17:00'],
    ],
    ['<p>Call us on Monday at the latest</p>', []],
    ['<p>From 9:00 we are glad to help</p>', []],
  ])('%s', (html, expected) => {
    expect(hours(html)).toEqual(expected)
  })
})
