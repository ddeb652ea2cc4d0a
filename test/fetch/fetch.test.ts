import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { fetching } from '../../pipeline/config/fetch.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { openFetcher } from '../../pipeline/fetch/fetch.ts'
import { readKept, walkArchive } from '../../pipeline/fetch/kept.ts'
import { Trouble } from '../../pipeline/model/trouble.ts'
import { fakeClock, fetcherFor, type Site, serve } from './server.ts'

const open: { close: () => Promise<void> }[] = []
const folder = mkdtempSync(join(tmpdir(), 'doorstep-fetch-'))
const site = async (pages: Parameters<typeof serve>[0]): Promise<Site> => {
  const made = await serve(pages)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a fetch', () => {
  it('says who asks', async () => {
    const { url, requests } = await site({ '/': '<h1>Hello</h1>' })
    const got = await fetcherFor().fetch({ url: `${url}/` })
    expect(got).toMatchObject({ kind: 'page', status: 200, body: '<h1>Hello</h1>' })
    for (const request of requests)
      expect(request.headers['user-agent']).toMatch(
        /^Doorstep\/\d+\.\d+\.\d+ \(\+owner@example\.com\)$/,
      )
  })

  it.each([undefined, '', '  ', 'bad\r\nheader: x'])(
    'refuses to start with the contact %j',
    (contact) => {
      const start = () =>
        openFetcher({
          config: fetching.parse({}),
          contact,
          now: () => new Date().toISOString(),
          signal: new AbortController().signal,
        })
      expect(start).toThrow(Trouble)
      expect(start).toThrow(/operator\.contact/)
    },
  )

  it('keeps the page in the archive before it is handed on', async () => {
    const { url } = await site({
      '/a': (_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip', etag: '"1"' })
          .end(gzipSync('<p>Loodgieter Caf\u00e9</p>')),
    })
    const archive = await openArchive({
      folder: join(folder, 'one'),
      now: () => new Date().toISOString(),
    })
    const got = await fetcherFor({}, { archive }).fetch({
      url: `${url}/a`,
      headers: { 'X-Api-Key': 'secret-1' },
    })
    if (got.kind !== 'page' || got.archived === undefined) throw new Error(JSON.stringify(got))
    const kept = await readKept(join(folder, 'one'), got.archived)
    expect(kept).toMatchObject({
      url: `${url}/a`,
      status: 200,
      body: '<p>Loodgieter Caf\u00e9</p>',
      headers: { etag: '"1"' },
    })
    await archive.close()
    const pages = []
    for await (const one of walkArchive(join(folder, 'one'))) pages.push(one)
    expect(pages.map((one) => one.kind === 'page' && one.page.url)).toEqual([
      `${url}/robots.txt`,
      `${url}/a`,
    ])
  })

  it('asks robots.txt first and does not ask what it forbids', async () => {
    const { url, asked } = await site({
      '/robots.txt': 'User-agent: *\nDisallow: /private\nAllow: /private/open$\n',
      '*': 'page',
    })
    const fetcher = fetcherFor()
    expect(await fetcher.fetch({ url: `${url}/private/a` })).toMatchObject({
      kind: 'refused',
      why: 'robots',
      detail: expect.stringContaining('Disallow: /private'),
    })
    expect(await fetcher.fetch({ url: `${url}/private/open` })).toMatchObject({ kind: 'page' })
    expect(asked).toEqual(['/private/open'])
  })

  it('waits at least the delay between two requests to one host', async () => {
    const { url } = await site({ '*': 'page' })
    const clock = fakeClock()
    const fetcher = fetcherFor({ delayMs: 2000 }, { now: clock.now, sleep: clock.sleep })
    await Promise.all(
      ['/a', '/b', '/c'].map((path) => fetcher.fetch({ url: url + path, perMinute: 20 })),
    )
    expect(clock.slept.reduce((a, b) => a + b, 0)).toBe(3 * 3000)
  })

  it('inside a visit asks the rules of the same host at once, since the visit holds its turn', async () => {
    const { url } = await site({ '/robots.txt': 'User-agent: *\nDisallow: /no', '*': 'page' })
    const fetcher = fetcherFor()
    // Another origin of the same host: what a redirect from http to https leads to.
    const other = `${url.replace('http:', 'https:')}/`
    const waiting = fetcher.fetch({ url: other })
    const answers: unknown[] = []
    await fetcher.visit({ url: `${url}/` }, async (permit) => {
      answers.push(await permit(`${url}/yes`), await permit(`${url}/no`), await permit(other))
      return { kind: 'not-modified', url, fetchedAt: '' }
    })
    expect(answers).toMatchObject([undefined, { why: 'robots' }, { kind: 'failed' }])
    expect(await waiting).toMatchObject({ kind: 'failed' })
  })

  it('visits only what it may', async () => {
    const { url } = await site({ '/robots.txt': 'User-agent: *\nDisallow: /no', '*': 'page' })
    const fetcher = fetcherFor()
    const use = async () => ({ kind: 'not-modified', url, fetchedAt: '' }) as const
    expect(await fetcher.visit({ url: `${url}/yes` }, use)).toMatchObject({ kind: 'not-modified' })
    expect(await fetcher.visit({ url: `${url}/no` }, use)).toMatchObject({ why: 'robots' })
    expect(await fetcher.visit({ url: 'file:///etc/passwd' }, use)).toMatchObject({
      why: 'address',
    })
  })
})
