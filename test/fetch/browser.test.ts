import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../pipeline/chromium.ts'
import { fetching } from '../../pipeline/config/fetch.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { judgeBlock } from '../../pipeline/fetch/blocks.ts'
import { type Browser, needsScripts, openBrowser } from '../../pipeline/fetch/browser.ts'
import { MAPS_FEED } from '../../pipeline/fetch/feed.ts'
import { walkArchive } from '../../pipeline/fetch/kept.ts'
import { savedFrom } from '../../pipeline/fetch/origin.ts'
import { type MapsSite, mapsSite } from './maps-site.ts'
import { type Answerer, fetcherFor, type Site, serve } from './server.ts'

const chromium = await findChromium(process.env)
const folder = mkdtempSync(join(tmpdir(), 'doorstep-browser-'))
const config = fetching.parse({ delayMs: 0, timeoutMs: 8000, allowPrivate: true })
const now = () => new Date().toISOString()
const END = 'You\u2019ve reached the end of the list.'

describe('a page that needs its scripts', () => {
  it.each([
    ['script tags without end', '<script '.repeat(400_000)],
    ['half tags', '<'.repeat(3_000_000)],
    ['open heads', `${'<head'.repeat(200_000)}<script>`],
  ])('is judged in one pass when it is three megabytes of %s', (_, body) => {
    expect(typeof needsScripts(body)).toBe('boolean')
    expect(savedFrom(body.replaceAll('script', 'link')).url).toBeUndefined()
    expect(judgeBlock({ body: body.slice(0, 59_000) })).toBeUndefined()
  })

  it.each([
    ['<div id="root"></div><script src="/app.js"></script>', true],
    [
      '<noscript>You need to enable JavaScript to run this app, dear visitor of this site.</noscript><div id="app"></div><script src="/a.js"></script>',
      true,
    ],
    ['<div id="root"></div>', false],
    [`<p>${'We mend roofs in Leeds. '.repeat(20)}</p><script src="/menu.js"></script>`, false],
    ['', false],
  ])('is told from one that does not: %j', (body, expected) => {
    expect(needsScripts(body)).toBe(expected)
  })
})

describe('the end of the list', () => {
  it.each([
    'You\u2019ve reached the end of the list.',
    "You've reached the end of the list.",
    'Je hebt het einde van de lijst bereikt.',
    'Vous avez atteint la fin de la liste.',
  ])('is known as %j', (words) => {
    expect(words).toMatch(MAPS_FEED.end)
  })
})

describe.skipIf(chromium === undefined)('the browser (skipped: no Chromium here)', () => {
  let browser: Browser
  const open: Site[] = []
  const stop = new AbortController()
  const archive = openArchive({ folder, now })
  const site = async (pages: Readonly<Record<string, Answerer | string>>) => {
    const made = await serve(pages)
    open.push(made)
    return made
  }
  const maps = (given: Partial<MapsSite> = {}) => site(mapsSite({ places: 50, end: END, ...given }))

  beforeAll(async () => {
    const fetcher = fetcherFor({ ...config })
    browser = await openBrowser({
      config,
      fetcher,
      archive: await archive,
      env: process.env,
      now,
      signal: stop.signal,
    })
  })
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  afterAll(async () => {
    await browser.close()
    await (await archive).close()
    rmSync(folder, { recursive: true, force: true })
  })
  const places = (body: string) =>
    [...body.matchAll(/aria-label="(Firm \d+)"/g)].map(([, name]) => name)

  it('renders what a page writes by script, says who it is, and asks for no pictures', async () => {
    const { url, requests } = await site({
      '/robots.txt': '',
      '/': '<div id="root"></div><img src="/logo.png"><script src="/app.js"></script>',
      '/app.js': (_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/javascript' })
          .end("root.innerHTML = '<h1>Roofs</h1>'"),
    })
    const got = await browser.fetch({ url: `${url}/` })
    expect(got).toMatchObject({
      kind: 'page',
      url: `${url}/`,
      status: 200,
      body: expect.stringContaining('<h1>Roofs</h1>'),
    })
    expect(requests.map((one) => one.url)).toEqual(['/robots.txt', '/', '/app.js'])
    for (const one of requests.slice(1))
      expect(one.headers['user-agent']).toMatch(
        /Headless.* Doorstep\/\S+ \(\+owner@example\.com\)$/,
      )
  })

  it('scrolls a list to its end and brings the answers that the page loaded', async () => {
    const { url } = await maps({ places: 50 })
    const got = await browser.fetch({ url: `${url}/maps/search/plumbers`, feed: MAPS_FEED })
    if (got.kind !== 'page') throw new Error(JSON.stringify(got))
    expect(new Set(places(got.body)).size).toBe(50)
    expect(got.also?.map((one) => one.url.replace(/.*start=/, ''))).toEqual(['0', '20', '40'])
    expect(got.also?.[0]?.body).toMatch(/^\)\]\}'/)
    const kept: string[] = []
    await (await archive).keep({
      url: 'https://last.example/',
      at: now(),
      headers: {},
      bytes: Buffer.from('last'),
    })
    for await (const one of walkArchive(folder)) if (one.kind === 'page') kept.push(one.page.url)
    expect(kept.filter((one) => one.startsWith(url))).toEqual([
      `${url}/maps/search/plumbers`,
      ...[0, 20, 40].map((start) => `${url}/search?tbm=map&start=${start}`),
    ])
  })

  it('comes to an end where the list says nothing', async () => {
    const { url } = await maps({ places: 30, end: '' })
    const got = await browser.fetch({ url: `${url}/maps/search/plumbers`, feed: MAPS_FEED })
    expect(got.kind === 'page' && places(got.body)).toHaveLength(30)
  })

  it('is content with the most that was wanted', async () => {
    const { url } = await maps({ places: 500 })
    const got = await browser.fetch({
      url: `${url}/maps/search/plumbers`,
      feed: { ...MAPS_FEED, most: 40 },
    })
    const { length } = got.kind === 'page' ? places(got.body) : []
    expect(length).toBeGreaterThanOrEqual(40)
    expect(length).toBeLessThan(100)
  })

  it.each([[['Alles accepteren', 'Alles afwijzen']], [['Tout accepter', 'Tout refuser']]])(
    'answers a consent page with the button that refuses: %j',
    async (consent) => {
      const { url } = await maps({ places: 5, consent })
      const got = await browser.fetch({ url: `${url}/maps/search/plumbers`, feed: MAPS_FEED })
      expect(got.kind === 'page' && places(got.body)).toHaveLength(5)
    },
  )

  it('presses no button that does not refuse', async () => {
    const { url, asked } = await maps({ places: 5, consent: ['Accept all', 'More options'] })
    const got = await browser.fetch({ url: `${url}/maps/search/plumbers` })
    expect(got.kind === 'page' ? places(got.body) : []).toEqual([])
    expect(asked).not.toContain('/consent/save')
  })

  it('takes the page of a single result as it is', async () => {
    const { url } = await maps()
    const got = await browser.fetch({ url: `${url}/maps/search/only-one`, feed: MAPS_FEED })
    expect(got).toMatchObject({
      kind: 'page',
      url: `${url}/maps/place/Only+One`,
      body: expect.stringContaining('Only One'),
    })
  })

  it('stops at a wall in the middle of the list', async () => {
    const { url, asked } = await maps({ places: 100, wallAfter: 2 })
    const got = await browser.fetch({ url: `${url}/maps/search/plumbers`, feed: MAPS_FEED })
    expect(got).toMatchObject({ kind: 'refused', why: 'blocked', block: { by: 'google' } })
    const walls = asked.filter((path) => path.startsWith('/sorry/')).length
    expect(walls).toBeLessThanOrEqual(2)
  })

  it('goes nowhere that robots.txt forbids, also when it is led there', async () => {
    const { url, asked } = await maps()
    for (const path of ['/maps/place/x', '/search?tbm=map&start=0', '/maps/search/moved'])
      expect(await browser.fetch({ url: url + path })).toMatchObject({
        kind: 'refused',
        why: 'robots',
      })
    expect(asked).toEqual(['/maps/search/moved'])
  })

  it('reaches no private address, by itself or by what a page loads', async () => {
    const inside = await site({ '/robots.txt': '', '*': 'secret' })
    const { url } = await site({
      '/robots.txt': '',
      '/': `<p id="p">nothing</p><script>
        for (const at of ['http://169.254.169.254/latest', 'http://[::ffff:127.0.0.1]:${inside.port}/x'])
          fetch(at, {mode: 'no-cors'}).then((r) => { p.textContent += r.type + r.status }, () => { p.textContent += ' failed' })
        </script><iframe src="http://0.0.0.0:${inside.port}/frame"></iframe>`,
    })
    const got = await browser.fetch({ url: `${url}/` })
    expect(got.kind).toBe('page')
    expect(inside.asked).toEqual([])
    expect(await browser.fetch({ url: 'http://169.254.169.254/' })).toMatchObject({
      kind: 'refused',
      why: 'address',
    })
    expect(await browser.fetch({ url: 'file:///etc/passwd' })).toMatchObject({
      kind: 'refused',
      why: 'address',
    })
  })

  it('with private addresses shut, does not even load from loopback', async () => {
    const inside = await site({ '/robots.txt': '', '*': 'secret' })
    const shut = fetching.parse({ delayMs: 0, timeoutMs: 4000 })
    const guarded = await openBrowser({
      config: shut,
      // The fetcher lets it pass, so that the guard below the browser has to hold by itself.
      fetcher: fetcherFor({ ...config }),
      env: process.env,
      now,
      signal: stop.signal,
    })
    await guarded.fetch({ url: `${inside.url}/` })
    await guarded.close()
    expect(inside.asked).toEqual([])
  })

  it('tells a host that does not answer', async () => {
    const { url, close } = await serve({ '/robots.txt': '' })
    await fetch(`${url}/robots.txt`)
    const got = await browser.fetch({ url: `${url}/` }).finally(close)
    expect(got).toMatchObject({ kind: 'page', status: 404 })
    expect(await browser.fetch({ url: `${url}/again` })).toMatchObject({ kind: 'failed' })
  })
})

describe('without a browser', () => {
  it('says how to get one', async () => {
    const opening = openBrowser({
      config,
      fetcher: fetcherFor(),
      env: { PLAYWRIGHT_CHROMIUM: '/nowhere/chromium' },
      now,
      signal: new AbortController().signal,
    })
    await expect(opening).rejects.toMatchObject({
      code: 'no-browser',
      message: expect.stringMatching(/apt install chromium/),
    })
  })
})
