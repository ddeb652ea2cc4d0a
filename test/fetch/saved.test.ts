import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { WARCRecord, WARCSerializer } from 'warcio'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import { savedFrom } from '../../pipeline/fetch/origin.ts'
import { readSaved, type Saved } from '../../pipeline/fetch/saved.ts'
import { serve } from './server.ts'

const top = mkdtempSync(join(tmpdir(), 'doorstep saved-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let files = 0
const save = (name: string, bytes: string | Buffer): string => {
  const folder = join(top, String(files++))
  mkdirSync(folder)
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const readAll = async (...paths: string[]): Promise<Saved[]> => {
  const all: Saved[] = []
  for await (const one of readSaved(paths)) all.push(one)
  return all
}
const only = async (path: string) => {
  const [one, ...more] = await readAll(path)
  expect(more).toEqual([])
  if (one?.kind !== 'page') throw new Error(JSON.stringify(one))
  return one.page
}

const url = 'https://directory.example/search?what=plumbers&page=2'
const html = (head = '') =>
  `<!doctype html><html><head>${head}</head><body><h1>Zo\u00eb</h1></body></html>`

describe('a saved page', () => {
  it.each([
    ['page.html', html(), 'text/html'],
    ['page.htm', html(), 'text/html'],
    ['no-ending', html(), 'text/html'],
    ['answer.json', '{"listings":[]}', 'application/json'],
    ['list.xml', '<?xml version="1.0"?><urlset/>', 'application/xml'],
    ['page.html.gz', gzipSync(html()), 'text/html'],
    ['called.html', gzipSync(html()), 'text/html'],
    ['utf16.html', Buffer.from(`\uFEFF${html()}`, 'utf16le'), 'text/html'],
  ])('called %s is read', async (name, bytes, contentType) => {
    const page = await only(save(name, bytes))
    expect(page).toMatchObject({ status: 200, contentType })
    expect(page.body).toMatch(/Zo\u00eb|listings|urlset/)
  })

  it('without an encoding said is read by its bytes', async () => {
    expect((await only(save('a.html', Buffer.from('<h1>Zo\u00eb</h1>', 'latin1')))).body).toBe(
      '<h1>Zo\u00eb</h1>',
    )
  })

  it('is as old as its file when it does not say', async () => {
    const path = save('a.html', html())
    utimesSync(path, new Date('2026-03-01T10:00:00Z'), new Date('2026-03-01T10:00:00Z'))
    expect((await only(path)).savedAt).toBe('2026-03-01T10:00:00.000Z')
  })

  it.each([
    [
      'SingleFile',
      `<!--\n Page saved with SingleFile \n url: ${url} \n saved date: Mon Nov 23 2026 08:00:00 GMT+0000 (Greenwich Mean Time)\n-->`,
    ],
    ['a browser', `<!-- saved from url=(0052)${url.replaceAll('&', '&amp;')} -->`],
    ['Save Page WE', `<meta name="savepage-url" content="${url}">`],
    [
      'HTTrack',
      `<!-- Mirrored from ${url.replace('https://', '')} by HTTrack Website Copier/3.x -->`,
    ],
    ['a canonical link', `<link rel="canonical" href="${url.replaceAll('&', '&amp;')}" />`],
    ['a canonical link the other way round', `<link href='${url}' rel='canonical'>`],
    ['og:url', `<meta property="og:url" content="${url}">`],
  ])('knows its address from %s', (tool, mark) => {
    expect(savedFrom(html(mark)).url?.replace('http://', 'https://')).toBe(url)
    if (tool === 'SingleFile') expect(savedFrom(html(mark)).at).toBe('2026-11-23T08:00:00.000Z')
  })

  it('trusts the tool that saved it more than its canonical link', () => {
    const mark = `<!-- saved from url=(0052)${url} --><link rel="canonical" href="https://directory.example/">`
    expect(savedFrom(html(mark)).url).toBe(url)
  })

  it.each([
    '<link rel="canonical" href="/relative">',
    '<link rel="canonical" href="javascript:x">',
    '',
  ])('has no address in %j', (mark) => {
    expect(savedFrom(html(mark)).url).toBeUndefined()
  })

  it('of several kinds in a folder comes in order, without the parts that browsers save beside', async () => {
    const folder = join(top, 'folder')
    for (const sub of ['deep', 'page_files', '.git'])
      mkdirSync(join(folder, sub), { recursive: true })
    for (const name of [
      'b.html',
      'a.html',
      'deep/c.json',
      'page_files/ad.html',
      'x.css',
      'logo.png',
      '.hidden.html',
      '.git/d.html',
    ])
      writeFileSync(join(folder, name), name.endsWith('json') ? '{}' : html())
    const all = await readAll(folder)
    expect(all.map((one) => (one.kind === 'page' ? one.page.from : one.from))).toEqual(
      ['a.html', 'b.html', 'deep/c.json'].map((name) => join(folder, name)),
    )
  })
})

describe('a file that is no page', () => {
  it.each([
    ['empty.html', Buffer.alloc(0), /empty/],
    ['empty.html.gz', gzipSync(''), /empty/],
    ['image.html', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 0, 1]), /not text/],
    ['paper.html', Buffer.from('%PDF-1.7\n%\u00e2\u00e3 \u0000'), /not text/],
    ['cut.html.gz', gzipSync(Buffer.from('x'.repeat(9999))).subarray(0, 30), /gzip/],
    ['bomb.html.gz', gzipSync(Buffer.alloc(90_000_000)), /unpack to more/],
    ['some.zip', Buffer.from('PK\u0003\u0004 not really'), /cannot be read/],
    ['half.warc', Buffer.from('WARC/1.1\r\nWARC-Type: response\r\n'), /no page|cannot/],
    ['cut.har', Buffer.from('{"log":{"entries":[{'), /JSON|cannot/],
  ])('%s is set aside with the reason', async (name, bytes, why) => {
    const all = await readAll(save(name, bytes))
    expect(all).toHaveLength(1)
    expect(all[0]).toMatchObject({ kind: 'set-aside', why: expect.stringMatching(why) })
  })

  it('that is not there is the mistake of the person', async () => {
    await expect(readAll(join(top, 'nothing.html'))).rejects.toMatchObject({
      code: 'bad-file',
      next: 'usage',
    })
  })

  it('with a head like a mail but no page in it is read as text, at once', async () => {
    const head = 'Disallow: /a\r\n'.repeat(300)
    expect(await only(save('robots.txt', head))).toMatchObject({ contentType: 'text/plain' })
  })

  it('never stops the others', async () => {
    const good = save('good.html', html())
    const all = await readAll(
      save('bad.html', ''),
      good,
      save('bad.gz', gzipSync('x').subarray(0, 12)),
    )
    expect(all.map(({ kind }) => kind)).toEqual(['set-aside', 'page', 'set-aside'])
  })

  it('is told, not thrown, whatever its bytes', async () => {
    const start = fc.constantFrom(
      '',
      'WARC/1.0\r\n',
      'PK\u0003\u0004',
      '{"log":{',
      '\u001f\u008b\u0008',
      'MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n',
      '<html>',
    )
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (head, tail) => {
        const path = join(top, 'random')
        writeFileSync(path, Buffer.concat([Buffer.from(head, 'latin1'), tail]))
        expect((await readAll(path)).length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a WARC file', () => {
  const http = (headers: string, body: Buffer | string) =>
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), Buffer.from(body)])
  const record = (type: string, target: string, block: Buffer) =>
    Buffer.concat([
      Buffer.from(
        `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: <${target}>\r\nWARC-Date: 2026-05-10T09:00:00Z\r\nContent-Type: application/http; msgtype=${type}\r\nContent-Length: ${block.length}\r\n\r\n`,
      ),
      block,
      Buffer.from('\r\n\r\n'),
    ])
  const page = (
    number: number,
    headers = 'Content-Type: text/html',
    body: Buffer | string = html(),
  ) => record('response', `https://directory.example/${number}`, http(headers, body))
  const chunked = (body: Buffer) =>
    Buffer.concat([
      Buffer.from(`${body.length.toString(16)}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ])
  const records = [
    page(1),
    record('request', 'https://directory.example/1', Buffer.from('GET /1 HTTP/1.1\r\n\r\n')),
    page(2, 'Content-Type: text/html\r\nContent-Encoding: gzip', gzipSync(html())),
    page(
      3,
      'Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br',
      chunked(brotliCompressSync(html())),
    ),
    page(4, 'Content-Type: image/png', Buffer.from([1, 2, 3])),
    page(5, 'Content-Type: text/html; charset=iso-8859-1', Buffer.from(html(), 'latin1')),
    record(
      'response',
      'https://directory.example/robots.txt',
      http('Content-Type: text/plain', 'User-agent: *'),
    ),
  ]

  it.each([
    ['plain', Buffer.concat(records)],
    ['a member a record', Buffer.concat(records.map((one) => gzipSync(one)))],
    ['one member for all', gzipSync(Buffer.concat(records))],
  ])('packed as %s gives its pages', async (_, bytes) => {
    const all = await readAll(save('any.warc.gz', bytes))
    expect(all.map((one) => (one.kind === 'page' ? one.page.url : one.why))).toEqual(
      [1, 2, 3, 5].map((number) => `https://directory.example/${number}`),
    )
    for (const one of all)
      expect(one).toMatchObject({
        page: { body: html(), savedAt: '2026-05-10T09:00:00.000Z', status: 200 },
      })
  })

  it('that is cut gives what is whole and tells the rest', async () => {
    const whole = Buffer.concat(records.map((one) => gzipSync(one)))
    const all = await readAll(
      save('cut.warc.gz', whole.subarray(0, gzipSync(records[0] ?? '').length + 40)),
    )
    expect(all.map(({ kind }) => kind)).toEqual(['page', 'set-aside'])
    expect(all[1]).toMatchObject({ why: expect.stringMatching(/after 1 page/) })
  })

  it('written by warcio is read', async () => {
    const made = WARCRecord.create(
      {
        url,
        date: '2026-05-10T09:00:00Z',
        type: 'response',
        httpHeaders: { 'Content-Type': 'text/html' },
      },
      [Buffer.from(html())],
    )
    const bytes = await WARCSerializer.serialize(made, { gzip: true })
    expect(await only(save('w.warc.gz', Buffer.from(bytes)))).toMatchObject({ url, body: html() })
  })

  it('of our own archive is read by the same door', async () => {
    const folder = join(top, 'own')
    const archive = await openArchive({ folder, now: () => '2026-11-23T08:00:00.000Z' })
    await archive.keep({
      url,
      at: '2026-11-23T08:00:00.000Z',
      status: 404,
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from(html()),
    })
    await archive.close()
    expect(await readAll(folder)).toMatchObject([{ page: { url, status: 404, body: html() } }])
  })

  const wget = spawnSync('wget', ['--help'], { encoding: 'utf8' }).stdout?.includes('--warc-file')
  it.skipIf(!wget)('written by wget is read (skipped: no wget that writes WARC)', async () => {
    const site = await serve({ '/robots.txt': '', '/a': html() })
    const folder = join(top, 'wget')
    mkdirSync(folder)
    await new Promise((done) =>
      execFile(
        'wget',
        ['-q', '--warc-file=w', '-O', '/dev/null', `${site.url}/a`],
        { cwd: folder },
        done,
      ),
    )
    await site.close()
    const all = await readAll(join(folder, 'w.warc.gz'))
    expect(all.filter(({ kind }) => kind === 'page')).toMatchObject([
      { page: { url: `${site.url}/a`, body: html() } },
    ])
  })

  const python = spawnSync('python3', ['--version']).status === 0
  it.skipIf(!python)('inside a WACZ is read (skipped: no python3 to make one)', async () => {
    const folder = join(top, 'wacz')
    mkdirSync(join(folder, 'archive'), { recursive: true })
    writeFileSync(join(folder, 'archive', 'data.warc.gz'), gzipSync(records[0] ?? ''))
    execFileSync(
      'python3',
      ['-c', 'import zipfile; z=zipfile.ZipFile("a.wacz","w"); z.write("archive/data.warc.gz")'],
      { cwd: folder },
    )
    expect(await only(join(folder, 'a.wacz'))).toMatchObject({
      url: 'https://directory.example/1',
      body: html(),
    })
  })
})

describe('other containers', () => {
  it('a single-file web page gives its page and address', async () => {
    const mhtml = [
      'From: <Saved by Blink>',
      `Snapshot-Content-Location: ${url}`,
      'Subject: Plumbers',
      'Date: Mon, 23 Nov 2026 08:00:00 -0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="x"',
      '',
      '--x',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: quoted-printable',
      `Content-Location: ${url}`,
      '',
      '<html><body><h1>Zo=C3=AB =3D</h1></body></html>',
      '--x--',
      '',
    ].join('\r\n')
    expect(await only(save('page.mhtml', mhtml))).toMatchObject({
      url,
      savedAt: '2026-11-23T08:00:00.000Z',
      body: expect.stringContaining('<h1>Zo\u00eb =</h1>'),
    })
  })

  it('the export of a network panel gives its pages', async () => {
    const entry = (type: string, content: object) => ({
      startedDateTime: '2026-11-23T08:00:00.000Z',
      request: { url },
      response: { status: 200, content: { mimeType: type, ...content } },
    })
    const har = JSON.stringify({
      log: {
        entries: [
          entry('text/html; charset=utf-8', { text: html() }),
          entry('application/json', {
            text: Buffer.from('{"a":"Zo\u00eb"}').toString('base64'),
            encoding: 'base64',
          }),
          entry('image/png', { text: 'AAAA', encoding: 'base64' }),
          entry('text/html', {}),
        ],
      },
    })
    const all = await readAll(save('panel.har', har))
    expect(all.map((one) => one.kind === 'page' && one.page.body)).toEqual([
      html(),
      '{"a":"Zo\u00eb"}',
    ])
  })
})
