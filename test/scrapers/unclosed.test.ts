import { describe, expect, it } from 'vitest'
import { loadSource } from '../../pipeline/discover.ts'
import type { Source } from '../../pipeline/source.ts'
import { keptPages } from './pages.ts'

describe.each([
  ['uk/yell', 'article'],
  ['uk/gumtree', 'article'],
  ['nl/goudengids', 'li'],
  ['be/goudengids', 'li'],
  ['be/pagesdor', 'li'],
] as const)('%s', (id, tag) => {
  it('reads cards that nobody closed as if they were closed: no card takes what the next one says', async () => {
    const source = await loadSource<Source>(id)
    const pages = keptPages(id, source).filter(({ page }) => page.kind === 'search')
    for (const { page } of pages) {
      const open = { ...page, body: page.body.replaceAll(`</${tag}>`, '') }
      const [whole, torn] = [page, open].map((one) => source.read.search?.(one))
      expect(torn?.listings).toEqual(whole?.listings)
      expect(torn?.links).toEqual(whole?.links)
    }
  })
})
