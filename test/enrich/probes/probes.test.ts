import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../pipeline/enrich/judge.ts'
import { HOST, PROBES, type Scene, sightings, stage } from './sight.ts'

const WORDS =
  'Bread and cakes baked by hand every morning, and coffee from a small roaster down the quay. '.repeat(
    4,
  )

/** A home page with nothing wrong. */
const HEALTHY = `<html><head><title>Harbour Bakery, Anytown</title><meta name="viewport" content="width=device-width">
  <meta name="description" content="Bakery in Anytown">
  <script type="application/ld+json">{"@type":"Bakery","name":"Harbour Bakery","telephone":"01632 960123","openingHours":"Mo-Fr 09:00-17:00","address":{"streetAddress":"12 High Street","postalCode":"AB1 2DE","addressLocality":"Anytown"}}</script>
  </head><body><p>${WORDS}</p><p>12 High Street, Anytown, AB1 2DE</p><a href="tel:01632960123">01632 960123</a><p>© 2026</p></body></html>`

const address = { number: '12', street: 'High Street', postcode: 'AB1 2DE', town: 'Anytown' }
const home = { pages: { home: HEALTHY } }
const own = { list: 'members', name: 'Our Town' }
/** A listing of the user's own directory. */
const member = {
  source: 'any/list',
  raw: { ref: 'm', name: 'Harbour Bakery', extra: { list: 'members' } },
} as const

const cases: readonly (readonly [
  what: string,
  scene: Scene,
  probe: string,
  data: object | undefined,
])[] = [
  [
    'a site over http whose https is refused',
    {
      ...home,
      scheme: 'http',
      events: [{ url: `https://${HOST}/`, what: 'unreachable: ECONNREFUSED' }],
    },
    'no-https',
    { host: HOST },
  ],
  [
    'a site over http whose https was only slow',
    { ...home, scheme: 'http', events: [{ url: `https://${HOST}/`, what: 'timeout: not done' }] },
    'no-https',
    undefined,
  ],
  [
    'a site over http of which https was never asked',
    { ...home, scheme: 'http' },
    'no-https',
    undefined,
  ],
  [
    'an expired certificate',
    {
      ...home,
      scheme: 'http',
      events: [{ url: `https://${HOST}/`, what: 'tls: CERT_HAS_EXPIRED: certificate has expired' }],
    },
    'bad-certificate',
    { reason: 'expired', host: HOST },
  ],
  [
    'a certificate of another name',
    { events: [{ url: `https://${HOST}/`, what: 'tls: ERR_TLS_CERT_ALTNAME_INVALID' }] },
    'bad-certificate',
    { reason: 'other-name' },
  ],
  [
    'a chain without its middle, which browsers mend',
    {
      ...home,
      scheme: 'http',
      events: [{ url: `https://${HOST}/`, what: 'tls: UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
    },
    'bad-certificate',
    undefined,
  ],
  [
    'a bad certificate on the bare name, a good one on www',
    { ...home, events: [{ url: `https://${HOST}/`, what: 'tls: ERR_TLS_CERT_ALTNAME_INVALID' }] },
    'bad-certificate',
    undefined,
  ],
  [
    'a link of the menu that is gone',
    {
      ...home,
      events: [
        {
          url: `https://${HOST}/prices`,
          what: 'http 404',
          link: 'Prices',
          from: `https://${HOST}/`,
        },
      ],
    },
    'dead-link',
    { text: 'Prices', status: '404' },
  ],
  [
    'a page that the server failed on',
    {
      ...home,
      events: [
        {
          url: `https://${HOST}/prices`,
          what: 'http 500',
          link: 'Prices',
          from: `https://${HOST}/`,
        },
      ],
    },
    'dead-link',
    undefined,
  ],
  [
    'a photo of six megabytes',
    {
      ...home,
      events: [
        { url: `https://${HOST}/a.jpg`, what: 'image 6291456 bytes', from: `https://${HOST}/` },
      ],
    },
    'heavy-image',
    { megabytes: '6.3' },
  ],
  [
    'a photo of usual size',
    {
      ...home,
      events: [
        { url: `https://${HOST}/a.jpg`, what: 'image 291456 bytes', from: `https://${HOST}/` },
      ],
    },
    'heavy-image',
    undefined,
  ],
  [
    'a website whose name is gone',
    {
      events: [
        { url: `https://${HOST}/`, what: 'no-such-host: ENOTFOUND' },
        { url: `http://www.${HOST}/`, what: 'no-such-host: ENOTFOUND' },
      ],
      listings: [{ website: `http://www.${HOST}` }],
    },
    'dead-website',
    { host: HOST, a: 'Yell' },
  ],
  [
    'a website that does not answer today',
    {
      events: [
        { url: `https://${HOST}/`, what: 'no-such-host: ENOTFOUND' },
        { url: `http://www.${HOST}/`, what: 'timeout: slow' },
      ],
      listings: [{ website: `http://www.${HOST}` }],
    },
    'dead-website',
    undefined,
  ],
  [
    'a phone that the site does not have',
    { ...home, listings: [{ phones: ['+441632960999'] }] },
    'phone-differs',
    { a: 'Yell', aSays: '01632 960999', b: 'website', bSays: '01632 960123' },
  ],
  [
    'a phone that the site has',
    { ...home, listings: [{ phones: ['+441632960999', '+441632960123'] }] },
    'phone-differs',
    undefined,
  ],
  [
    'a call-tracking number',
    { ...home, listings: [{ phones: ['+448081570999'] }, { phones: ['+448432890123'] }] },
    'phone-differs',
    undefined,
  ],
  [
    'a listing that vanished',
    { ...home, listings: [{ phones: ['+441632960999'], vanishedAt: '2026-11-01T00:00:00.000Z' }] },
    'phone-differs',
    undefined,
  ],
  [
    'two directories with two phones, and no site',
    { listings: [{ phones: ['+441632960999'] }, { source: 'any/osm', phones: ['+441632960123'] }] },
    'phone-differs',
    { a: 'OpenStreetMap', aSays: '01632 960123', b: 'Yell', bSays: '01632 960999' },
  ],
  [
    "a phone of the user's own list",
    { ...home, listings: [{ source: 'any/list', phones: ['+441632960999'] }] },
    'phone-differs',
    undefined,
  ],
  [
    'another house number',
    { ...home, listings: [{ address: { ...address, number: '21' } }] },
    'address-differs',
    {
      a: 'Yell',
      aSays: '21 High Street, Anytown AB1 2DE',
      bSays: '12 High Street, Anytown AB1 2DE',
    },
  ],
  [
    'another postcode',
    { ...home, listings: [{ address: { ...address, postcode: 'AB9 9ZZ' } }] },
    'address-differs',
    { a: 'Yell' },
  ],
  [
    'the same place in other spelling',
    { ...home, listings: [{ address: { ...address, street: 'High St.', postcode: 'ab12de' } }] },
    'address-differs',
    undefined,
  ],
  [
    'half a postcode of the same place',
    { ...home, listings: [{ address: { ...address, postcode: 'AB1' } }] },
    'address-differs',
    undefined,
  ],
  [
    'a number within a range',
    { ...home, listings: [{ address: { ...address, number: '10-14' } }] },
    'address-differs',
    undefined,
  ],
  [
    'an address without a number',
    { ...home, listings: [{ address: { street: 'Quay', postcode: 'AB9 9ZZ' } }] },
    'address-differs',
    undefined,
  ],
  [
    'a site with two branches',
    {
      pages: { home: HEALTHY, contact: '<p>5 Mill Lane, Otherton, AB7 7EF</p>' },
      listings: [{ address: { ...address, number: '21' } }],
    },
    'address-differs',
    undefined,
  ],
  [
    'another name',
    { ...home, listings: [{ name: 'Quayside Loaves' }] },
    'name-differs',
    { a: 'Yell', aSays: 'Quayside Loaves', bSays: 'Harbour Bakery' },
  ],
  [
    'the same name with its legal form',
    { ...home, listings: [{ name: 'The HARBOUR Bakery Ltd' }] },
    'name-differs',
    undefined,
  ],
  [
    'a name that shares a word',
    { ...home, listings: [{ name: 'Harbour Breads' }] },
    'name-differs',
    undefined,
  ],
  [
    'other hours on a day that both name',
    { ...home, listings: [{ hours: 'Mo-Fr 09:00-18:00' }] },
    'hours-differ',
    { day: 'mo', a: 'Yell', aSays: '09:00-18:00', b: 'website', bSays: '09:00-17:00' },
  ],
  [
    'hours of a day that the site does not name',
    { ...home, listings: [{ hours: 'Mo-Fr 09:00-17:00; Sa 10:00-12:00' }] },
    'hours-differ',
    undefined,
  ],
  [
    'hours that nobody can read',
    { ...home, listings: [{ hours: 'Mo-Fr 09:00-18:00; PH off' }] },
    'hours-differ',
    undefined,
  ],
  [
    "a business that the user's directory does not have",
    { ...home, own, listings: [{}] },
    'not-in-directory',
    { directory: 'Our Town' },
  ],
  [
    "a business that the user's directory has",
    { ...home, own, listings: [member] },
    'not-in-directory',
    undefined,
  ],
  [
    'a directory that was never brought in',
    { ...home, listings: [{}] },
    'not-in-directory',
    undefined,
  ],
  [
    "an old phone in the user's directory",
    { ...home, own, listings: [{ ...member, phones: ['+441632960999'] }] },
    'directory-outdated',
    { directory: 'Our Town', field: 'phone', ours: '01632 960999', aSays: '01632 960123' },
  ],
  [
    "an old address in the user's directory",
    { ...home, own, listings: [{ ...member, address: { ...address, number: '3' } }] },
    'directory-outdated',
    { field: 'address', ours: '3 High Street, Anytown AB1 2DE' },
  ],
  [
    "the user's directory beside the others",
    { ...home, own, listings: [{ ...member, phones: ['+441632960999'] }] },
    'phone-differs',
    undefined,
  ],
  [
    'a domain for sale',
    { pages: { home: '<title>x</title><p>This domain is for sale. Buy this domain.</p>' } },
    'parked-domain',
    { host: HOST },
  ],
  [
    'a page of a broker of domains',
    { events: [{ url: `https://${HOST}/`, what: 'leads to https://www.sedo.com/search' }] },
    'parked-domain',
    { host: HOST },
  ],
  [
    'a site that sells houses',
    { pages: { home: HEALTHY.replace('Bread', 'This house is for sale, buy this house. Bread') } },
    'parked-domain',
    undefined,
  ],
  [
    'a page in the making',
    { pages: { home: '<title>x</title><p>Site en construction</p>' } },
    'under-construction',
    { words: 'Site en construction' },
  ],
  [
    'a whole site that speaks of construction',
    {
      pages: {
        home: HEALTHY.replace('Bread', 'Homes under construction. Bread'.repeat(1)).replace(
          WORDS,
          WORDS.repeat(3),
        ),
      },
    },
    'under-construction',
    undefined,
  ],
  [
    'a page without a title',
    { pages: { home: HEALTHY.replace(/<title>.*<\/title>/, '') } },
    'missing-title',
    {},
  ],
  [
    'a title that scripts set',
    {
      pages: {
        home: HEALTHY.replace(/<title>.*<\/title>/, '<script>document.title="Harbour"</script>'),
      },
    },
    'missing-title',
    undefined,
  ],
  [
    'a title that says Home',
    { pages: { home: HEALTHY.replace(/<title>.*<\/title>/, '<title>Home | Welcome</title>') } },
    'generic-title',
    { title: 'Home | Welcome' },
  ],
  [
    'a title that says whose home it is',
    {
      pages: {
        home: HEALTHY.replace(/<title>.*<\/title>/, '<title>Home - Harbour Bakery</title>'),
      },
    },
    'generic-title',
    undefined,
  ],
  [
    'data without hours and phone',
    { pages: { home: HEALTHY.replace(/"telephone":.*?"Mo-Fr 09:00-17:00",/, '') } },
    'incomplete-local-business',
    { missing: 'phone, hours' },
  ],
  [
    'data that cannot be read',
    { pages: { home: HEALTHY.replace('"name":"Harbour Bakery"', '"name":') } },
    'no-local-business',
    undefined,
  ],
  [
    'a year that a script writes',
    {
      pages: {
        home: HEALTHY.replace(
          '© 2026',
          '© 2015-<script>document.write(new Date().getFullYear())</script>',
        ),
      },
    },
    'old-copyright',
    undefined,
  ],
  [
    'a year long past',
    { pages: { home: HEALTHY.replace('© 2026', '© 2009 - 2017 Harbour') } },
    'old-copyright',
    { year: '2017' },
  ],
]

describe('a probe', () => {
  it.each(cases.map((one) => [`${one[2]}: ${one[0]}`, one] as const))(
    '%s',
    (_title, [, scene, probe, data]) => {
      const seen = sightings(scene)[probe]
      if (data === undefined) expect(seen).toBeUndefined()
      else expect(seen).toMatchObject(data)
    },
  )

  it('is silent about a healthy site', () => {
    expect(sightings(home)).toEqual({})
  })

  it('has a case in which it speaks, and gives the values that it promises', () => {
    for (const [name, probe] of PROBES) {
      const spoken = cases.find(([, , one, data]) => one === name && data !== undefined)
      if (spoken === undefined) {
        expect(['no-opening-hours', ...BUILT.map(({ probe }) => probe)]).toContain(name)
        continue
      }
      const seen = sightings(spoken[1])[name] ?? {}
      expect(Object.keys(seen)).toEqual(expect.arrayContaining([...probe.says]))
    }
  })
})

/** Faults that can be built into the healthy page and taken out again, each by an edit that knows nothing of how probes look. */
const BUILT: readonly { readonly probe: string; readonly edit: (html: string) => string }[] = [
  { probe: 'no-viewport', edit: (html) => html.replace(/<meta name="viewport"[^>]*>/, '') },
  {
    probe: 'missing-description',
    edit: (html) => html.replace(/<meta name="description"[^>]*>/, ''),
  },
  { probe: 'missing-title', edit: (html) => html.replace(/<title>[^<]*<\/title>/, '') },
  {
    probe: 'phone-not-tappable',
    edit: (html) => html.replace(/<a href="tel:[^"]*">([^<]*)<\/a>/, '<span>$1</span>'),
  },
  { probe: 'old-copyright', edit: (html) => html.replace('© 2026', '© 2012') },
  {
    probe: 'no-local-business',
    edit: (html) => html.replace(/<script type="application\/ld\+json">.*?<\/script>/s, ''),
  },
]

describe('findings', () => {
  it('are exactly the faults that were built in, in any mixture', () => {
    fc.assert(
      fc.property(fc.subarray([...BUILT]), (faults) => {
        const html = faults.reduce((page, { edit }) => edit(page), HEALTHY)
        const contact = '<p>Open every day</p>'
        const found = Object.keys(sightings({ pages: { home: html, contact } }))
        expect(found.sort()).toEqual(faults.map(({ probe }) => probe).sort())
      }),
      { numRuns: 64 },
    )
  })

  it('about hours are made only when no page speaks of them', () => {
    const bare = HEALTHY.replace(/,?"openingHours":"[^"]*"/, '').replace(
      'every morning',
      'with care',
    )
    const contact = '<p>Come and see us at the quay.</p>'
    const probes = (pages: NonNullable<Scene['pages']>) => Object.keys(sightings({ pages }))
    expect(probes({ home: bare, contact })).toContain('no-opening-hours')
    expect(probes({ home: bare })).not.toContain('no-opening-hours')
    for (const words of [
      'Open 9-5',
      'By appointment',
      'Gesloten op zondag',
      'Horaires en magasin',
      '24/7',
      'ma - vr',
    ])
      expect(probes({ home: bare, contact: `${contact}<p>${words}</p>` })).not.toContain(
        'no-opening-hours',
      )
  })

  it('never come from a page cut short or scrambled in a way that throws', () => {
    fc.assert(
      fc.property(fc.nat(HEALTHY.length), fc.nat(HEALTHY.length), fc.string(), (a, b, noise) => {
        judge(
          PROBES,
          stage({
            pages: { home: HEALTHY.slice(0, a) + noise + HEALTHY.slice(b) },
            listings: [{ phones: ['+441632960123'], hours: 'Mo-Fr 09:00-17:00', address }],
          }),
        )
      }),
      { numRuns: 150 },
    )
  })
})
