import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../pipeline/model/region.ts'
import { fold } from '../../pipeline/text/plain.ts'
import {
  TRADES,
  tradeById,
  tradeByWord,
  tradeOfCategory,
  wordFor,
} from '../../pipeline/text/trades.ts'

describe('trades', () => {
  it('holds at least sixty, each named in three languages with an article', () => {
    expect(TRADES.length).toBeGreaterThanOrEqual(60)
    expect(new Set(TRADES.map(({ id }) => id)).size).toBe(TRADES.length)
    for (const trade of TRADES)
      for (const language of LANGUAGES) {
        const { one, many, article } = trade.words[language]
        expect(one, trade.id).not.toBe('')
        expect(many, trade.id).not.toBe('')
        expect(['a', 'an', 'een', 'un', 'une']).toContain(article)
      }
  })

  it('writes tags and types in the form that their owners use', () => {
    for (const { id, osm, google, marktplaats } of TRADES) {
      for (const tag of osm) expect(tag, id).toMatch(/^[a-z_:]+=[a-z_]+(\+[a-z_:]+=[a-z_]+)*$/)
      for (const type of google) expect(type, id).toMatch(/^[a-z_]+$/)
      if (marktplaats !== undefined) expect(marktplaats, id).toMatch(/^\d+$/)
    }
  })

  it('finds every trade by each of its own names and words', () => {
    for (const trade of TRADES) {
      expect(tradeByWord(trade.id)?.id).toBe(trade.id)
      for (const language of LANGUAGES)
        for (const word of [trade.words[language].one, trade.words[language].many])
          expect(tradeByWord(word, language)?.id, word).toBe(trade.id)
    }
  })

  it('gives no word and no code to two trades, but for the café', () => {
    const owners = new Map<string, string>()
    const twice: string[] = []
    for (const { id, words, also, osm, google } of TRADES) {
      const own = [id, ...Object.values(words).flatMap(({ one, many }) => [one, many]), ...also]
      for (const word of new Set([...own.map(fold), ...osm, ...google])) {
        if (owners.has(word)) twice.push(word)
        owners.set(word, id)
      }
    }
    expect(twice).toEqual(['cafe', 'cafes'])
  })

  it.each([
    ['Plumbers & Heating Engineers', 'plumber'],
    ['LOODGIETERS', 'plumber'],
    ['Électriciens', 'electrician'],
    ['craft=plumber', 'plumber'],
    ['italian_restaurant', 'restaurant'],
    ['1635', 'plumber'],
    ['bengali_restaurant', 'restaurant'],
    ['Bengali thing', undefined],
    ['Solicitors', 'lawyer'],
    ['Estate Agents, Letting', 'estate-agent'],
    ['Antiquarian horology', undefined],
    ['', undefined],
  ])('reads the category %j as %j', (category, id) => {
    expect(tradeOfCategory(category)).toBe(id)
  })

  it('takes a word for what its language means by it', () => {
    expect(tradeOfCategory('café', 'nl/goudengids')).toBe('pub')
    expect(tradeOfCategory('café', 'uk/yell')).toBe('cafe')
  })

  it('speaks of one and of many, and asks each source in its language', () => {
    const electrician = tradeById('electrician')
    expect(electrician?.words.en).toEqual({
      one: 'electrician',
      many: 'electricians',
      article: 'an',
    })
    expect(tradeById('bakery')?.words.fr.article).toBe('une')
    if (electrician === undefined) throw new Error('no electrician')
    expect(wordFor(electrician, 'be/pagesdor', 'nl')).toBe('électriciens')
    expect(wordFor(electrician, 'any/google-places', 'nl')).toBe('elektriciens')
  })
})
