import { describe, expect, it } from 'vitest'
import { hasContactForm, socialsOn } from '../../../pipeline/enrich/contacts/elsewhere.ts'
import { phonesOn } from '../../../pipeline/enrich/contacts/phones.ts'
import { readContacts } from '../../../pipeline/enrich/contacts/read.ts'
import { isRole, reachOf } from '../../../pipeline/enrich/contacts/roles.ts'
import type { Region } from '../../../pipeline/model/region.ts'
import { viewOf } from '../../../pipeline/text/html.ts'

const view = (body: string) => viewOf(body, 'https://www.firma.example/contact')
const phones = (body: string, region: Region) => [
  ...new Set(phonesOn(view(body), region).map((found) => found.number)),
]

describe('phones on a page', () => {
  it.each<[string, Region, string, readonly string[]]>([
    ['a call link', 'uk', '<a href="tel:01632960123">call</a>', ['+441632960123']],
    [
      'a call link with spaces',
      'be',
      '<a href="tel:+32%202%20555%2012%2012">bel</a>',
      ['+3225551212'],
    ],
    [
      'JSON-LD',
      'uk',
      '<script type="application/ld+json">{"@type":"Plumber","telephone":"020 7946 0123"}</script>',
      ['+442079460123'],
    ],
    ['text', 'uk', '<p>Call us on 020 7946 0123 today</p>', ['+442079460123']],
    ['text with brackets', 'uk', '<p>Tel: +44 (0)20 7946 0123</p>', ['+442079460123']],
    ['Dutch dashes', 'nl', '<p>Telefoon: 070-555 01 23</p>', ['+31705550123']],
    ['a Dutch mobile', 'nl', '<p>Bel 06 - 12345678</p>', ['+31612345678']],
    ['Belgian slashes', 'be', '<p>Tel. 09/555.12.12</p>', ['+3295551212']],
    ['a Belgian mobile', 'be', '<p>GSM 0470 12 34 56</p>', ['+32470123456']],
    [
      'two side by side',
      'be',
      '<p>Tel. 09 555 12 12 / 0470 12 34 56</p>',
      ['+3295551212', '+32470123456'],
    ],
    [
      'a UK landline and mobile in one line',
      'uk',
      '<p>020 7946 0123 07700 900123</p>',
      ['+442079460123', '+447700900123'],
    ],
    ['a fax', 'nl', '<p>Tel: 070-555 01 23 Fax: 070-555 01 24</p>', ['+31705550123']],
    ['a fax on its own line', 'be', '<p>Fax: 09/555.12.13</p>', []],
    ['a Belgian enterprise number', 'be', '<p>BTW BE 0403.019.261</p><p>0403.019.261</p>', []],
    ['a KVK number', 'nl', '<p>KvK: 01234567 Btw NL004495445B01</p>', []],
    ['a bank account', 'nl', '<p>IBAN NL91 ABNA 0417 1643 00</p>', []],
    [
      'a UK company number',
      'uk',
      '<p>Registered in England no. 01234567</p><p>Company Number: 012345678</p>',
      [],
    ],
    ['dates and years', 'uk', '<p>01-02-2024 - 03-04-2024, 2019 - 2024</p>', []],
    ['a price and a postcode', 'be', '<p>1.250.000,00 EUR, 9000 Gent</p>', []],
  ])('%s (%s)', (_what, region, html, expected) => {
    expect(phones(html, region)).toEqual(expected)
  })
})

describe('whom an address reaches', () => {
  it.each([
    ['info@firma.example', 'impersonal'],
    ['info.gent@firma.example', 'impersonal'],
    ['onthaal@firma.example', 'impersonal'],
    ['accueil@firma.example', 'impersonal'],
    ['sales2@firma.example', 'impersonal'],
    ['firma@firma.example', 'impersonal'],
    ['jan.peeters@firma.example', 'personal'],
    ['jan@firma.example', 'personal'],
    ['j.smith@firma.example', 'personal'],
    ['info@gmail.com', 'freemail'],
    ['bakkerijpeeters@telenet.be', 'freemail'],
    ['jan.smith@btinternet.com', 'freemail'],
  ])('%s is %s', (email, reach) => {
    expect(reachOf(email, ['Firma', 'firma.example'])).toBe(reach)
  })

  it('takes a role word only whole', () => {
    expect(isRole('infonie')).toBe(false)
    expect(isRole('barbara')).toBe(false)
    expect(isRole('contact-form')).toBe(true)
  })
})

describe('other ways to reach the firm', () => {
  it('keeps profiles and leaves share buttons, posts and template links', () => {
    const page = view(`
      <a href="https://www.facebook.com/bakkerij.peeters/">f</a>
      <a href="https://nl-be.facebook.com/bakkerij.peeters">f</a>
      <a href="https://www.facebook.com/sharer/sharer.php?u=x">share</a>
      <a href="https://twitter.com/intent/tweet?text=x">tweet</a>
      <a href="https://www.instagram.com/p/Cxyz/">post</a>
      <a href="https://www.instagram.com/bakkerijpeeters">i</a>
      <a href="https://www.facebook.com/wix">wix</a>
      <a href="https://wa.me/32470123456?text=hi">whatsapp</a>
      <a href="https://www.firma.example/over">over</a>`)
    expect(socialsOn(page)).toEqual([
      'https://facebook.com/bakkerij.peeters',
      'https://instagram.com/bakkerijpeeters',
      'https://wa.me/32470123456',
    ])
  })

  it('knows a letter to the firm from a search, a newsletter and a comment', () => {
    expect(hasContactForm(view('<form><input type="email"><textarea></textarea></form>'))).toBe(
      true,
    )
    expect(hasContactForm(view('<form><input name="uw_email"><textarea></textarea></form>'))).toBe(
      true,
    )
    expect(hasContactForm(view('<form class="search"><input type="text"></form>'))).toBe(false)
    expect(hasContactForm(view('<form id="newsletter"><input type="email"></form>'))).toBe(false)
    expect(
      hasContactForm(
        view(
          '<form id="commentform" action="/wp-comments-post.php"><input type="email"><textarea></textarea></form>',
        ),
      ),
    ).toBe(false)
  })
})

describe('the contacts of a site', () => {
  it('are each named once, by the page that shows them best', () => {
    const page = (id: number, url: string, body: string) => ({
      id,
      url,
      at: '2026-11-23T08:00:00.000Z',
      view: viewOf(body, url),
    })
    const { contacts, refused } = readContacts(
      [
        page(
          1,
          'https://firma.example/',
          '<p>info@firma.example</p><footer>Website door info@makers.nl</footer>',
        ),
        page(
          2,
          'https://firma.example/contact',
          '<a href="mailto:info@firma.example">mail</a> <a href="mailto:jan@firma.example">Jan</a><p>070-555 01 23</p>',
        ),
      ],
      'nl',
      { names: ['Firma'], emails: [] },
    )
    expect(
      contacts.map(({ type, value, reach, page, how }) => [type, value, reach, page, how]),
    ).toEqual([
      ['email', 'info@firma.example', 'impersonal', 2, 'mailto'],
      ['email', 'jan@firma.example', 'personal', 2, 'mailto'],
      ['phone', '+31705550123', 'unknown', 2, 'text'],
    ])
    expect(refused).toEqual([{ email: 'info@makers.nl', why: 'agency', page: 1 }])
  })
})
