import type { Element } from 'domhandler'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  all,
  around,
  attribute,
  cardsIn,
  marked,
  type Node,
  one,
  parse,
  text,
  textAt,
  textsAt,
} from '../../pipeline/platforms/tree.ts'

describe('a page as a tree', () => {
  it('says what a visitor reads: white space folded, blocks apart, scripts and styles silent', () => {
    const tree = parse(
      '<h1>Hartley&nbsp;&amp;\n Dunn</h1><p>one</p><p>t<b>w</b>o<br>three</p><style>x{}</style><script>y</script>',
    )
    expect(text(tree)).toBe('Hartley & Dunn one two three')
  })

  it('is made of broken markup too, and of a page cut off in a tag', () => {
    expect(textAt(parse('<p class=a>one<p class="b'), '.a')).toBe('one')
    expect(all(parse(''), 'p')).toEqual([])
  })

  it('is parsed in its beginning where tags lie a hundred thousand deep', () => {
    const tree = parse(
      `<p class="first">here</p>${'<div>'.repeat(100_000)}${'</div>'.repeat(100_000)}`,
    )
    expect(textAt(tree, '.first')).toBe('here')
    expect(all(tree, 'div').length).toBeLessThan(20_000)
  })

  it('keeps every element of a long page that is flat', () => {
    expect(all(parse('<p>x<img>'.repeat(20_000)), 'img')).toHaveLength(20_000)
  })

  it('gives the smallest part round an element that holds what the page holds', () => {
    const tree = parse(
      '<main><section><h1>A</h1><a class="tel">1</a></section><aside><a class="tel">2</a></aside></main>',
    )
    const heading = one(tree, 'h1')
    if (heading === undefined) throw new Error('no heading')
    expect(text(around(tree, heading, ['.tel', '.not-on-the-page']) as never)).toBe('A 1')
  })

  it('tells a word in an attribute without a tree, quoted or bare', () => {
    for (const html of [
      '<p class="x card y">',
      "<p class='card'>",
      '<p class=card>',
      '<p id=1 class = "card">',
    ])
      expect(marked(html, 'class', 'card')).toBe(true)
    for (const html of [
      '<p class="card--big">',
      '<p class="my-card">',
      '<style>.card{}</style>',
      'class card',
    ])
      expect(marked(html, 'class', 'card')).toBe(false)
  })
})

describe('the part round an element', () => {
  it('is the one that is found by looking through each part above it', () => {
    const plainly = (tree: Node, start: Element, selectors: readonly string[]): Node => {
      const present = selectors.filter((selector) => one(tree, selector) !== undefined)
      let here: Node = start
      while (!present.every((selector) => one(here, selector) !== undefined)) {
        if (here.parent === null) return tree
        here = here.parent as Node
      }
      return here
    }
    const tag = fc.constantFrom(
      '<h1>',
      '<a class="x">',
      '<b id="y">',
      '<p>',
      '</p>',
      '</a>',
      '</b>',
      '</h1>',
    )
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 40 }), (tags) => {
        const tree = parse(`<main>${tags.join('t')}</main>`)
        const heading = one(tree, 'h1')
        if (heading === undefined) return
        const selectors = ['.x', '#y', '.z']
        expect(around(tree, heading, selectors)).toBe(plainly(tree, heading, selectors))
      }),
      { numRuns: 300 },
    )
  })
})

describe('the cards of a page', () => {
  it('hold nothing of the next one when nobody closed their tags', () => {
    const tree = parse(
      '<main><article><b>1</b><i>a</i><article><b>2</b><article><b>3</b><i>c</i></main><a rel="next" href="/2">next</a>',
    )
    const cards = cardsIn(tree, 'article')
    expect(cards.map((card) => textsAt(card, 'b, i'))).toEqual([['1', 'a'], ['2'], ['3', 'c']])
    expect(attribute(one(tree, 'a[rel="next"]'), 'href')).toBe('/2')
  })

  it('are read in a time that grows with the page, however deep they lie in one another', () => {
    const cards = (n: number) => cardsIn(parse('<article><b>x</b>'.repeat(n)), 'article')
    const seen = (n: number) => cards(n).reduce((sum, card) => sum + all(card, '*').length, 0)
    expect(seen(400)).toBe(2 * seen(200))
  })
})
