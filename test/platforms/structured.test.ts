import { describe, expect, it } from 'vitest'
import { jsonLd } from '../../pipeline/platforms/structured.ts'

describe('JSON-LD', () => {
  it('is read block by block, whatever stands between', () => {
    const block = (name: string) =>
      `<SCRIPT nonce="1" type='application/ld+json'>{"@type":"Plumber","name":"${name}"}</script >`
    const html = `${block('First')}<script>if (a < b) {}</script>${block('Second')}`
    expect(jsonLd(html).things.map((thing) => thing.name)).toEqual(['First', 'Second'])
  })

  it('is read in one pass where thousands of blocks begin and none ends', () => {
    const html = '<script type="application/ld+json">'.repeat(100_000)
    expect(jsonLd(html)).toEqual({ things: [], unread: [] })
  })
})
