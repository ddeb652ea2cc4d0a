import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, isText, textOf } from '../../pipeline/fetch/charset.ts'

const html = (meta: string, text: string) => `<html><head>${meta}</head><body>${text}</body></html>`
const latin = (text: string) => Buffer.from(text, 'latin1')
const wide = (text: string) => Buffer.from(text, 'utf16le')

describe('the text of a page', () => {
  it.each<[about: string, bytes: Buffer, header: string, expected: string]>([
    ['UTF-8 by header', Buffer.from('Caf\u00e9'), 'text/html; charset=utf-8', 'Caf\u00e9'],
    ['Latin-1 by header', latin('Caf\u00e9'), 'text/html; charset=ISO-8859-1', 'Caf\u00e9'],
    [
      'windows-1252 signs under the name of Latin-1',
      Buffer.from([0x80, 0x20, 0x93]),
      'text/html; charset=iso-8859-1',
      '\u20ac \u201c',
    ],
    ['a header in quotes', latin('Caf\u00e9'), 'text/html; Charset="windows-1252"', 'Caf\u00e9'],
    [
      'Latin-1 by meta',
      latin(html('<meta charset=iso-8859-1>', 'Caf\u00e9')),
      'text/html',
      html('<meta charset=iso-8859-1>', 'Caf\u00e9'),
    ],
    [
      'a byte order mark over the header',
      Buffer.from('\uFEFFCaf\u00e9'),
      'text/html; charset=iso-8859-1',
      'Caf\u00e9',
    ],
    ['UTF-16 by its mark', wide('\uFEFFCaf\u00e9'), 'text/html', 'Caf\u00e9'],
    ['UTF-16 without a mark', wide('<html>Caf\u00e9'), 'text/html', '<html>Caf\u00e9'],
    [
      'undeclared UTF-8',
      Buffer.from('Zo\u00eb \u2013 \u20ac'),
      'text/html',
      'Zo\u00eb \u2013 \u20ac',
    ],
    ['undeclared windows-1252', latin('Zo\u00eb'), '', 'Zo\u00eb'],
    [
      'UTF-8 declared as Latin-1',
      Buffer.from('Zo\u00eb \u20ac'),
      'text/html; charset=iso-8859-1',
      'Zo\u00eb \u20ac',
    ],
    [
      'Latin-1 declared as UTF-8',
      latin('Zo\u00eb Andr\u00e9'),
      'text/html; charset=utf-8',
      'Zo\u00eb Andr\u00e9',
    ],
    [
      'mostly UTF-8 with one broken byte',
      Buffer.concat([Buffer.from('\u00e9\u00e9\u00e9\u00e9'), Buffer.from([0xff])]),
      'text/html; charset=utf-8',
      '\u00e9\u00e9\u00e9\u00e9\uFFFD',
    ],
    [
      'an encoding nobody knows',
      Buffer.from('Zo\u00eb'),
      'text/html; charset=klingon-8',
      'Zo\u00eb',
    ],
    [
      'a Japanese encoding',
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      'text/html; charset=Shift_JIS',
      '\u65e5\u672c',
    ],
    [
      'XML',
      latin('<?xml version="1.0" encoding="iso-8859-1"?><a>\u00e9</a>'),
      'text/xml',
      '<?xml version="1.0" encoding="iso-8859-1"?><a>\u00e9</a>',
    ],
    ['nothing', Buffer.alloc(0), '', ''],
  ])('reads %s', (_, bytes, header, expected) => {
    expect(decodeText(bytes, header).text).toBe(expected)
  })

  it('a declaration of UTF-16 that could be read as ASCII is not believed', () => {
    const page = html('<meta charset="utf-16">', 'Zo\u00eb')
    expect(decodeText(Buffer.from(page), 'text/html').text).toBe(page)
  })

  it('never throws and never loses ASCII', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, header) => {
        const buffer = Buffer.from(bytes)
        textOf(buffer, { 'content-type': header })
        decodeText(buffer, `text/html; charset=${header}`)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = Buffer.from(`<p>${text.replaceAll('\uFEFF', '')}`)
        expect(decodeText(bytes, 'text/html').text).toBe(bytes.toString())
      }),
    )
  })

  it.each([
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'image/png', false],
    ['a PDF called HTML', Buffer.from('%PDF-1.7 \u0000'), 'text/html', false],
    ['JSON called octet-stream', Buffer.from('{"a":1}'), 'application/octet-stream', true],
    [
      'HTML with a stray NUL',
      Buffer.from(`<p>a\u0000b</p>${'<p>text</p>'.repeat(30)}`),
      'text/html',
      true,
    ],
    ['HTML', Buffer.from('<p>'), 'text/html', true],
    ['UTF-16', wide('\uFEFFa'), 'text/html', true],
    ['an empty page', Buffer.alloc(0), '', true],
  ])('%s is text: %s', (_, bytes, type, expected) => {
    expect(isText(bytes, type)).toBe(expected)
  })
})
