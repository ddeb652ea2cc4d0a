import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  claimUrl,
  newCode,
  newToken,
  printCode,
  readCode,
  shortUrl,
} from '../../pipeline/text/claim-code.ts'

const bytes = (state: number) => (count: number) =>
  Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })

describe('a claim code', () => {
  it('is worth at least 40 bits, and a token 128', () => {
    expect(CODE_LENGTH * Math.log2(CODE_ALPHABET.length)).toBeGreaterThan(40)
    expect(Buffer.from(newToken(bytes(1)), 'base64url')).toHaveLength(16)
  })
  it('has no characters that look alike on paper, no capitals and no vowels', () => {
    expect(CODE_ALPHABET).not.toMatch(/[01oil]|[A-Z]|[aeu]|[bgqsz]/)
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length)
  })
  it('uses each character equally often', () => {
    const counts = new Map<string, number>()
    const chance = bytes(7)
    for (let i = 0; i < 5000; i++)
      for (const c of newCode(chance)) counts.set(c, (counts.get(c) ?? 0) + 1)
    const each = (5000 * CODE_LENGTH) / CODE_ALPHABET.length
    for (const c of CODE_ALPHABET)
      expect(Math.abs((counts.get(c) ?? 0) - each) / each).toBeLessThan(0.15)
  })
  it('is read back however it is typed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom('-', ' ', '', ' - ', '–'),
        fc.boolean(),
        (seed, between, shout) => {
          const code = newCode(bytes(seed))
          const typed = printCode(code).replaceAll('-', between)
          expect(readCode(shout ? typed.toUpperCase() : typed)).toBe(code)
        },
      ),
    )
    for (const wrong of ['', 'abc-def-ghi', 'hr3-3pf-wm', 'hr3-3pf-wmh2', '💈'])
      expect(readCode(wrong)).toBeUndefined()
  })
  it('stands in links of one form', () => {
    expect(shortUrl('lanternfield.example', 'hr33pfwmh')).toBe('lanternfield.example/c/hr3-3pf-wmh')
    expect(claimUrl('https://lanternfield.example/', 'T')).toBe(
      'https://lanternfield.example/claim/T',
    )
  })
})
