import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { WARCParser } from 'warcio'
import { type Archive, type Keep, openArchive } from '../../pipeline/fetch/archive.ts'
import type { Archived } from '../../pipeline/fetch/fetched.ts'
import { forgetInArchive } from '../../pipeline/fetch/forget.ts'
import { archiveFiles, readKept, walkArchive } from '../../pipeline/fetch/kept.ts'
import { Trouble } from '../../pipeline/model/trouble.ts'

const top = mkdtempSync(join(tmpdir(), 'doorstep archive-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let folders = 0
const folder = () => join(top, String(folders++))
const at = '2026-11-23T08:00:00.000Z'
const later = '2026-11-24T08:00:00.000Z'
const open = (path: string, fileBytes?: number): Promise<Archive> =>
  openArchive({ folder: path, now: () => at, ...(fileBytes === undefined ? {} : { fileBytes }) })

const page = (number: number, body = `<p>page ${number}</p>`): Keep => ({
  url: `https://directory.example/${number}`,
  at,
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', etag: `"${number}"` },
  bytes: Buffer.from(body),
  request: {
    method: 'GET',
    headers: { accept: '*/*', authorization: 'Bearer secret' },
    body: undefined,
  },
})

const walked = async (path: string) => {
  const bodies: string[] = []
  const damaged: string[] = []
  for await (const one of walkArchive(path))
    if (one.kind === 'page') bodies.push(one.page.body)
    else damaged.push(one.why)
  return { bodies, damaged }
}

const keepAll = async (path: string, bodies: readonly string[]): Promise<readonly Archived[]> => {
  const archive = await open(path)
  const kept: Archived[] = []
  for (const [number, body] of bodies.entries()) kept.push(await archive.keep(page(number, body)))
  await archive.close()
  return kept
}

describe('the archive', () => {
  it('gives back every page as it was, whatever it holds', async () => {
    const path = folder()
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 20_000 }),
        fc.integer({ min: 200, max: 599 }),
        fc.dictionary(
          fc.stringMatching(/^[a-z-]{1,10}$/),
          fc.stringMatching(/^[!-~ ]{0,30}$/).map((value) => value.trim()),
          { maxKeys: 4 },
        ),
        async (bytes, status, extra) => {
          const archive = await open(path)
          const headers = { ...extra, 'content-type': 'text/html' }
          const kept = await archive.keep({
            ...page(1),
            status,
            headers,
            bytes: Buffer.from(bytes),
          })
          await archive.close()
          const back = await readKept(path, kept)
          expect(back.bytes.equals(bytes)).toBe(true)
          expect(back).toMatchObject({ status, url: 'https://directory.example/1', fetchedAt: at })
          expect(back.archived.digest).toBe(kept.digest)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('keeps pages that a person saved, without pretending that a server sent them', async () => {
    const path = folder()
    const archive = await open(path)
    const kept = await archive.keep({
      url: 'https://a.example/',
      at,
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from('saved'),
    })
    await archive.close()
    expect(await readKept(path, kept)).toMatchObject({
      status: 200,
      body: 'saved',
      contentType: 'text/html',
    })
    expect(gunzipSync(readFileSync(join(path, kept.file))).toString()).toContain(
      'WARC-Type: resource',
    )
  })

  it('says of a page how it was asked, without secrets', async () => {
    const path = folder()
    const [kept] = await keepAll(path, ['x'])
    const text = gunzipSync(readFileSync(join(path, kept?.file ?? ''))).toString()
    expect(text).toContain(
      'GET /0 HTTP/1.1\r\nhost: directory.example\r\naccept: */*\r\nauthorization: [withheld]',
    )
    expect(text).not.toContain('secret')
  })

  it('is read by another tool', async () => {
    const path = folder()
    const kept = await keepAll(path, ['one', 'two'.repeat(5000)])
    const found: (string | null)[] = []
    const parser = new WARCParser(createReadStream(join(path, kept[0]?.file ?? '')))
    for await (const record of parser) {
      found.push(record.warcType)
      if (record.warcType !== 'response') continue
      expect(parser.offset).toBe(
        kept[found.filter((type) => type === 'response').length - 1]?.offset,
      )
      expect(await record.contentText()).toMatch(/^(?:one|(?:two)+)$/)
      expect(record.httpHeaders?.statusCode).toBe(200)
    }
    expect(found).toEqual(['warcinfo', 'response', 'request', 'response', 'request'])
  })

  it('holds a thousand pages kept at once, each where it says', async () => {
    const path = folder()
    const archive = await open(path)
    const kept = await Promise.all(Array.from({ length: 1000 }, (_, i) => archive.keep(page(i))))
    for (const i of [0, 1, 499, 999])
      expect((await readKept(path, kept[i] as Archived)).body).toBe(`<p>page ${i}</p>`)
    await archive.close()
    expect((await walked(path)).bodies).toHaveLength(1000)
  })

  it('begins a new file when one is full, and a new one each time', async () => {
    const path = folder()
    const archive = await open(path, 2000)
    for (let i = 0; i < 12; i++) await archive.keep(page(i))
    await archive.close()
    const files = await archiveFiles(path)
    expect(files.length).toBeGreaterThan(2)
    const again = await open(path)
    await again.keep(page(99))
    await again.close()
    expect(await archiveFiles(path)).toHaveLength(files.length + 1)
    expect((await walked(path)).bodies).toHaveLength(13)
  })

  it('cut anywhere, gives every whole page before the cut and tells the rest', async () => {
    const bodies = ['first', 'second', 'third']
    const source = folder()
    const [one] = await keepAll(source, bodies)
    const file = one?.file ?? ''
    const whole = readFileSync(join(source, file))
    const kept = (await walked(source)).bodies
    expect(kept).toEqual(bodies)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
        const path = folder()
        const archive = await open(path)
        await archive.close()
        writeFileSync(join(path, file), whole.subarray(0, length))
        const { bodies: found, damaged } = await walked(path)
        expect(found).toEqual(bodies.slice(0, found.length))
        expect(damaged.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 60 },
    )
  })

  it('passes over a damaged record and reads on', async () => {
    const path = folder()
    const kept = await keepAll(path, ['first', 'second', 'third'])
    const file = join(path, kept[0]?.file ?? '')
    const bytes = readFileSync(file)
    const end = (kept[1]?.offset ?? 0) + (kept[1]?.length ?? 0)
    bytes.fill(0xff, end - 60, end - 30)
    writeFileSync(file, bytes)
    expect(await walked(path)).toMatchObject({ bodies: ['first', 'third'], damaged: [/damaged/] })
    await expect(readKept(path, kept[1] as Archived)).rejects.toThrow(Trouble)
    expect((await readKept(path, kept[2] as Archived)).body).toBe('third')
  })

  it('that is not there is told with what to do', async () => {
    await expect(readKept(folder(), { file: 'x.warc.gz', offset: 0, length: 9 })).rejects.toThrow(
      /cannot be read.*again/,
    )
    expect(await walked(folder())).toEqual({ bodies: [], damaged: [] })
  })

  it('that cannot be written is told, and nothing is said to be kept', async () => {
    const path = folder()
    writeFileSync(path, 'a file where the folder should be')
    await expect(open(path)).rejects.toMatchObject({ code: 'archive-unusable', next: 'stop' })
  })

  it('whose folder goes away says so, and goes on when it is back', async () => {
    const path = folder()
    const archive = await open(path, 1)
    await archive.keep(page(1))
    rmSync(path, { recursive: true })
    await expect(archive.keep(page(2))).rejects.toMatchObject({ code: 'archive-unusable' })
    mkdirSync(path)
    const kept = await archive.keep(page(3))
    expect((await readKept(path, kept)).body).toBe('<p>page 3</p>')
    await archive.close()
    await expect(archive.keep(page(4))).rejects.toMatchObject({ code: 'archive-unusable' })
  })
})

describe('an archive that must forget', () => {
  const person = 'Jane O\u2019Neill-Smith'
  const listing = (mail: string, phone: string) =>
    `<li>${person}, ${mail}, ${phone}</li><li>Other Firm, 020 7946 0999</li>`

  it('leaves no trace of the strings and every other page where it lay', async () => {
    const path = folder()
    const kept = await keepAll(path, [
      'before',
      listing('jane@firm.example', '01632 960 001'),
      listing('JANE&#64;firm.example', '(01632) 960-001'),
      '{"name":"Jane O\\u2019Neill-Smith","mail":"jane\\u0040firm.example"}',
      '<a href="mailto:jane%40firm.example">mail</a> <a data-cfemail="422823272c27022b302f6c273a232f322e27">x</a>',
      'after',
    ])
    const size = statSync(join(path, kept[0]?.file ?? '')).size
    const strings = [person, 'jane@firm.example', '01632960001']
    const forgotten = await forgetInArchive(path, { strings, at: later })
    expect(forgotten.map(({ how }) => how)).toEqual([
      'redacted',
      'redacted',
      'redacted',
      'redacted',
    ])
    expect(forgotten.map(({ offset }) => offset)).toEqual(
      kept.slice(1, 5).map(({ offset }) => offset),
    )
    expect(statSync(join(path, kept[0]?.file ?? '')).size).toBe(size)
    const { bodies, damaged } = await walked(path)
    expect(damaged).toEqual([])
    expect(bodies[0]).toBe('before')
    expect(bodies[5]).toBe('after')
    for (const body of bodies.slice(1, 5)) {
      expect(body).not.toMatch(/jane|neill|960.?001/i)
    }
    expect(bodies[1]).toContain('Other Firm, 020 7946 0999')
    for (const one of kept) await readKept(path, one)
    expect(await forgetInArchive(path, { strings, at: later })).toEqual([])
  })

  it('also forgets what stands in addresses and headers', async () => {
    const path = folder()
    const archive = await open(path)
    const kept = await archive.keep({
      ...page(1),
      url: 'https://directory.example/biz/jane-neill-01632960001/',
      headers: {
        'content-type': 'text/html',
        link: '<https://x.example/jane-neill-01632960001>; rel=canonical',
      },
    })
    await archive.close()
    await forgetInArchive(path, { strings: ['01632960001', 'jane-neill'], at: later })
    const all = gunzipSync(readFileSync(join(path, kept.file))).toString()
    expect(all).not.toMatch(/jane|01632960001/)
    expect((await readKept(path, kept)).bytes.toString()).toBe('<p>page 1</p>')
  })

  it('drops whole pages when told, and keeps the length of the file', async () => {
    const path = folder()
    const kept = await keepAll(path, ['one', 'two', 'three'])
    const forgotten = await forgetInArchive(path, {
      strings: [],
      drop: [kept[1] as Archived],
      at: later,
    })
    expect(forgotten).toMatchObject([{ how: 'dropped', offset: kept[1]?.offset }])
    expect((await walked(path)).bodies).toEqual(['one', 'three'])
    await expect(readKept(path, kept[1] as Archived)).rejects.toThrow(/no page/)
    expect(gunzipSync(readFileSync(join(path, kept[0]?.file ?? ''))).toString()).not.toContain(
      'two',
    )
  })

  it('empties what a crash left damaged, and cuts an old torn tail off', async () => {
    const path = folder()
    const kept = await keepAll(path, ['one', 'two', 'three'])
    const file = join(path, kept[0]?.file ?? '')
    const bytes = readFileSync(file)
    const end = (kept[1]?.offset ?? 0) + (kept[1]?.length ?? 0)
    bytes.fill(0x41, end - 60, end - 20)
    writeFileSync(file, bytes)
    truncateSync(file, (kept[2]?.offset ?? 0) + (kept[2]?.length ?? 0) + 40)
    await forgetInArchive(path, { strings: ['nobody'], at: '2100-01-01T00:00:00.000Z' })
    expect(await walked(path)).toEqual({ bodies: ['one', 'three'], damaged: [] })
    expect(readFileSync(file).includes(Buffer.alloc(40, 0x41))).toBe(false)
  })

  it('forgets any string in any page, whatever both are', async () => {
    const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z@. '&-]{3,12}[a-zA-Z]$/)
    const path = folder()
    await fc.assert(
      fc.asyncProperty(word, fc.string(), fc.string(), async (secret, before, after) => {
        const escaped = secret.replaceAll('&', '&amp;').replaceAll("'", '&#39;')
        const archive = await open(path)
        const kept = await archive.keep(
          page(1, `<p>${before} ${secret} ${after} ${escaped} ${encodeURIComponent(secret)}`),
        )
        await archive.close()
        await forgetInArchive(path, { strings: [secret], at: later })
        const text = (await readKept(path, kept).catch(() => ({ body: '' }))).body.toLowerCase()
        for (const form of [secret, escaped, encodeURIComponent(secret)])
          expect(text.includes(form.toLowerCase())).toBe(false)
        rmSync(path, { recursive: true })
      }),
      { numRuns: 40 },
    )
  })
})
