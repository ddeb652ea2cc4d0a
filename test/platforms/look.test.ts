import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookAt } from '../../pipeline/platforms/look.ts'
import { all, parse } from '../../pipeline/platforms/tree.ts'
import { root } from '../../pipeline/root.ts'
import { mutate } from '../scrapers/mutate.ts'

const page = readFileSync(join(root, 'test/pages/uk/yell/search-plumbers-leeds.html'), 'utf8')

const SELECTORS = [
  '[itemprop="name"]',
  '.businessCapsule--name',
  'a.businessCapsule--ctaItem[href^="http"][rel~="nofollow"]',
  '[itemprop="telephone"], .business--telephoneNumber, [data-test="localBusiness--phoneCollapsed"]',
  'meta[itemprop="url"]',
  '.nowhere',
]

describe('an element looked through once', () => {
  it('finds what a selector engine finds, also on damaged pages', () => {
    fc.assert(
      fc.property(mutate(page), fc.constantFrom(...SELECTORS), (html, selector) => {
        const tree = parse(html)
        expect(new Set(lookAt(tree).all(selector))).toEqual(new Set(all(tree, selector)))
      }),
      { numRuns: 200 },
    )
  })

  it('prefers the first alternative that finds something', () => {
    const card = lookAt(parse('<p class="b">two</p><p class="a">one</p>'))
    expect(card.text('.a, .b')).toBe('one')
    expect(card.text('.c, .b')).toBe('two')
    expect(card.one('.c')).toBeUndefined()
  })

  it('knows classes that are asked for only later', () => {
    const card = lookAt(parse('<p class="early late-asked">x</p>'))
    card.one('.early')
    expect(card.text('.late-asked')).toBe('x')
  })

  it('refuses a selector that it cannot answer', () => {
    const card = lookAt(parse('<p>x</p>'))
    for (const selector of ['p', '.a .b', '[href]', '.a > .b'])
      expect(() => card.one(selector)).toThrow(selector)
  })
})
