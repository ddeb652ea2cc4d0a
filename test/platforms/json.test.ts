import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, parseLoosely } from '../../pipeline/platforms/json.ts'

describe('JSON as pages print it', () => {
  it('reads every valid JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseLoosely(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseLoosely(`{"a":${text}`)))
    fc.assert(fc.property(fc.string(), (text) => void parseLoosely(text)))
  })

  it.each([
    ['a comma before the bracket', '{"a":[1,2,],}', { a: [1, 2] }],
    ['a comma, a comment and the bracket', '{"a":1, // last\n}', { a: 1 }],
    ['comments', '/* first */{"a":/* one */1}', { a: 1 }],
    ['raw line breaks and tabs in a text', '{"a":"one\ntwo\tthree\r"}', { a: 'one\ntwo\tthree\r' }],
    ['an escape that JSON does not know', String.raw`{"a":"it\'s 5\% off"}`, { a: "it's 5% off" }],
    ['a CDATA section', '//<![CDATA[\n{"a":1}\n//]]>', { a: 1 }],
    ['an HTML comment', '<!-- {"a":1} -->', { a: 1 }],
    ['a closing semicolon', '{"a":1};', { a: 1 }],
    ['quotes escaped for HTML', '{&quot;a&quot;:&quot;Tom &amp; Co&quot;}', { a: 'Tom & Co' }],
  ])('mends %s', (_, text, value) => {
    expect(parseLoosely(text)).toEqual(value)
  })

  it('leaves what looks like a comment or a stray comma inside a text alone', () => {
    const text = '{"a":"http://x.example/ ,] /* no */","b":[1,],}'
    expect(parseLoosely(text)).toEqual({ a: 'http://x.example/ ,] /* no */', b: [1] })
  })

  it('gives undefined for what cannot be mended', () => {
    expect(parseLoosely('{"a":')).toBeUndefined()
    expect(parseLoosely('<p>no</p>')).toBeUndefined()
  })
})

describe('a path into a value', () => {
  it('ends in undefined where it breaks off, also on the prototype', () => {
    expect(at({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBe(1)
    expect(at({ a: null }, 'a', 'b')).toBeUndefined()
    expect(at({}, 'constructor')).toBeUndefined()
    expect(at('text', 'length')).toBeUndefined()
  })
})
