import { describe, expect, it } from 'vitest'
import { loadSource, sourceIds } from '../../pipeline/discover.ts'
import { recognise } from '../../pipeline/platforms/recognise.ts'
import type { Source } from '../../pipeline/source.ts'
import { keptPages } from '../scrapers/pages.ts'

const sources = await Promise.all(
  sourceIds().map(async (id) => [id, await loadSource<Source>(id)] as const),
)

describe('telling which source a page is of', () => {
  it.each(
    sources.flatMap(([id, source]) => keptPages(id, source).map((kept) => ({ id, ...kept }))),
  )('knows $id $file among all sources, without its address', ({ id, page }) => {
    expect(recognise(sources, { ...page, url: '' })).toEqual({ id, kind: page.kind })
  })

  it('knows no page of a stranger', () => {
    for (const body of [
      '',
      '{}',
      '[]',
      '<html><body><h1>Hartley & Dunn</h1></body></html>',
      '{"listings":[]}',
    ])
      expect(recognise(sources, { url: '', contentType: '', body })).toBeUndefined()
  })

  it('asks the source that serves the host first', () => {
    const claims = (kind: string, hosts: readonly string[]) => ({ hosts, recognise: () => kind })
    const both = [
      ['a/one', claims('one', ['one.example'])] as const,
      ['b/two', claims('two', ['two.example'])] as const,
    ]
    const page = { url: 'https://www.two.example/x', contentType: '', body: '' }
    expect(recognise(both, page)).toEqual({ id: 'b/two', kind: 'two' })
  })
})
