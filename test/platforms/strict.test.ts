import { describe, expect, it } from 'vitest'
import { strict } from '../../pipeline/platforms/strict.ts'

const page = {
  id: 7,
  name: ' Hartley  & Dunn ',
  price: '12.50',
  seller: { name: 'Kim', badge: 'gold' },
  ads: [{ id: 1, colour: 'red' }, { id: 2, colour: 'blue', size: 'L' }, 'no object'],
  empty: '',
}

describe('a strict account', () => {
  it('names every field nobody took, once, with its path', () => {
    const from = strict(page)
    from.text('id')
    from.within('seller').text('name')
    for (const ad of from.each('ads')) ad.number('id')
    expect(from.rest(['price', 'empty']).map(({ what }) => what)).toEqual([
      'name',
      'seller.badge',
      'ads.colour',
      'ads.size',
    ])
  })

  it('says nothing when all is taken or known', () => {
    const from = strict({ a: 1, b: { c: 2 } })
    from.number('a')
    expect(from.rest(['b'])).toEqual([])
  })

  it('folds texts, reads numbers written as text, and calls blanks absent', () => {
    const from = strict(page)
    expect(from.text('name')).toBe('Hartley & Dunn')
    expect(from.text('id')).toBe('7')
    expect(from.number('price')).toBe(12.5)
    expect(from.text('empty')).toBeUndefined()
    expect(from.number('name')).toBeUndefined()
  })

  it('takes what is no object for an object without fields', () => {
    for (const value of [null, undefined, 'text', 5, [1]]) {
      const from = strict(value)
      expect(from.text('a')).toBeUndefined()
      expect(from.within('a').each('b')).toEqual([])
      expect(from.rest()).toEqual([])
    }
  })

  it('does not read fields of the prototype', () => {
    expect(strict({}).raw('toString')).toBeUndefined()
  })
})
