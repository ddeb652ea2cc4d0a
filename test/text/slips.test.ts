import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneSlip } from '../../pipeline/text/slips.ts'

describe('one slip of the hand', () => {
  it.each([
    ['manchester', 'mancester'],
    ['manchester', 'manchestter'],
    ['manchester', 'manchaster'],
    ['manchester', 'mancehster'],
  ])('makes %s into %s', (a, b) => {
    expect(oneSlip(a, b)).toBe(true)
  })

  it('does not make one town into another', () => {
    expect(oneSlip('leeds', 'leiden')).toBe(false)
    expect(oneSlip('bath', 'path')).toBe(false)
    expect(oneSlip('derby', 'dreby2')).toBe(false)
  })

  it('goes both ways', () => {
    const word = fc.stringMatching(/^[ab]{0,5}$/)
    fc.assert(fc.property(word, word, (a, b) => oneSlip(a, b) === oneSlip(b, a)))
  })
})
