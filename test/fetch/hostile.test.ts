import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { FetcherOptions } from '../../pipeline/fetch/fetch.ts'
import type { Fetched } from '../../pipeline/fetch/fetched.ts'
import { type Answerer, fakeClock, fetcherFor, type Site, serve } from './server.ts'

const open: { close: () => Promise<void> }[] = []
const site = async (pages: Readonly<Record<string, Answerer | string>>): Promise<Site> => {
  const made = await serve(pages)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

type Limits = NonNullable<Parameters<typeof fetcherFor>[0]>

/** Fetches one page of a hostile site, with one try unless told otherwise. */
const fetchFrom = async (
  answer: Answerer | string,
  limits: Limits = {},
  options: Partial<FetcherOptions> = {},
): Promise<Fetched> => {
  const { url } = await site({ '/robots.txt': '', '*': answer })
  const fetcher = fetcherFor({ maxTries: 1, ...limits }, options)
  open.push(fetcher)
  return fetcher.fetch({ url: `${url}/page` })
}

const packed =
  (encoding: string, body: Buffer): Answerer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding }).end(body)

describe('a hostile server', () => {
  it('that drips is left when the time is over', async () => {
    const got = await fetchFrom(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        const drip = setInterval(() => response.write('x'), 20)
        response.on('close', () => clearInterval(drip))
      },
      { timeoutMs: 300 },
    )
    expect(got).toMatchObject({ kind: 'failed', why: 'timeout' })
  })

  it('that never answers is left when the time is over', async () => {
    const got = await fetchFrom(() => undefined, { timeoutMs: 300 })
    expect(got).toMatchObject({ kind: 'failed', why: 'timeout' })
  })

  it('that never ends is left at the byte limit', async () => {
    let sent = 0
    const got = await fetchFrom(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) sent += 65_536
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      },
      { maxBytes: 200_000 },
    )
    expect(got).toMatchObject({ kind: 'refused', why: 'too-large' })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('that announces too much is not read at all', async () => {
    const got = await fetchFrom((_, response) =>
      response.writeHead(200, { 'content-length': '99999999999' }).write('x'),
    )
    expect(got).toMatchObject({ kind: 'refused', why: 'too-large' })
  })

  it.each([
    ['gzip', gzipSync(Buffer.alloc(60_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(60_000_000))],
    ['deflate', deflateSync(Buffer.alloc(60_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(60_000_000)))],
  ])('that sends a %s bomb is left at the limit', async (encoding, body) => {
    const got = await fetchFrom(packed(encoding, body), { maxBytes: 50_000_000 })
    expect(got).toMatchObject({ kind: 'refused', why: 'too-large' })
  })

  it('whose page grows more than two hundred times is a bomb before the byte limit', async () => {
    const body = gzipSync(Buffer.alloc(5_000_000))
    expect(body.length * 200).toBeLessThan(5_000_000)
    expect(await fetchFrom(packed('gzip', body), { maxBytes: 50_000_000 })).toMatchObject({
      kind: 'refused',
      why: 'too-large',
    })
  })

  it.each([
    ['gzip', gzipSync('<p>hello')],
    ['x-gzip', gzipSync('<p>hello')],
    ['br', brotliCompressSync('<p>hello')],
    ['deflate', deflateSync('<p>hello')],
    ['deflate', deflateRawSync('<p>hello')],
    ['br, gzip', gzipSync(brotliCompressSync('<p>hello'))],
    ['identity', Buffer.from('<p>hello')],
    ['gzip', Buffer.from('<p>hello')],
  ])('that packs honestly with %s is read', async (encoding, body) => {
    expect(await fetchFrom(packed(encoding, body))).toMatchObject({
      kind: 'page',
      body: '<p>hello',
    })
  })

  it.each([
    ['gzip', randomBytes(200)],
    ['gzip', gzipSync(randomBytes(3000)).subarray(0, 1000)],
    ['rot13', Buffer.from('x')],
    ['gzip, gzip, gzip', Buffer.from('x')],
  ])('that packs badly with %s is told', async (encoding, body) => {
    expect(await fetchFrom(packed(encoding, body))).toMatchObject({
      kind: 'failed',
      why: 'bad-encoding',
    })
  })

  it('that sends less than it said is not believed', async () => {
    const got = await fetchFrom((request) => {
      request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n<p>half')
    })
    expect(got).toMatchObject({ kind: 'failed' })
    expect(['cut-short', 'reset']).toContain(got.kind === 'failed' && got.why)
  })

  it('that sends more than it said is read as far as it said', async () => {
    const got = await fetchFrom((request) => {
      request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello and more')
    })
    expect(got.kind === 'page' ? got.body : got.kind).toMatch(/^(?:hello|failed)$/)
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\nhello'],
    ['a huge header', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\nhello`],
    ['an empty answer', ''],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nhello\r\n'],
  ])('that speaks %s fails alone', async (_, bytes) => {
    const got = await fetchFrom((request) => {
      request.socket.end(bytes)
    })
    expect(got).toMatchObject({ kind: 'failed' })
  })

  it('that resets in the middle is asked again', async () => {
    let asked = 0
    const clock = fakeClock()
    const got = await fetchFrom(
      (request, response) => {
        asked++
        if (asked < 3) {
          response.writeHead(200, { 'content-length': '100' }).write('<p>')
          setTimeout(() => request.socket.resetAndDestroy(), 5)
        } else response.writeHead(200).end('whole')
      },
      { maxTries: 4 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({ kind: 'page', body: 'whole' })
    expect(clock.slept).toHaveLength(2)
    expect(clock.slept[1]).toBeGreaterThan(clock.slept[0] ?? 0)
  })

  it('that always resets is given up after the tries', async () => {
    let asked = 0
    const clock = fakeClock()
    const got = await fetchFrom(
      (request) => {
        asked++
        request.socket.resetAndDestroy()
      },
      { maxTries: 3 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({ kind: 'failed', why: 'reset' })
    expect(asked).toBe(3)
  })
})

describe('a server that wants less', () => {
  const busy = (status: number, headers: Record<string, string>, times: number): Answerer => {
    let asked = 0
    return (_, response) => {
      asked++
      if (asked <= times) response.writeHead(status, headers).end('busy')
      else response.writeHead(200).end('welcome')
    }
  }

  it.each([429, 503])('with %i and Retry-After is asked again when it said', async (status) => {
    const clock = fakeClock()
    const got = await fetchFrom(
      busy(status, { 'retry-after': '17' }, 1),
      { maxTries: 2 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({ kind: 'page', body: 'welcome' })
    expect(clock.slept).toEqual([17_000])
  })

  it('with a date in Retry-After is asked again then', async () => {
    const clock = fakeClock('2026-11-23T08:00:00.000Z')
    const got = await fetchFrom(
      busy(429, { 'retry-after': 'Mon, 23 Nov 2026 08:00:45 GMT' }, 1),
      { maxTries: 2 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({ kind: 'page' })
    expect(clock.slept).toEqual([45_000])
  })

  it.each([
    [503, 0.5, [1000, 2000, 4000]],
    [503, 0, [750, 1500, 3000]],
    [429, 0, [22_500, 45_000]],
  ])(
    'with %i and no Retry-After, by chance %f, is asked again after %j',
    async (status, chance, waits) => {
      const clock = fakeClock()
      const got = await fetchFrom(
        busy(status, {}, 99),
        { maxTries: 4 },
        { now: clock.now, sleep: clock.sleep, random: () => chance },
      )
      expect(clock.slept).toEqual(waits)
      expect(got).toMatchObject({ kind: 'failed', status })
    },
  )

  it('for longer than the patience is put off, and so is everything else of its host', async () => {
    const clock = fakeClock('2026-11-23T08:00:00.000Z')
    const { url, asked } = await site({
      '/robots.txt': '',
      '*': busy(429, { 'retry-after': '7200' }, 99),
    })
    const fetcher = fetcherFor({ maxTries: 4 }, { now: clock.now, sleep: clock.sleep })
    open.push(fetcher)
    const later = {
      kind: 'failed',
      why: 'too-many-requests',
      retryAfter: '2026-11-23T10:00:00.000Z',
    }
    expect(await fetcher.fetch({ url: `${url}/a` })).toMatchObject({ ...later, status: 429 })
    expect(await fetcher.fetch({ url: `${url}/b` })).toMatchObject(later)
    expect(asked).toEqual(['/a'])
    expect(clock.slept).toEqual([])
  })

  it('gives the status when the tries are spent', async () => {
    const clock = fakeClock()
    const got = await fetchFrom(
      busy(500, {}, 99),
      { maxTries: 2 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({ kind: 'failed', why: 'server-error', status: 500 })
  })
})

describe('redirects', () => {
  const to =
    (location: string, status = 302): Answerer =>
    (_, response) =>
      response.writeHead(status, { location }).end()

  it('are followed and told', async () => {
    const { url } = await site({
      '/a': to('/b?x=1'),
      '/b': to('c', 301),
      '/c': 'here',
      '/robots.txt': '',
    })
    expect(await fetcherFor().fetch({ url: `${url}/a` })).toMatchObject({
      kind: 'page',
      url: `${url}/c`,
      body: 'here',
      redirects: [`${url}/a`, `${url}/b?x=1`],
    })
  })

  it.each<[about: string, pages: Record<string, Answerer>, why: RegExp]>([
    ['a circle of one', { '/a': to('/a') }, /circle/],
    ['a circle of two', { '/a': to('/b'), '/b': to('/a') }, /circle/],
    [
      'an endless chain',
      { '*': (request, response) => to(`${request.url}x`)(request, response) },
      /more than 5/,
    ],
    ['nonsense', { '/a': to('http://[') }, /no address/],
  ])('in %s are refused', async (_, pages, why) => {
    const { url } = await site({ '/robots.txt': '', ...pages })
    expect(await fetcherFor().fetch({ url: `${url}/a` })).toMatchObject({
      kind: 'refused',
      why: 'redirects',
      detail: expect.stringMatching(why),
    })
  })

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'http://user:password@example.com/',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'http://0.0.0.0/',
    '//169.254.169.254/',
  ])('to %s are refused', async (location) => {
    const { url } = await site({ '/robots.txt': '', '/a': to('/b'), '/b': to(location) })
    expect(await fetcherFor().fetch({ url: `${url}/a` })).toMatchObject({
      kind: 'refused',
      why: 'address',
    })
  })

  it.each([
    ['http://127.0.0.1/', /loopback/],
    ['http://localhost/', /public name/],
    ['http://10.0.0.8/', /private/],
    ['http://rebind.example/', /not public/],
    ['http://both.example/', /not public/],
    ['http://firm.example:8080/', /port 8080/],
  ])('to %s are refused by name or by what it resolves to', async (location, why) => {
    // No public site can be served on loopback, so the guarded fetcher is asked for the place a redirect would name.
    const names: Record<string, string[]> = {
      'rebind.example': ['127.0.0.1'],
      'both.example': ['93.184.216.34', '127.0.0.1'],
    }
    const fetcher = fetcherFor(
      { allowPrivate: false, maxTries: 1 },
      { resolve: async (name) => names[name] ?? ['93.184.216.34'] },
    )
    expect(await fetcher.fetch({ url: location })).toMatchObject({
      kind: 'refused',
      why: 'address',
      detail: expect.stringMatching(why),
    })
  })

  it('obey the robots.txt of each host they come to', async () => {
    const there = await site({ '/robots.txt': 'User-agent: *\nDisallow: /secret', '*': 'x' })
    const here = await site({ '/robots.txt': '', '/a': to(`${there.url}/secret`) })
    expect(await fetcherFor().fetch({ url: `${here.url}/a` })).toMatchObject({
      kind: 'refused',
      why: 'robots',
      url: `${there.url}/secret`,
    })
    expect(there.asked).toEqual([])
  })

  it('carry headers and bodies to the same origin only', async () => {
    const there = await site({ '/robots.txt': '', '*': 'x' })
    const here = await site({
      '/robots.txt': '',
      '/a': to('/b', 307),
      '/b': to(`${there.url}/c`, 307),
    })
    await fetcherFor().fetch({
      url: `${here.url}/a`,
      method: 'POST',
      body: 'data=secret',
      headers: { 'X-Key': 'secret' },
    })
    const [first, second] = here.requests.filter((one) => one.url !== '/robots.txt')
    expect(first?.headers['x-key']).toBe('secret')
    expect(second).toMatchObject({ method: 'POST', headers: { 'x-key': 'secret' } })
    const last = there.requests.find((one) => one.url === '/c')
    expect(last?.headers['x-key']).toBeUndefined()
    expect(last?.headers['content-length'] ?? '0').toBe('0')
  })

  it('turn a POST into a GET where the web does', async () => {
    const { url, requests } = await site({ '/robots.txt': '', '/a': to('/b', 303), '/b': 'x' })
    await fetcherFor().fetch({ url: `${url}/a`, method: 'POST', body: 'x=1' })
    expect(requests.map((one) => `${one.method} ${one.url}`)).toContain('GET /b')
  })
})

describe('robots.txt on the way', () => {
  const page = async (robots: Answerer | string, limits: Limits = {}) => {
    const { url, asked } = await site({ '/robots.txt': robots, '*': 'page' })
    const clock = fakeClock()
    const fetcher = fetcherFor({ maxTries: 1, ...limits }, { now: clock.now, sleep: clock.sleep })
    open.push(fetcher)
    return { got: await fetcher.fetch({ url: `${url}/a` }), asked, fetcher, url }
  }
  const status =
    (code: number, headers: Record<string, string> = {}): Answerer =>
    (_, response) =>
      response.writeHead(code, headers).end()

  it.each([400, 401, 403, 404, 410, 451])('status %i allows everything', async (code) => {
    expect((await page(status(code))).got).toMatchObject({ kind: 'page' })
  })

  it.each([429, 500, 502, 503])('status %i allows nothing yet', async (code) => {
    const { got, asked } = await page(status(code))
    expect(got).toMatchObject({ kind: 'failed', why: 'robots-unreachable' })
    expect(asked).toEqual([])
  })

  it('that cannot be reached is asked twice and then allows nothing yet', async () => {
    let times = 0
    const { got, asked } = await page((request) => {
      times++
      request.socket.resetAndDestroy()
    })
    expect(times).toBe(2)
    expect(got).toMatchObject({ kind: 'failed', why: 'reset', detail: /^robots\.txt/ })
    expect(asked).toEqual([])
  })

  it('is asked once for many pages, and again after a day', async () => {
    let times = 0
    const { url } = await site({
      '/robots.txt': (_, response) => {
        times++
        response.writeHead(200).end('')
      },
      '*': 'page',
    })
    const clock = fakeClock()
    const fetcher = fetcherFor({}, { now: clock.now, sleep: clock.sleep })
    await Promise.all(['/a', '/b', '/c'].map((path) => fetcher.fetch({ url: url + path })))
    expect(times).toBe(1)
    clock.pass(24 * 3_600_000 + 1)
    await fetcher.fetch({ url: `${url}/d` })
    expect(times).toBe(2)
  })

  it('is found through five redirects, also to another host', async () => {
    const there = await site({ '/rules': 'User-agent: *\nDisallow: /a' })
    const hops: Record<string, Answerer | string> = { '*': 'page' }
    for (let i = 1; i <= 4; i++)
      hops[`/r${i}`] = status(301, { location: i === 4 ? `${there.url}/rules` : `/r${i + 1}` })
    const { url } = await site({ '/robots.txt': status(302, { location: '/r1' }), ...hops })
    expect(await fetcherFor().fetch({ url: `${url}/a` })).toMatchObject({
      kind: 'refused',
      why: 'robots',
    })
    expect(await fetcherFor().fetch({ url: `${url}/b` })).toMatchObject({ kind: 'page' })
  })

  it('behind more than five redirects allows everything', async () => {
    const { got } = await page((request, response) =>
      response
        .writeHead(302, { location: `/robots.txt?${request.url?.length}${request.url}` })
        .end(),
    )
    expect(got).toMatchObject({ kind: 'page' })
  })

  it('is read to 500 kibibytes and no further', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(6000)
    const { got } = await page(`User-agent: *\nDisallow: /a\n${padding}Allow: /a\n`)
    expect(got).toMatchObject({ kind: 'refused', why: 'robots' })
    const { got: later } = await page(`User-agent: *\n${padding}Disallow: /a\n`)
    expect(later).toMatchObject({ kind: 'page' })
  })

  it('is not believed in a line that the limit cut', async () => {
    const agent = 'User-agent: *\n'
    const cut = 'Disallow: /'
    const padding = '#'.repeat(500 * 1024 - agent.length - cut.length - 1)
    const { got } = await page(`${agent}${padding}\n${cut}private\n`)
    expect(got).toMatchObject({ kind: 'page' })
  })

  it('slows us by its Crawl-delay', async () => {
    const clock = fakeClock()
    const { url } = await site({ '/robots.txt': 'User-agent: *\nCrawl-delay: 7', '*': 'page' })
    const fetcher = fetcherFor({}, { now: clock.now, sleep: clock.sleep })
    await fetcher.fetch({ url: `${url}/a` })
    await fetcher.fetch({ url: `${url}/b` })
    expect(clock.slept).toEqual([7000, 7000])
  })
})

describe('without a network', () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(`queryA ${code} directory.example`), { code })
  }

  it.each([
    ['EAI_AGAIN', 'no-network'],
    ['ENETUNREACH', 'no-network'],
    ['ENOTFOUND', 'no-network'],
  ])('%s is told at once as %s', async (code, why) => {
    const clock = fakeClock()
    const fetcher = fetcherFor(
      { allowPrivate: false, maxTries: 4 },
      {
        resolve: failing(code),
        online: async () => false,
        now: clock.now,
        sleep: clock.sleep,
      },
    )
    const got = await fetcher.fetch({ url: 'https://directory.example/' })
    expect(got).toMatchObject({ kind: 'failed', why })
    expect(clock.slept).toEqual([])
  })

  it.each([
    ['EAI_AGAIN', 'dns'],
    ['ENOTFOUND', 'no-such-host'],
  ])('%s, while the resolver answers, is that name only: %s', async (code, why) => {
    const fetcher = fetcherFor(
      { allowPrivate: false, maxTries: 1 },
      { resolve: failing(code), online: async () => true },
    )
    expect(await fetcher.fetch({ url: 'https://directory.example/' })).toMatchObject({
      kind: 'failed',
      why,
    })
  })

  it('is tried again at once when the network is back', async () => {
    const { port } = await site({ '/robots.txt': '', '*': 'page' })
    let up = false
    const fetcher = fetcherFor(
      { maxTries: 1 },
      {
        resolve: async () => (up ? ['127.0.0.1'] : failing('EAI_AGAIN')()),
        online: async () => up,
      },
    )
    const url = `http://good.example:${port}/`
    expect(await fetcher.fetch({ url })).toMatchObject({ why: 'no-network' })
    up = true
    expect(await fetcher.fetch({ url })).toMatchObject({ kind: 'page' })
  })

  it('a port where nobody listens is unreachable', async () => {
    const { url, close } = await serve({})
    await close()
    const clock = fakeClock()
    const fetcher = fetcherFor({}, { now: clock.now, sleep: clock.sleep })
    expect(await fetcher.fetch({ url: `${url}/` })).toMatchObject({
      kind: 'failed',
      why: 'unreachable',
    })
    expect(clock.slept).toEqual([])
  })

  it('a name that fails while others answer is only that name', async () => {
    const { port } = await site({ '/robots.txt': '', '*': 'page' })
    const fetcher = fetcherFor(
      { maxTries: 1 },
      {
        resolve: async (name) => (name === 'good.example' ? ['127.0.0.1'] : failing('EAI_AGAIN')()),
      },
    )
    expect(await fetcher.fetch({ url: `http://good.example:${port}/` })).toMatchObject({
      kind: 'page',
    })
    expect(await fetcher.fetch({ url: 'http://bad.example/' })).toMatchObject({
      kind: 'failed',
      why: 'dns',
    })
  })
})

const openssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!openssl)('a certificate (skipped: no openssl to make one)', () => {
  it('that nobody vouches for is refused and named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-tls-'))
    const file = (name: string) => join(folder, name)
    const subject = ['-subj', '/CN=localhost', '-keyout', file('key'), '-out', file('cert')]
    spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject])
    const keys = { key: readFileSync(file('key')), cert: readFileSync(file('cert')) }
    rmSync(folder, { recursive: true })
    const server = createServer(keys, (_, response) => response.end('secret'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const fetcher = fetcherFor({ maxTries: 1 })
    const { port } = server.address() as AddressInfo
    const got = await fetcher.fetch({ url: `https://127.0.0.1:${port}/` })
    await fetcher.close()
    await new Promise((resolve) => server.close(resolve))
    expect(got).toMatchObject({
      kind: 'failed',
      why: 'tls',
      detail: expect.stringMatching(/^DEPTH_ZERO_SELF_SIGNED_CERT/),
    })
  })
})

describe('a fetch', () => {
  it('asks only for what changed', async () => {
    const { url } = await site({
      '/robots.txt': '',
      '/a': (request, response) =>
        request.headers['if-none-match'] === '"7"' || request.headers['if-modified-since']
          ? response.writeHead(304).end()
          : response.writeHead(200, { etag: '"7"' }).end('new'),
    })
    const fetcher = fetcherFor()
    expect(await fetcher.fetch({ url: `${url}/a` })).toMatchObject({
      kind: 'page',
      headers: { etag: '"7"' },
    })
    expect(await fetcher.fetch({ url: `${url}/a`, etag: '"7"' })).toMatchObject({
      kind: 'not-modified',
    })
    expect(
      await fetcher.fetch({ url: `${url}/a`, lastModified: 'Mon, 23 Nov 2026 08:00:00 GMT' }),
    ).toMatchObject({ kind: 'not-modified' })
  })

  it('leaves a page of an unwanted type unread', async () => {
    const got = await fetchFrom('x').then(() =>
      site({
        '/robots.txt': '',
        '*': (_, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).write('x'),
      }),
    )
    expect(await fetcherFor().fetch({ url: `${got.url}/a`, accept: ['text/html'] })).toMatchObject({
      kind: 'refused',
      why: 'type',
      detail: 'it is video/mp4',
    })
  })

  it('unpacks a sitemap that is a gzip file', async () => {
    const { url } = await site({
      '/robots.txt': '',
      '/s.xml.gz': (_, response) =>
        response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync('<urlset/>')),
    })
    expect(await fetcherFor().fetch({ url: `${url}/s.xml.gz` })).toMatchObject({
      body: '<urlset/>',
    })
  })

  it('tells a wall from a page, does not ask again, and slows down', async () => {
    let asked = 0
    const wall =
      '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x"></script>'
    const clock = fakeClock()
    const got = await fetchFrom(
      (_, response) => {
        asked++
        response
          .writeHead(503, { 'content-type': 'text/html', 'cf-mitigated': 'challenge' })
          .end(wall)
      },
      { maxTries: 4 },
      { now: clock.now, sleep: clock.sleep },
    )
    expect(got).toMatchObject({
      kind: 'refused',
      why: 'blocked',
      block: { by: 'cloudflare' },
      status: 503,
    })
    expect(asked).toBe(1)
  })

  it('ends at once when told to stop', async () => {
    const stop = new AbortController()
    const { url } = await site({ '/robots.txt': '', '*': () => stop.abort() })
    const fetcher = fetcherFor(
      { delayMs: 60_000 },
      { signal: stop.signal, sleep: async () => undefined, now: fakeClock().now },
    )
    const waiting = ['/a', '/b', '/c'].map((path) => fetcher.fetch({ url: url + path }))
    stop.abort()
    for (const got of await Promise.all(waiting))
      expect(got).toMatchObject({ kind: 'failed', why: 'interrupted' })
  })

  it('a slow host does not hold up another', async () => {
    const slow = await site({ '/robots.txt': '', '*': () => undefined })
    const quick = await site({ '/robots.txt': '', '*': 'page' })
    const fetcher = fetcherFor({ timeoutMs: 20_000, maxTries: 1, hosts: 2 })
    const stuck = Array.from({ length: 20 }, (_, i) => fetcher.fetch({ url: `${slow.url}/${i}` }))
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, i) => fetcher.fetch({ url: `${quick.url}/${i}` })),
    )
    expect(got.every((one) => one.kind === 'page')).toBe(true)
    await fetcher.close()
    await Promise.all(stuck)
  })
})
