import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../pipeline/config.ts'
import { enrich } from '../../pipeline/enrich/enrich.ts'
import { loadProbes } from '../../pipeline/enrich/judge.ts'
import type { Resolver } from '../../pipeline/enrich/mail/resolver.ts'
import { type EnrichOptions, PARTS } from '../../pipeline/enrich/options.ts'
import type { EnrichReport } from '../../pipeline/enrich/report.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { readKept } from '../../pipeline/fetch/kept.ts'
import { defineProbe } from '../../pipeline/probe.ts'
import { contactsOf } from '../../pipeline/store/contact.ts'
import { stepsOf } from '../../pipeline/store/enrichment.ts'
import { findingsOf } from '../../pipeline/store/finding.ts'
import { legalEvidenceOf, legalKindOf } from '../../pipeline/store/legal.ts'
import { findPage } from '../../pipeline/store/page.ts'
import { beginRun } from '../../pipeline/store/run.ts'
import { tempFolder, tempStore } from '../temp.ts'
import { openFarm, type SitePages } from './farm.ts'
import { settle, type Told } from './town.ts'

const DAY = 24 * 3600 * 1000

/** DNS in which every domain takes mail but `nomail.example`. */
const DNS: Resolver = {
  mx: async (domain) =>
    domain === 'nomail.example'
      ? { kind: 'records', hosts: [{ host: '', preference: 0 }] }
      : { kind: 'records', hosts: [{ host: `mx.${domain}`, preference: 10 }] },
  address: async () => 'yes',
}

/** A store, an archive, a farm of sites and a clock of our own. */
const house = async (sites: Readonly<Record<string, SitePages>>) => {
  const farm = await openFarm((host) => sites[host])
  onTestFinished(farm.close)
  const folder = tempFolder()
  const store = tempStore(join(folder, 'pipeline.db'))
  // A clock that goes, and can be put forward.
  const clock = { ahead: Date.parse('2026-11-23T08:00:00.000Z') - Date.now() }
  const now = () => new Date(Date.now() + clock.ahead).toISOString()
  const config = await readConfig(undefined, folder)
  const run = async (
    more: Partial<EnrichOptions> & { readonly allowPrivate?: boolean } = {},
  ): Promise<EnrichReport> => {
    const stop = new AbortController()
    const archive = await openArchive({ folder: join(folder, 'archive'), now })
    const fetcher = openFetcher({
      config: { ...config.fetch, delayMs: 0, maxTries: 1, allowPrivate: more.allowPrivate ?? true },
      contact: 'test@example.com',
      archive,
      now,
      signal: stop.signal,
      sleep: async () => undefined,
      online: async () => true,
      resolve: async (name) => {
        if (name.startsWith('gone.'))
          throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })
        return ['127.0.0.1']
      },
    })
    try {
      return await enrich({
        store,
        pages: fetcher,
        kept: (row) =>
          readKept(join(folder, 'archive'), {
            file: row.archive,
            offset: row.archive_offset,
            length: row.archive_length,
          }),
        resolver: DNS,
        probes: await loadProbes(),
        config,
        run: beginRun(store, 'enrich', {}, now()),
        now,
        signal: stop.signal,
        parts: PARTS,
        progress: () => undefined,
        ...more,
      })
    } finally {
      await fetcher.close()
      await archive.close()
    }
  }
  const prospect = (told: Told, ...others: readonly Told[]) =>
    settle(store, 'uk', [told, ...others])
  const later = (days: number) => {
    clock.ahead += days * DAY
  }
  return { farm, store, run, prospect, later, archive: join(folder, 'archive') }
}

const HOME = `<html><head><title>Harbour Bakery</title></head><body>
  <nav><a href="/contact">Contact</a> <a href="/about-us">About us</a> <a href="/prices">Prices</a> <a href="/blog">Blog</a></nav>
  <p>${'Bread and cakes baked by hand every morning in Anytown. '.repeat(6)}</p></body></html>`
const CONTACT = `<html><body><h1>Contact</h1><p>12 High Street<br>Anytown<br>AB1 2DE</p>
  <p>Call 01632 960123 or mail <a href="mailto:info@harbour.example">us</a></p>
  <p>Harbour Bakery Ltd. Registered in England No. 01234567</p></body></html>`

const harbour: SitePages = {
  '/': { body: HOME, headers: { etag: '"h1"' } },
  '/contact': { body: CONTACT, headers: { etag: '"c1"' } },
  '/about-us': '<html><body><p>About us</p></body></html>',
}

describe('enriching a prospect', () => {
  it('visits the pages that are worth it and names the page of everything it found', async () => {
    const { farm, store, run, prospect } = await house({ 'harbour.example': harbour })
    const id = prospect({ website: farm.url('harbour.example'), phones: ['+441632960999'] })
    const report = await run()
    expect(report).toMatchObject({ prospects: 1, visited: 1, failed: 0, ended: 'done' })
    expect(farm.asked).toEqual([
      'harbour.example/',
      'harbour.example/contact',
      'harbour.example/prices',
    ])
    const contacts = contactsOf(store, id)
    expect(contacts.map(({ type, value }) => `${type} ${value}`).sort()).toEqual([
      'email info@harbour.example',
      'phone +441632960123',
      'phone +441632960999',
    ])
    const email = contacts.find(({ type }) => type === 'email')
    expect(email).toMatchObject({ reach: 'impersonal', deliverable: 'yes', how: 'mailto' })
    expect(findPage(store, email?.page ?? 0)?.url).toBe(farm.url('harbour.example', '/contact'))
    expect(legalKindOf(legalEvidenceOf(store, id))).toBe('corporate')
    const findings = findingsOf(store, id)
    expect(findings.map(({ probe }) => probe)).toEqual(
      expect.arrayContaining([
        'dead-link',
        'no-viewport',
        'missing-description',
        'phone-differs',
        'phone-not-tappable',
      ]),
    )
    expect(findings.find(({ probe }) => probe === 'phone-differs')?.data).toMatchObject({
      a: 'Yell',
      aSays: '01632 960999',
      b: 'website',
      bSays: '01632 960123',
    })
    expect(findings.find(({ probe }) => probe === 'dead-link')?.data).toMatchObject({
      text: 'Prices',
      status: '404',
    })
  })

  it('does nothing twice, and visits again only when asked, by conditional request', async () => {
    const { farm, store, run, prospect, later } = await house({ 'harbour.example': harbour })
    const id = prospect({ website: farm.url('harbour.example') })
    await run()
    const first = farm.asked.length
    expect(await run()).toMatchObject({ prospects: 0, visited: 0 })
    later(10)
    expect(await run({ refreshDays: 30 })).toMatchObject({ prospects: 0 })
    expect(farm.asked.length).toBe(first)
    const before = contactsOf(store, id)
    expect(await run({ refreshDays: 5 })).toMatchObject({
      prospects: 1,
      visited: 1,
      contacts: 0,
      findings: 0,
    })
    expect(farm.asked.length).toBe(first * 2)
    const after = contactsOf(store, id)
    expect(after.map(({ id, value }) => [id, value])).toEqual(
      before.map(({ id, value }) => [id, value]),
    )
    expect((after[0]?.at ?? '') > (before[0]?.at ?? '')).toBe(true)
  })

  it('marks what a site no longer shows as gone', async () => {
    const pages = { ...harbour }
    const { farm, store, run, prospect, later } = await house({ 'harbour.example': pages })
    const id = prospect({ website: farm.url('harbour.example') })
    await run()
    Object.assign(pages, {
      '/contact': '<p>Call 01632 960456</p>',
      '/': HOME.replace('<head>', '<head><meta name="viewport" content="width=device-width">'),
    })
    later(40)
    await run({ refreshDays: 30 })
    expect(contactsOf(store, id).map(({ value }) => value)).toEqual(['+441632960456'])
    expect(findingsOf(store, id).map(({ probe }) => probe)).not.toContain('no-viewport')
  })

  it('keeps what a site said while the site is only silent, and lets it go when the site has ended', async () => {
    const sites: Record<string, SitePages> = { 'harbour.example': harbour }
    const { farm, store, run, prospect, later } = await house(sites)
    const id = prospect({ website: farm.url('harbour.example'), phones: ['+441632960123'] })
    await run()
    const before = contactsOf(store, id).map(({ id, how }) => [id, how])
    const findings = findingsOf(store, id).map(({ id }) => id)
    sites['harbour.example'] = { '/': { status: 503, body: 'down' } }
    later(40)
    expect(await run({ refreshDays: 30 })).toMatchObject({ failed: 1 })
    expect(contactsOf(store, id).map(({ id, how }) => [id, how])).toEqual(before)
    expect(findingsOf(store, id).map(({ id }) => id)).toEqual(findings)
    expect(legalKindOf(legalEvidenceOf(store, id))).toBe('corporate')
    sites['harbour.example'] = { '/': { status: 410, body: 'gone' } }
    later(40)
    await run({ refreshDays: 30 })
    expect(contactsOf(store, id).map(({ value, how }) => [value, how])).toEqual([
      ['+441632960123', 'listing'],
    ])
    expect(legalKindOf(legalEvidenceOf(store, id))).toBe('unknown')
  })

  it('keeps the reason of a failure and tries again by age, not at every run', async () => {
    const { farm, store, run, prospect, later } = await house({
      'broken.example': { '/': { status: 503, body: 'down' } },
      'closed.example': {
        '/robots.txt': {
          body: 'User-agent: *\nDisallow: /',
          headers: { 'content-type': 'text/plain' },
        },
        '/': HOME,
      },
    })
    const broken = prospect({
      website: farm.url('broken.example'),
      emails: ['info@broken.example'],
    })
    const closed = prospect({ website: farm.url('closed.example') })
    const gone = prospect({ website: 'http://gone.example/' })
    expect(await run()).toMatchObject({ failed: 3, prospects: 3 })
    const reason = (id: number) => stepsOf(store, id).find(({ step }) => step === 'site')?.reason
    expect([broken, closed, gone].map(reason)).toEqual(['server-error', 'robots', 'no-such-host'])
    // What the listings say is there all the same.
    expect(contactsOf(store, broken).map(({ value }) => value)).toEqual(['info@broken.example'])
    const asked = farm.asked.length
    expect(await run()).toMatchObject({ prospects: 0 })
    expect(farm.asked.length).toBe(asked)
    later(2)
    expect(await run()).toMatchObject({ prospects: 1, failed: 1 })
    later(3)
    expect(await run()).toMatchObject({ prospects: 1, failed: 1 })
    later(1)
    expect(await run()).toMatchObject({ prospects: 0 })
  })

  it('visits a site once for all prospects that share it', async () => {
    const { farm, run, prospect } = await house({ 'harbour.example': harbour })
    prospect({ website: farm.url('harbour.example') })
    prospect({ website: farm.url('www.harbour.example').replace('www.', '') })
    expect(await run()).toMatchObject({ prospects: 2 })
    expect(farm.asked.filter((path) => path === 'harbour.example/')).toHaveLength(1)
  })

  it('sets aside a prospect on which a probe fails, names it, and goes on with the others', async () => {
    const { farm, store, run, prospect } = await house({
      'a.example': harbour,
      'b.example': harbour,
    })
    const [first, second] = ['a', 'b'].map((name) =>
      prospect({ website: farm.url(`${name}.example`) }),
    )
    const broken = defineProbe({
      about: 'a probe that fails on one site',
      severity: 'low',
      sayable: false,
      says: [],
      look: ({ prospect }) => {
        if (prospect === first) throw new Error('no such luck')
        return []
      },
    })
    const report = await run({ probes: new Map([['broken', broken]]) })
    expect(report).toMatchObject({ prospects: 1, reasons: { 'set aside': 1 } })
    expect(contactsOf(store, second ?? 0).length).toBeGreaterThan(0)
    expect(store.raw.prepare('select what, why from set_aside').all()).toEqual([
      { what: `prospect ${first}`, why: 'Error: no such luck' },
    ])
  })

  it('reads a site anew whose kept pages are gone from the archive', async () => {
    const { farm, store, run, prospect, later, archive } = await house({
      'harbour.example': harbour,
    })
    const id = prospect({ website: farm.url('harbour.example') })
    await run()
    rmSync(archive, { recursive: true })
    later(40)
    expect(await run({ refreshDays: 30 })).toMatchObject({ visited: 1, failed: 0 })
    expect(contactsOf(store, id).map(({ value }) => value)).toContain('info@harbour.example')
  })

  it('runs twice at one time without asking for any page twice', async () => {
    const sites = Object.fromEntries([...'abcdefgh'].map((name) => [`${name}.example`, harbour]))
    const { farm, store, run, prospect } = await house(sites)
    const ids = Object.keys(sites).map((host) => prospect({ website: farm.url(host) }))
    await Promise.all([run(), run()])
    await run()
    expect(new Set(farm.asked).size).toBe(farm.asked.length)
    for (const id of ids) expect(contactsOf(store, id).length).toBeGreaterThan(0)
  })

  it('asks only for what is wanted', async () => {
    const { farm, store, run, prospect } = await house({ 'harbour.example': harbour })
    const id = prospect({ website: farm.url('harbour.example') })
    await run({ parts: ['contacts'] })
    expect(farm.asked).toEqual(['harbour.example/', 'harbour.example/contact'])
    expect(findingsOf(store, id)).toEqual([])
    // The other parts come from what was kept.
    await run({ parts: ['registers'] })
    expect(farm.asked).toHaveLength(2)
    expect(legalKindOf(legalEvidenceOf(store, id))).toBe('corporate')
  })

  it('never leaves the site, and takes no page that is no HTML', async () => {
    const home = HOME.replace('/about-us', 'https://elsewhere.example/about').replace(
      '/prices',
      '/prices.pdf',
    )
    const { farm, run, prospect } = await house({
      'harbour.example': {
        ...harbour,
        '/': home,
        '/contact': { body: '%PDF', headers: { 'content-type': 'application/pdf' } },
      },
      'elsewhere.example': { '/about': 'never' },
    })
    prospect({ website: farm.url('harbour.example') })
    await run()
    expect(farm.asked).toEqual(['harbour.example/', 'harbour.example/contact'])
  })

  it('finds the pages of a site without links in its sitemap', async () => {
    const pages = {
      '/': '<html><body><div id="app"></div></body></html>',
      '/contact.html': CONTACT,
    }
    const { farm, run, prospect } = await house({ 'script.example': pages })
    const urls = ['/', '/news.html', '/contact.html'].map((path) =>
      farm.url('script.example', path),
    )
    const sitemap = `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`
    Object.assign(pages, {
      '/sitemap.xml': { headers: { 'content-type': 'application/xml' }, body: sitemap },
    })
    prospect({ website: farm.url('script.example') })
    await run()
    expect(farm.asked).toEqual(
      ['/', '/sitemap.xml', '/contact.html'].map((path) => `script.example${path}`),
    )
  })

  it('goes through the guard: a name that leads inside is refused before anything is asked', async () => {
    const { farm, store, run, prospect } = await house({ 'harbour.example': harbour })
    const id = prospect({ website: 'http://harbour.example/' })
    await run({ allowPrivate: false })
    expect(farm.asked).toEqual([])
    const site = stepsOf(store, id).find(({ step }) => step === 'site')
    expect(site).toMatchObject({ state: 'failed', reason: 'address' })
  })

  it('says that mail is not taken where the domain says so', async () => {
    const { store, run, prospect } = await house({})
    const id = prospect({ emails: ['info@nomail.example'] })
    await run()
    expect(contactsOf(store, id)[0]).toMatchObject({ deliverable: 'no', how: 'listing' })
  })
})
