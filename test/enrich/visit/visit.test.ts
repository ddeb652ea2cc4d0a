import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryOf, entryUrls } from '../../../pipeline/enrich/visit/entry.ts'
import { firstPhoto } from '../../../pipeline/enrich/visit/image.ts'
import type { ReadKept } from '../../../pipeline/enrich/visit/kept.ts'
import type { Pages } from '../../../pipeline/enrich/visit/pages.ts'
import { retryAt } from '../../../pipeline/enrich/visit/retry.ts'
import { leadsIn, leadsOn } from '../../../pipeline/enrich/visit/roles.ts'
import { goOn } from '../../../pipeline/enrich/visit/visit.ts'
import type { Fetched } from '../../../pipeline/fetch/fetched.ts'
import { beginRun } from '../../../pipeline/store/run.ts'
import { planVisit, visitById, visitPages } from '../../../pipeline/store/visit.ts'
import { viewOf } from '../../../pipeline/text/html.ts'
import { tempStore } from '../../temp.ts'

const AT = '2026-11-23T08:00:00.000Z'
const FILLER = '<p>Bread and cakes baked by hand every morning by the quay.</p>'.repeat(5)

/** A web of our own: address → page, redirect target or failure. */
type Web = Readonly<
  Record<
    string,
    | string
    | { readonly to: string }
    | { readonly fails: 'tls' | 'unreachable' | 'no-such-host' | 'timeout' }
  >
>

const visit = async (site: string, web: Web) => {
  const store = tempStore()
  const asked: string[] = []
  const bodies = new Map<number, string>()
  const fetch = async (url: string): Promise<Fetched> => {
    asked.push(url)
    const found = web[url] ?? { fails: 'no-such-host' as const }
    if (typeof found === 'object' && 'to' in found)
      return { ...(await fetch(found.to)), url: found.to }
    if (typeof found === 'object')
      return { kind: 'failed', why: found.fails, detail: 'CERT_HAS_EXPIRED', url }
    const offset = bodies.size
    bodies.set(offset, found)
    const archived = { file: 'a', offset, length: 1, digest: '' }
    return {
      kind: 'page',
      url,
      status: 200,
      headers: {},
      contentType: 'text/html',
      body: found,
      bytes: Buffer.from(found),
      charset: 'utf-8',
      fetchedAt: AT,
      redirects: [],
      archived,
    }
  }
  const pages: Pages = { fetch: (request) => fetch(request.url), sitemaps: async () => [] }
  const kept: ReadKept = async (row) => ({
    body: bodies.get(row.archive_offset) ?? '',
    headers: {},
  })
  const entry = entryOf(site)
  if (entry === undefined) throw new Error(`${site} is no site`)
  const [first = ''] = entryUrls(entry.url)
  const id = planVisit(
    store,
    { ...entry, tries: 0 },
    [{ url: first, role: 'home', priority: 1000 }],
    { at: AT, since: AT },
  )
  const run = beginRun(store, 'enrich', {}, AT)
  const wish = {
    region: 'uk' as const,
    contacts: true,
    registers: true,
    findings: true,
    owner: { names: [], emails: [] },
  }
  await goOn(id, {
    store,
    pages,
    kept,
    run,
    now: () => AT,
    wish,
    maxPages: 6,
    maxBytes: 1e6,
    leaseMs: 60_000,
  })
  return { asked, state: visitById(store, id), rows: visitPages(store, id) }
}

describe('the way into a site', () => {
  it('is https first, then http, then the other name', async () => {
    const { asked, state } = await visit('http://firm.example', {})
    expect(asked).toEqual([
      'https://firm.example/',
      'http://firm.example/',
      'https://www.firm.example/',
      'http://www.firm.example/',
    ])
    expect(state).toMatchObject({ state: 'failed', reason: 'no-such-host' })
  })

  it('is knocked at over https where the name that answers is not the one that was asked', async () => {
    const { asked, rows } = await visit('http://firm.example', {
      'https://firm.example/': { fails: 'unreachable' },
      'http://firm.example/': { to: 'http://www.firm.example/' },
      'http://www.firm.example/': FILLER,
      'https://www.firm.example/': { fails: 'unreachable' },
    })
    expect(asked).toContain('https://www.firm.example/')
    expect(rows.find(({ role }) => role === 'https')).toMatchObject({
      state: 'failed',
      url: 'https://www.firm.example/',
    })
  })

  it('keeps why a certificate was refused, and reads the site over http', async () => {
    const { state, rows } = await visit('https://firm.example', {
      'https://firm.example/': { fails: 'tls' },
      'http://firm.example/': FILLER,
    })
    expect(state?.state).toBe('done')
    expect(rows.find(({ url }) => url === 'https://firm.example/')?.what).toBe(
      'tls: CERT_HAS_EXPIRED',
    )
  })

  it('ends where a site sends its visitors to a network', async () => {
    const { state } = await visit('https://firm.example', {
      'https://firm.example/': { to: 'https://www.facebook.com/firm' },
      'https://www.facebook.com/firm': FILLER,
    })
    expect(state).toMatchObject({ state: 'failed', reason: 'leads to' })
  })
})

describe('a website of a listing', () => {
  it.each([
    ['http://www.firm.co.uk/', 'firm.co.uk'],
    ['https://firm.co.uk', 'firm.co.uk'],
    ['firm.co.uk/index.html', 'firm.co.uk/index.html'],
    ['https://chain.com/leeds/', 'chain.com/leeds'],
    ['https://firm.wixsite.com/home', 'firm.wixsite.com/home'],
    ['http://127.0.0.5:8080/', '127.0.0.5:8080'],
  ])('%s is the site %s', (address, site) => {
    expect(entryOf(address)?.site).toBe(site)
  })

  it.each([
    'https://www.facebook.com/firm',
    'https://www.yell.com/biz/firm',
    'ftp://firm.nl',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'not a site',
    undefined,
  ])('%s is none', (address) => {
    expect(entryOf(address)).toBeUndefined()
  })
})

describe('pages worth a visit', () => {
  const leads = (html: string) =>
    leadsOn(viewOf(html, 'https://firm.example/')).map(
      ({ role, url }) => `${role} ${new URL(url).pathname}`,
    )

  it.each([
    ['<a href="/c">Contact us</a>', 'contact /c'],
    ['<a href="/nl/contacteer-ons">Contacteer ons</a>', 'contact /nl/contacteer-ons'],
    ['<a href="/x">Nous contacter</a>', 'contact /x'],
    ['<a href="contact.php"><img src="c.png"></a>', 'contact /contact.php'],
    ['<a href="/over-ons"><span>Over</span> ons</a>', 'about /over-ons'],
    ['<a href="/wie">Wie zijn wij</a>', 'about /wie'],
    ['<a href="/qui">Qui sommes-nous ?</a>', 'about /qui'],
    ['<a href="/open">Openingsuren</a>', 'hours /open'],
    ['<a href="/o">Opening hours</a>', 'hours /o'],
    ['<a href="/h">Horaires</a>', 'hours /h'],
    ['<a href="/m">Mentions légales</a>', 'legal /m'],
    ['<a href="/av">Algemene voorwaarden</a>', 'legal /av'],
    ['<a href="/t">Tarieven</a>', 'prices /t'],
    ['<a href="/p">Prices</a>', 'prices /p'],
  ])('%s', (html, lead) => {
    expect(leads(html)).toEqual([lead])
  })

  it.each([
    '<a href="#contact">Contact</a>',
    '<a href="https://elsewhere.example/contact">Contact</a>',
    '<a href="mailto:a@firm.example">Contact</a>',
    '<a href="/contact.pdf">Contact</a>',
    '<a href="/blog/how-we-stay-in-touch-with-old-friends">A long story about keeping in touch with friends</a>',
    '<a href="/cart">Basket</a>',
    '<a href="/">Home</a>',
  ])('%s is none', (html) => {
    expect(leads(html)).toEqual([])
  })

  it('are few, one of a kind, and never of another site', () => {
    const word = fc.constantFrom(
      'Contact',
      'Over ons',
      'Tarieven',
      'Privacy',
      'Home',
      'Openingsuren',
      'Nieuws',
    )
    const href = fc.constantFrom(
      '/a',
      '/b/c',
      'https://other.example/contact',
      '//firm.example/x',
      '?p=2',
      'contact',
      '/privacy',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(word, href), { maxLength: 30 }), (links) => {
        const found = leadsOn(
          viewOf(
            links.map(([text, to]) => `<a href="${to}">${text}</a>`).join(''),
            'https://firm.example/',
          ),
        )
        expect(found.length).toBeLessThanOrEqual(6)
        expect(found.every(({ url }) => new URL(url).hostname === 'firm.example')).toBe(true)
        expect(new Set(found.map(({ url }) => url)).size).toBe(found.length)
      }),
    )
  })

  it('are found in a sitemap by their paths', () => {
    const found = leadsIn(
      [
        'https://firm.example/nieuws',
        'https://firm.example/nl/contact',
        'https://other.example/contact',
      ],
      'https://firm.example/',
    )
    expect(found.map(({ url }) => url)).toEqual(['https://firm.example/nl/contact'])
  })
})

describe('the first photo of a page', () => {
  const photo = (html: string) => firstPhoto(viewOf(html, 'https://firm.example/'))
  it('is the first that a visitor is sent, and no logo', () => {
    expect(
      photo('<img src="/logo.png"><img src="data:image/png;base64,x"><img src="/shop.jpg">'),
    ).toBe('https://firm.example/shop.jpg')
  })
  it.each([
    '<img src="/a.jpg" srcset="/a-2.jpg 2x">',
    '<img src="/a.jpg" width="64">',
    '<img src="https://cdn.other.example/a.jpg">',
    '<img src="/a.svg">',
  ])('is not %s', (html) => {
    expect(photo(html)).toBeUndefined()
  })
})

describe('a failed visit', () => {
  it('waits longer with every failure, and never for ever', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'timeout',
          'no-such-host',
          'robots',
          'http 404',
          'tls',
          'address',
          'whatever',
        ),
        fc.nat(100),
        (reason, tries) => {
          const [now, next] = [retryAt(reason, tries, AT), retryAt(reason, tries + 1, AT)]
          expect(now > AT && next >= now).toBe(true)
          expect(Date.parse(next) - Date.parse(AT)).toBeLessThanOrEqual(365 * 24 * 3600 * 1000)
        },
      ),
    )
  })
})
