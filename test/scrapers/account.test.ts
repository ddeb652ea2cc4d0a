import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSource, sourceIds } from '../../pipeline/discover.ts'
import type { Reading, Source } from '../../pipeline/source.ts'
import { mutate } from './mutate.ts'
import { keptPages } from './pages.ts'

const sources = await Promise.all(
  sourceIds().map(async (id) => ({ id, source: await loadSource<Source>(id) })),
)

/** Cards of which a reading says nothing: neither read, nor left out for a reason, nor named as not understood. */
const unaccounted = ({ cards, listings, left, unread }: Reading): number => {
  const leftOut = Object.values(left ?? {}).reduce((sum, n) => sum + n, 0)
  return (cards ?? 0) - listings.length - leftOut - unread.length
}

describe.each(sources)('$id', ({ id, source }) => {
  const pages = keptPages(id, source).filter(({ page }) => page.kind !== 'sitemap')

  it.each(pages)('accounts for every card of $file, also when it is damaged', ({ page }) => {
    const read = source.read[page.kind]
    if (read === undefined) throw new Error('no reader')
    expect(unaccounted(read(page))).toBeLessThanOrEqual(0)
    fc.assert(
      fc.property(mutate(page.body), (body) => {
        expect(unaccounted(read({ ...page, body }))).toBeLessThanOrEqual(0)
      }),
      { numRuns: 15 },
    )
  })

  it.each(pages)('reads the same of $file every time', ({ page }) => {
    const read = source.read[page.kind]
    expect(JSON.stringify(read?.(page))).toBe(JSON.stringify(read?.(page)))
  })
})
