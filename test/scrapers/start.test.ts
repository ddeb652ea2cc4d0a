import { describe, expect, it } from 'vitest'
import { loadSource } from '../../pipeline/discover.ts'
import type { Query, Source } from '../../pipeline/source.ts'

const ask = async (id: string, query: Partial<Query> & Pick<Query, 'region' | 'where'>) =>
  (await loadSource<Source>(id)).start({ what: 'plumbers', ...query })

const leeds = { name: 'Leeds', lat: 53.8, lon: -1.55, radius: 4000 }

describe('what a source is asked first', () => {
  it('uk/yell: its search page, words escaped', async () => {
    const [link] = await ask('uk/yell', {
      region: 'uk',
      what: 'heating & gas',
      where: { name: "King's Lynn" },
    })
    expect(link?.url).toBe(
      "https://www.yell.com/ucs/UcsSearchAction.do?keywords=heating%20%26%20gas&location=King's%20Lynn&pageNum=1",
    )
  })

  it('the gids sites: slugs in lower case with hyphens', async () => {
    const [nl] = await ask('nl/goudengids', {
      region: 'nl',
      what: 'loodgieters',
      where: { name: 'Den Haag' },
    })
    const [be] = await ask('be/goudengids', {
      region: 'be',
      what: 'loodgieters',
      where: { name: 'Sint-Niklaas' },
    })
    const [fr] = await ask('be/pagesdor', {
      region: 'be',
      what: 'plombiers',
      where: { name: 'Liège' },
    })
    expect([nl?.url, be?.url, fr?.url]).toEqual([
      'https://www.goudengids.nl/nl/zoeken/loodgieters/den-haag/',
      'https://www.goudengids.be/zoeken/loodgieters/sint-niklaas/',
      'https://www.pagesdor.be/recherche/plombiers/li%C3%A8ge/',
    ])
  })

  it.each(['nl/marktplaats', 'be/2dehands', 'be/2ememain'])(
    '%s: its sitemap and pages of results, never an address that robots.txt forbids',
    async (id) => {
      const source = await loadSource<Source>(id)
      const links = source.start({
        region: source.regions[0] ?? 'nl',
        what: 'loodgieters',
        where: { name: 'Gent' },
      })
      expect(links.map(({ kind }) => kind).sort()).toEqual(['search', 'sitemap'])
      for (const { url } of links) expect(url).not.toMatch(/\/lrp\/api|\/lp\/api|\/v\/api/)
    },
  )

  it('uk/gumtree: traders only', async () => {
    const [link] = await ask('uk/gumtree', {
      region: 'uk',
      where: { name: 'Leeds', postcode: 'LS1' },
    })
    expect(Object.fromEntries(new URL(link?.url ?? '').searchParams)).toEqual({
      search_category: 'business-services',
      search_location: 'ls1',
      q: 'plumbers',
      seller_type: 'trade',
    })
  })

  it('any/google-maps: a town by name and centre, a cell by its centre alone, closer when it is smaller', async () => {
    const [town] = await ask('any/google-maps', { region: 'uk', where: leeds })
    const [cell] = await ask('any/google-maps', {
      region: 'nl',
      where: { name: 'x', lat: 52, lon: 5, box: [51.995, 4.99, 52.005, 5.01] },
    })
    expect(town?.url).toBe(
      'https://www.google.com/maps/search/plumbers+Leeds/@53.8,-1.55,13z?hl=en',
    )
    expect(cell?.url).toBe('https://www.google.com/maps/search/plumbers/@52,5,16z?hl=nl')
  })

  it('any/google-maps: Belgium in the language of the postcode', async () => {
    const asked = async (postcode: string) =>
      (await ask('any/google-maps', { region: 'be', where: { name: 'x', postcode } }))[0]?.url
    expect(await asked('5000')).toContain('hl=fr')
    expect(await asked('9000')).toContain('hl=nl')
  })

  it('any/google-places: a restricted box or a circle, the key a placeholder, the mask without blanks', async () => {
    const [circle] = await ask('any/google-places', { region: 'uk', where: leeds })
    const [box] = await ask('any/google-places', {
      region: 'uk',
      where: { name: 'cell', box: [53.7, -1.6, 53.8, -1.5] },
    })
    expect(JSON.parse(circle?.body ?? '')).toMatchObject({
      textQuery: 'plumbers Leeds',
      regionCode: 'GB',
      locationBias: { circle: { radius: 4000 } },
    })
    expect(JSON.parse(box?.body ?? '')).toMatchObject({
      textQuery: 'plumbers',
      locationRestriction: { rectangle: { low: { latitude: 53.7, longitude: -1.6 } } },
    })
    expect(circle?.headers?.['x-goog-api-key']).toBe('{GOOGLE_PLACES_KEY}')
    expect(circle?.headers?.['x-goog-fieldmask']).not.toMatch(/\s/)
  })

  it('any/google-places: the next page is asked with the same body and the token', async () => {
    const source = await loadSource<Source>('any/google-places')
    const [first] = source.start({ region: 'uk', what: 'plumbers', where: leeds })
    const page = {
      url: first?.url ?? '',
      kind: 'search-json',
      status: 200,
      contentType: 'application/json',
      fetchedAt: '2026-11-23T00:00:00.000Z',
    }
    const body = '{"places":[{"id":"ChIJx","displayName":{"text":"A"}}],"nextPageToken":"t1"}'
    const links =
      source.read['search-json']?.({ ...page, body, sent: first?.body ?? '' }).links ?? []
    expect(links).toHaveLength(1)
    expect(JSON.parse(links[0]?.body ?? '')).toEqual({
      ...JSON.parse(first?.body ?? ''),
      pageToken: 't1',
    })
    expect(source.read['search-json']?.({ ...page, body }).links).toEqual([])
  })

  it('any/osm: one POST with the question as a form', async () => {
    const [link] = await ask('any/osm', { region: 'uk', where: leeds })
    expect(link).toMatchObject({ method: 'POST', kind: 'search-json' })
    expect(new URLSearchParams(link?.body).get('data')).toContain(
      '["craft"="plumber"](around:4000,53.8,-1.55)',
    )
  })
})
