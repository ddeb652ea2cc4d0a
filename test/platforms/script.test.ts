import { describe, expect, it } from 'vitest'
import { assigned, scriptJson } from '../../pipeline/platforms/script.ts'

describe('the value a script assigns', () => {
  it('is read from percent-encoded JSON in a string', () => {
    const encoded = encodeURIComponent(JSON.stringify({ title: 'Café “two” 100%' }))
    expect(
      assigned(`<script>window.clientData = "${encoded}";</script>`, 'window.clientData'),
    ).toEqual({
      title: 'Café “two” 100%',
    })
  })

  it('is read from a bare object, braces and quotes in its texts aside', () => {
    const html = String.raw`<script>window.clientData = {"a":"}\"]{","b":[{"c":1}]};window.x = 1</script>`
    expect(assigned(html, 'window.clientData')).toEqual({ a: '}"]{', b: [{ c: 1 }] })
  })

  it('is not mixed up with a longer name or a mention in the text', () => {
    const html =
      '<p>window.__CONFIG__ {haha}</p><script>window.__CONFIG__X = {"a":1};window.__CONFIG__ = {"a":2}</script>'
    expect(assigned(html, 'window.__CONFIG__')).toEqual({ a: 2 })
  })

  it('passes over an assignment that is cut off', () => {
    expect(assigned('window.d = {"a":1', 'window.d')).toBeUndefined()
    expect(assigned('window.d = {"a"; window.d = {"a":3}', 'window.d')).toEqual({ a: 3 })
    expect(assigned('window.d = "%7B%22a', 'window.d')).toBeUndefined()
  })

  it('is read from a data script by its id', () => {
    const html = '<script id="__NEXT_DATA__" type="application/json">{"props":{}}</script>'
    expect(scriptJson(html, '__NEXT_DATA__')).toEqual({ props: {} })
    expect(scriptJson(html, 'other')).toBeUndefined()
  })
})
