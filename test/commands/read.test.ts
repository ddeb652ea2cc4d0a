import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { Context } from '../../pipeline/command.ts'
import read, { type ReadOptions } from '../../pipeline/commands/read.ts'
import { root } from '../../pipeline/root.ts'

const folder = mkdtempSync(join(tmpdir(), 'doorstep-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Line = Readonly<Record<string, unknown>>

/** Runs the command with nothing in reach but its output: no database, no configuration, no network. */
const run = async (file: string, options: ReadOptions = {}) => {
  const lines: Line[] = []
  const said: string[] = []
  const out = {
    json: (value: unknown) => lines.push(value as Line),
    say: (text: string) => said.push(text),
  }
  const context = { out, cwd: folder } as unknown as Context
  return { code: await read.run(context, options, file), lines, said }
}

const kept = (path: string) => join(root, 'test', 'pages', path)
const write = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return name
}
const of = (lines: readonly Line[], type: string) => lines.filter((line) => line.type === type)

describe('pipeline read', () => {
  it('tells source and kind of a page by itself and prints its listings and links', async () => {
    const { code, lines } = await run(kept('uk/yell/search-plumbers-leeds.html'))
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({
      type: 'page',
      source: 'uk/yell',
      kind: 'search',
      verdict: 'ok',
      listings: 5,
      cards: 6,
    })
    expect(of(lines, 'listing').map(({ name }) => name)).toContain('Hartley & Dunn Plumbing')
    expect(of(lines, 'link')).toHaveLength(6)
  })

  it('names the fields of an answer that it does not know', async () => {
    const { lines } = await run(kept('nl/marktplaats/search-json-loodgieters.json'))
    expect(of(lines, 'unread')).toMatchObject([{ what: 'listings.newField' }])
  })

  it('exits 3 for a wall and prints no listings of it', async () => {
    const wall =
      '<html><head><title>Just a moment...</title></head><body><div id="challenge-form">cdn-cgi</div></body></html>'
    const { code, lines } = await run(write('wall.html', wall), {
      source: 'uk/yell',
      kind: 'search',
    })
    expect([code, lines[0]?.verdict, of(lines, 'listing')]).toEqual([3, 'blocked', []])
  })

  it('exits 5 for a page that says there are none', async () => {
    expect((await run(kept('uk/gumtree/search-none.html'))).code).toBe(5)
  })

  it('exits 1 for a page that nobody knows, and says so', async () => {
    const { code, lines, said } = await run(write('other.html', '<p>hello</p>'))
    expect([code, lines[0]?.verdict, said.length]).toEqual([1, 'unknown', 1])
  })

  it('exits 1 for an empty and for a binary file', async () => {
    expect((await run(write('empty.html', ''))).code).toBe(1)
    expect((await run(write('photo.html', Buffer.from([0xff, 0xd8, 0, 1, 2, 0, 0, 9])))).code).toBe(
      1,
    )
  })

  it('reads a gzipped page and one in an old encoding', async () => {
    const page =
      '<html><meta charset="iso-8859-1"><script type="application/ld+json">{"@type":"Bakery","name":"Caf\u00e9 Cr\u00e8me","url":"https://cafe.example.com"}</script></html>'
    const { lines } = await run(write('old.html.gz', gzipSync(Buffer.from(page, 'latin1'))))
    expect(of(lines, 'listing')).toMatchObject([
      { name: 'Café Crème', website: 'https://cafe.example.com' },
    ])
    expect(lines[0]).toMatchObject({ source: null, kind: 'structured', charset: 'windows-1252' })
  })

  it('refuses a source or a kind that is not there, naming those that are', async () => {
    await expect(run('x.html', { source: 'uk/nowhere' })).rejects.toThrow(/uk\/yell/)
    await expect(run('x.html', { source: 'uk/yell', kind: 'map' })).rejects.toThrow(
      /search, detail/,
    )
    await expect(run('not-there.html')).rejects.toThrow(/not there/)
  })
})
