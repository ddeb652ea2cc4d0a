import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailCandidates } from '../../../pipeline/enrich/contacts/emails.ts'
import { type Owner, refusal } from '../../../pipeline/enrich/contacts/judge.ts'
import { viewOf } from '../../../pipeline/text/html.ts'

const OWNER: Owner = { hosts: ['www.firma.example'], names: ['Firma'], emails: [] }

/** Addresses that are believed to be the firm's, read from a body of HTML. */
const read = (body: string, owner: Owner = OWNER): readonly string[] => [
  ...new Set(
    emailCandidates(viewOf(body, 'https://www.firma.example/'))
      .filter((found) => refusal(found, owner) === undefined)
      .map((found) => found.email),
  ),
]

const cloudflare = (text: string, key: number) =>
  [key, ...[...Buffer.from(text)].map((byte) => byte ^ key)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

describe('an address on a page', () => {
  const ways: readonly (readonly [string, string])[] = [
    ['a mail link', '<a href="mailto:info@firma.example">mail</a>'],
    [
      'a mail link with a subject',
      '<a href="mailto:Info@Firma.example?subject=Hallo%20daar">mail</a>',
    ],
    ['a mail link with slashes and a space', '<a href="mailto://%20info@firma.example">mail</a>'],
    ['a mail link that is escaped', '<a href="mailto:info%40firma.example">mail</a>'],
    ['plain text', '<p>E-mail: info@firma.example.</p>'],
    ['text between brackets', '<p>Schrijf ons (info@firma.example)</p>'],
    ['entities', '<p>&#105;&#110;&#102;&#111;&#64;firma&#46;example</p>'],
    ['hexadecimal entities', '<p>&#x69;nfo&#x40;firma.example</p>'],
    [
      'JSON-LD',
      '<script type="application/ld+json">{"@type":"Bakery","email":"mailto:info@firma.example"}</script>',
    ],
    [
      'JSON-LD in a graph',
      '<script type="application/ld+json">{"@graph":[{"@type":"Store","contactPoint":{"@type":"ContactPoint","email":"info@firma.example"}}]}</script>',
    ],
    ['microdata', '<meta itemprop="email" content="info@firma.example">'],
    [
      'Cloudflare protection',
      `<a class="__cf_email__" data-cfemail="${cloudflare('info@firma.example', 0x5a)}">[email&#160;protected]</a>`,
    ],
    [
      'a Cloudflare link',
      `<a href="/cdn-cgi/l/email-protection#${cloudflare('info@firma.example', 7)}">mail</a>`,
    ],
    ['[at]', '<p>info [at] firma.example</p>'],
    ['(at) without spaces', '<p>info(at)firma.example</p>'],
    ['[at] and [dot]', '<p>info [at] firma [dot] example</p>'],
    ['[apenstaartje] and [punt]', '<p>info [apenstaartje] firma [punt] example</p>'],
    ['apenstaartje, punt in words', '<p>info apenstaartje firma punt example</p>'],
    ['(arobase) and (point)', '<p>info (arobase) firma (point) example</p>'],
    ['arobase in words', '<p>info arobase firma point example</p>'],
    ['[chez]', '<p>info [chez] firma.example</p>'],
    ['at and dot in words', '<p>info at firma dot example</p>'],
    ['spaces round the sign', '<p>info @ firma.example</p>'],
    ['a wide sign', '<p>info＠firma.example</p>'],
    ['soft hyphens and zero-width marks', '<p>in&shy;fo@&#8203;firma.example</p>'],
    ['split over spans', '<p><span>info</span><span>@</span><span>firma</span>.<b>example</b></p>'],
    ['a label glued before it', '<p><b>E-mail</b><span>info@firma.example</span></p>'],
    ['a word glued after it', '<p>info@firma.example<span>Telefoon</span></p>'],
    [
      'a hidden decoy inside',
      '<p>info<span style="display:none">geen-spam</span>@firma.example</p>',
    ],
    [
      'a decoy hidden by class',
      '<style>.x{display:none}</style><p>info<span class="x">null</span>@firma.example</p>',
    ],
    [
      'turned round by style',
      '<span style="unicode-bidi:bidi-override; direction: rtl">elpmaxe.amrif@ofni</span>',
    ],
    [
      'turned round by class',
      '<style>.m{direction:rtl;unicode-bidi:bidi-override}</style><span class="m">elpmaxe.amrif@ofni</span>',
    ],
    ['turned round by bdo', '<bdo dir="rtl">elpmaxe.amrif@ofni</bdo>'],
    [
      'a script that joins two parts',
      '<script>document.write("info" + "@" + "firma.example")</script>',
    ],
    [
      'a cloak in three steps',
      `<script>var p = '&#109;a&#105;lto'; var addy7 = '&#105;nf&#111;' + '&#64;'; addy7 = addy7 + 'f&#105;rma' + '&#46;' + '&#101;xample'; document.getElementById('c').innerHTML += '<a ' + p + ':' + addy7 + '>' + addy7 + '</a>';</script>`,
    ],
    ['a list that a script joins', "<script>var m=['info','firma.example'].join('@')</script>"],
    [
      'letters by number',
      `<script>document.write(String.fromCharCode(${[...'info@firma.example'].map((c) => c.charCodeAt(0)).join(',')}))</script>`,
    ],
    [
      'a state block of a builder',
      '<script>window.__STATE__={"mail":"info\\u0040firma.example"}</script>',
    ],
    ['letters turned by thirteen', '<span data-enc-email="vasb[at]svezn.rknzcyr"></span>'],
    ['base 64', `<a data-email="${Buffer.from('info@firma.example').toString('base64')}">mail</a>`],
    ['a picture of the sign', '<p>info<img src="at.gif" alt="(at)">firma.example</p>'],
    ['an icon of the sign', '<p>info<i class="fa fa-at"></i>firma.example</p>'],
    ['stars round the sign', '<p>info *at* firma.example</p>'],
    ['a loud AT', '<p>info AT firma.example</p>'],
    ['long names of parts', '<a data-mail-user="info" data-mail-domain="firma.example">mail</a>'],
    ['parts in attributes', '<a data-name="info" data-domain="firma" data-tld="example">mail</a>'],
    [
      'a shifted mail link',
      '<a href="javascript:linkTo_UnCryptMailto(%27nbjmup%2BjogpAgjsnb%2Ffybnqmf%27)">mail</a>',
    ],
  ]
  it.each(ways)('is read from %s', (_way, html) => {
    expect(read(html)).toEqual(['info@firma.example'])
  })

  it('is read from broken markup and never throws', () => {
    const whole = ways.map(([, html]) => html).join('\n')
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string(), (a, b, noise) => {
        read(whole.slice(0, a) + noise + whole.slice(b))
      }),
      { numRuns: 300 },
    )
  })

  it('is read before a page that was made to hurt begins to', () => {
    const deep = `<p>info@firma.example</p>${'<div>'.repeat(200_000)}`
    expect(read(deep)).toEqual(['info@firma.example'])
    const figures = `<p>info@firma.example</p><p>${'0 1 2 3 4 5 '.repeat(50_000)}</p>`
    expect(read(figures)).toEqual(['info@firma.example'])
  })

  it('is found whatever its local part and way of hiding', () => {
    const local = fc.stringMatching(/^[a-z][a-z0-9]{1,12}([._-][a-z0-9]{1,8})?$/)
    fc.assert(
      fc.property(local, fc.integer({ min: 1, max: 255 }), (name, key) => {
        const email = `${name}@firma.example`
        expect(
          emailCandidates(
            viewOf(`<a data-cfemail="${cloudflare(email, key)}">x</a>`, 'https://a.example/'),
          ).map((c) => c.email),
        ).toEqual([email])
        expect(
          emailCandidates(viewOf(`<p>Mail ${email}, of bel</p>`, 'https://a.example/')).map(
            (c) => c.email,
          ),
        ).toEqual([email])
      }),
    )
  })
})

describe('what is no address of the firm', () => {
  it.each([
    ['an image name', '<img src="logo@2x.png"><p>logo@2x.png</p>'],
    ['a placeholder', '<input placeholder="naam@firma.example"><p>jouwnaam@voorbeeld.nl</p>'],
    ['a template address', '<p>name@domain.com, votre-email@exemple.fr</p>'],
    [
      'an error reporter',
      '<script>Sentry.init({dsn:"https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2"})</script>',
    ],
    [
      'a builder',
      '<script>{"a":"605a7baede844d278b89dc95ae0a9123@sentry-next.wixpress.com"}</script>',
    ],
    [
      'the maker of the site',
      '<footer><p>Website door <a href="mailto:info@webmakers.nl">Webmakers</a></p></footer>',
    ],
    [
      'the maker at a freemail house',
      '<footer><p>Webdesign: pietmaaktsites@gmail.com</p></footer>',
    ],
    ['another firm', '<p>Privacy: contact@apd-gba.be</p>'],
    ['a box nobody reads', '<a href="mailto:no-reply@firma.example">x</a>'],
    ['a comment', '<!-- info@firma.example -->'],
    ['words with at', '<p>Visit us at firma.example, look at firma.example</p>'],
    ['a package', '<script>import "swiper@8.4.5/swiper.js"</script><p>react@18.2.0</p>'],
    ['a share link', '<a href="mailto:?subject=Look&body=https://firma.example">share</a>'],
    [
      'an address in a web address',
      '<a href="https://maps.firma.example/@51.05,3.71,15z">map</a><p>https://medium.com/@firma.example</p>',
    ],
  ])('%s is left', (_what, html) => {
    expect(read(html)).toEqual([])
  })

  it('takes a box at a freemail house beside the words of the maker, and of its own website', () => {
    const both = ['firma@telenet.be']
    expect(read('<p>Website: www.firma.example | E-mail: firma@telenet.be</p>')).toEqual(both)
    expect(read('<p>Firma, firma@telenet.be. Website door Studio Zes, zes@telenet.be</p>')).toEqual(
      both,
    )
    expect(read('<p>Hosting par Agence: agence.dix@gmail.com</p>')).toEqual([])
  })

  it('does not take the domain of a trade for the domain of the firm', () => {
    const owner = { hosts: ['bakkerij-jansen.nl'], names: ['Bakkerij Jansen'], emails: [] }
    expect(read('<p>info@bakkerij.nl, info@bakkerijjansenenzonen.nl</p>', owner)).toEqual([
      'info@bakkerijjansenenzonen.nl',
    ])
  })

  it('takes another domain that carries the name of the firm or that a listing states', () => {
    const html = '<p>hallo@bakkerijjansen.be, post@bureau-x.nl</p>'
    const owner = { hosts: ['bakkerij-jansen.nl'], names: [], emails: ['info@bureau-x.nl'] }
    expect(read(html, owner)).toEqual(['hallo@bakkerijjansen.be', 'post@bureau-x.nl'])
    expect(
      read(html, { hosts: ['x.wixsite.com'], names: ['Bakkerij Jansen'], emails: [] }),
    ).toEqual(['hallo@bakkerijjansen.be'])
  })
})
