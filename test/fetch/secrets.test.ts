import { describe, expect, it } from 'vitest'
import { withSecrets } from '../../pipeline/fetch/secrets.ts'

const url = 'https://api.example/search'

describe('secrets of a request', () => {
  it('are put in where a header names them, and nowhere else', () => {
    const request = { url, body: '{KEY}', headers: { 'x-api-key': '{KEY}', accept: 'a{KEY}' } }
    expect(withSecrets(request, { KEY: 's3cret' })).toEqual({
      url,
      body: '{KEY}',
      headers: { 'x-api-key': 's3cret', accept: 'a{KEY}' },
    })
  })

  it('stop the source when they are missing, naming the variable', () => {
    expect(() => withSecrets({ url, headers: { 'x-api-key': '{KEY}' } }, {})).toThrow(/KEY/)
  })

  it('leave a request without headers as it is', () => {
    expect(withSecrets({ url }, {})).toEqual({ url })
  })
})
