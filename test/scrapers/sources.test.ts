import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSource, sourceIds } from '../../pipeline/discover.ts'
import type { Source } from '../../pipeline/source.ts'
import { mutate } from './mutate.ts'
import { keptPages } from './pages.ts'

// `WRITE_EXPECTED=1 npx vitest run test/scrapers` writes what the readers give; review the difference before it is kept.
const write = process.env.WRITE_EXPECTED === '1' && process.env.CI === undefined

const sources = await Promise.all(
  sourceIds().map(async (id) => ({ id, source: await loadSource<Source>(id) })),
)

const query = {
  what: 'plumbers & "co"',
  where: { name: "King's Lynn", lat: 52.75, lon: 0.4, radius: 3000 },
} as const

const withoutQuotes = (tag: string) => tag.replace(/="([^"'`=<>\s&]+)"(?=[\s>])/g, '=$1')

describe.each(sources)('$id', ({ id, source }) => {
  const pages = keptPages(id, source)

  it('keeps a page of every kind it reads', () => {
    expect([...new Set(pages.map(({ page }) => page.kind))].sort()).toEqual(
      Object.keys(source.read).sort(),
    )
  })

  it.each(pages)('reads $file as expected', ({ page, expected }) => {
    const got = JSON.parse(JSON.stringify(source.read[page.kind]?.(page)))
    if (write) writeFileSync(expected, `${JSON.stringify(got, null, 2)}\n`)
    expect(existsSync(expected), `${expected} is missing`).toBe(true)
    expect(got).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
  })

  it.each(pages)(
    'reads $file alike when a tool saved it without needless quotes',
    ({ file, page }) => {
      if (!file.endsWith('.html')) return
      const bare = { ...page, body: page.body.replace(/(<[^<>]*)/g, withoutQuotes) }
      expect(source.recognise({ ...bare, url: '' })).toBe(page.kind)
      expect(source.read[page.kind]?.(bare)).toEqual(source.read[page.kind]?.(page))
    },
  )

  it.each(pages)('takes no front page for the address of a listing of $file', ({ page }) => {
    for (const url of ['', source.home, `${source.home}/`])
      for (const listing of source.read[page.kind]?.({ ...page, url }).listings ?? [])
        expect(listing.url).not.toBe(source.home)
  })

  it.each(pages)('recognises $file with and without its address', ({ page }) => {
    expect(source.recognise(page)).toBe(page.kind)
    expect(source.recognise({ ...page, url: '', contentType: '' })).toBe(page.kind)
  })

  it.each(pages)('never throws on $file damaged, and invents no blank field', ({ page }) => {
    fc.assert(
      fc.property(mutate(page.body), (body) => {
        const read = source.read[page.kind]?.({ ...page, body })
        expect(source.recognise({ ...page, body })).toSatisfy(
          (kind: unknown) => kind === undefined || typeof kind === 'string',
        )
        for (const listing of read?.listings ?? [])
          for (const value of Object.values(listing)) expect(value).not.toBe('')
      }),
      { numRuns: 25 },
    )
  })

  it('starts at addresses of its own hosts, with a kind it reads', () => {
    for (const region of source.regions)
      for (const link of source.start({ region, ...query })) {
        expect(Object.keys(source.read)).toContain(link.kind)
        const host = new URL(link.url).hostname
        expect(source.hosts.some((own) => host === own || host.endsWith(`.${own}`))).toBe(true)
      }
  })

  it('names the expectations of kinds that it reads', () => {
    expect(Object.keys(source.read)).toEqual(expect.arrayContaining(Object.keys(source.expect)))
  })
})
