import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fill, openVoice } from '../../pipeline/comply/words.ts'
import { LANGUAGES } from '../../pipeline/model/region.ts'
import { root } from '../../pipeline/root.ts'

const places = (language: string): Readonly<Record<string, readonly string[]>> => {
  const words: Record<string, Record<string, string>> = JSON.parse(
    readFileSync(join(root, 'templates', language, 'law.json'), 'utf8'),
  )
  return Object.fromEntries(
    Object.entries(words).flatMap(([part, sentences]) =>
      Object.entries(sentences).map(([name, text]) => [
        `${part}.${name}`,
        [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort(),
      ]),
    ),
  )
}

describe('the words of the law', () => {
  it.each(LANGUAGES)('are all there in %s, with the same places to fill', (language) => {
    expect(() => openVoice(language)).not.toThrow()
    expect(places(language)).toEqual(places('en'))
  })

  it('fill their places, and leave open what has no value', () => {
    expect(fill('on {register} as of {date}', { register: 'TPS' })).toBe('on TPS as of {date}')
  })
})
