import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, plain, plainOrNone } from '../../pipeline/text/plain.ts'

describe('plain text', () => {
  it.each([
    ['Smith &amp; Sons', 'Smith & Sons'],
    ['Caf&eacute; &amp;amp; Bar', 'Café & Bar'],
    ['Cafe\u0301', 'Café'],
    ['  a\u00a0\u200b b\n\tc ', 'a b c'],
    ['\u0007bell\u001b[31mred', 'bell[31mred'],
    ['&#x27;t Hof', "'t Hof"],
    ['\ud800broken', 'broken'],
  ])('reads %j as %j', (text, said) => {
    expect(plain(text)).toBe(said)
  })

  it('is the same when read again, however often it was escaped', () => {
    const escaped = fc
      .array(
        fc.constantFrom('&amp;', '&', 'amp;', '&lt;', '&#39;', 'a', ' ', '\u0301', '\u200b', ';'),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(escaped, fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const once = plain(text)
        expect(plain(once)).toBe(once)
        expect(once).toBe(once.normalize('NFC').trim())
        expect(once).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 500 },
    )
  })

  it('takes punctuation alone for nothing', () => {
    expect(plainOrNone(' - ')).toBeUndefined()
    expect(plainOrNone('&nbsp;')).toBeUndefined()
    expect(plainOrNone('a')).toBe('a')
  })

  it('folds accents, case and punctuation, and folding twice changes nothing', () => {
    expect(fold("L'Épicerie & Œuvre")).toBe('lepicerie and oeuvre')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)),
    )
  })
})
