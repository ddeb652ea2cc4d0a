import { describe, expect, it } from 'vitest'
import { overpassQuery } from '../../pipeline/platforms/overpass.ts'

const where = { name: 'King\'s "Lynn" (Old)' }

describe('a question to Overpass', () => {
  it('asks for a trade by the tags that mean it, in any language', () => {
    const query = overpassQuery({ region: 'nl', what: 'loodgieters', where: { name: 'Utrecht' } })
    expect(query).toContain('nwr["name"]["craft"="plumber"](area.place);')
    expect(query).toContain('area["ISO3166-1"="NL"]')
    expect(query).toContain('out center tags;')
  })

  it('joins tags that only together mean a trade', () => {
    expect(overpassQuery({ region: 'uk', what: 'yoga', where })).toContain(
      '["leisure"="fitness_centre"]["sport"="yoga"]',
    )
  })

  it('takes tags as they are, and a word that no trade has as a value', () => {
    expect(overpassQuery({ region: 'uk', what: 'craft=saddler;shop=*', where })).toMatch(
      /\["craft"="saddler"\].*\n.*\["shop"\]/,
    )
    expect(overpassQuery({ region: 'uk', what: 'falconers', where })).toContain(
      '~"^falconers?$",i]',
    )
  })

  it('keeps quotes and brackets of a name from ending the text or the pattern', () => {
    expect(overpassQuery({ region: 'uk', what: '*', where })).toContain(
      String.raw`~"^King's \"Lynn\" \\(Old\\)$"`,
    )
  })

  it('asks a circle, a box or a postcode where the place has one', () => {
    const asked = (more: object) =>
      overpassQuery({ region: 'be', what: 'bakers', where: { name: 'Gent', ...more } })
    expect(asked({ lat: 51.05, lon: 3.72, radius: 900 })).toContain('(around:900,51.05,3.72)')
    expect(asked({ box: [51, 3.6, 51.1, 3.8] })).toContain('(51,3.6,51.1,3.8)')
    expect(asked({ postcode: '9000' })).toContain('area["postal_code"="9000"]')
  })
})
