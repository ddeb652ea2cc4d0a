import { describe, expect, it } from 'vitest'
import { centresIn, districtArea, postcodeArea } from '../../pipeline/regions/grid/codes.ts'
import { queryOf, spotsOf } from '../../pipeline/regions/grid/grid.ts'
import { findTown, nameIn, radiusOf, towns } from '../../pipeline/regions/grid/towns.ts'
import { spotAt } from '../../pipeline/regions/grid/where.ts'
import { inBox, metresBetween, REGION_BOX } from '../../pipeline/text/points.ts'
import { tradeById } from '../../pipeline/text/trades.ts'

describe('the search grid', () => {
  it.each([
    ['uk', 'London', 2500],
    ['nl', 'Amsterdam', 900],
    ['be', 'Brussel', 400],
  ] as const)('begins %s with %s and holds its towns', async (region, largest, least) => {
    const all = await towns(region)
    expect(Object.values(all[0]?.names ?? {})).toContain(largest)
    expect(all.length).toBeGreaterThan(least)
    for (const [i, town] of all.entries()) {
      expect(inBox(town.lat, town.lon, REGION_BOX[region])).toBe(true)
      expect(town.population).toBeLessThanOrEqual(all[i - 1]?.population ?? Infinity)
      expect(nameIn(town, town.languages[0])).not.toBe('')
    }
  })

  it('names Belgian towns in Dutch and French, and the communes of Brussels too', async () => {
    const named = async (name: string) => (await findTown(name, 'be'))?.names
    expect(await named('Liège')).toEqual({ nl: 'Luik', fr: 'Liège' })
    expect(await named('bergen')).toEqual({ nl: 'Bergen', fr: 'Mons' })
    expect(await named('Courtrai')).toEqual({ nl: 'Kortrijk', fr: 'Courtrai' })
    expect(await named('Ghent')).toEqual({ nl: 'Gent', fr: 'Gand' })
    expect(await named('Elsene')).toEqual({ nl: 'Elsene', fr: 'Ixelles' })
    expect((await findTown('Ixelles', 'be'))?.languages).toEqual(['fr', 'nl'])
    const spoken = (await towns('be')).filter(({ names }) => names.nl !== names.fr)
    expect(spoken.length).toBeGreaterThan(80)
  })

  it('keeps two towns of one French name apart', async () => {
    const all = await towns('be')
    const flemish = all.find(({ names }) => names.nl === 'Sint-Niklaas')
    const walloon = all.find(({ names }) => names.nl === 'Saint-Nicolas')
    expect(flemish?.languages).toEqual(['nl'])
    expect(walloon?.languages).toEqual(['fr'])
  })

  it('takes a wider circle round a larger town', () => {
    expect(radiusOf({ population: 10_000 })).toBe(2000)
    expect(radiusOf({ population: 7_500_000 })).toBeGreaterThan(14_000)
  })
})

describe('--where', () => {
  it('takes a town in any language and asks for it in the one of the source', async () => {
    const spot = await spotAt('Luik', 'be')
    expect(spot.place('fr')).toMatchObject({ name: 'Liège', postcode: '4000' })
    expect(spot.place('nl')).toMatchObject({ name: 'Luik', postcode: '4000' })
  })

  it('takes postcodes and outward codes', async () => {
    expect((await spotAt('iv1', 'uk')).place('en')).toMatchObject({ name: 'IV1', postcode: 'IV1' })
    expect((await spotAt('sw1a1aa', 'uk')).place('en').postcode).toBe('SW1A 1AA')
    expect((await spotAt('1012AB', 'nl')).place('nl').postcode).toBe('1012 AB')
    expect((await spotAt('9000', 'be')).place('nl').name).toBe('Gent')
    expect((await spotAt('1325', 'be')).languages).toEqual(['fr'])
  })

  it('reads where districts lie from a file of the user, and reckons how far they reach', async () => {
    const text = [
      'region,district,lat,lon',
      ...Array.from({ length: 9 }, (_, i) => `uk,ZZ${i + 1},${(57 + i / 20).toFixed(2)},-4.2`),
      'uk,ZZ99,12,77',
      'nl,9999,52.1,4.5\r',
    ].join('\n')
    const all = centresIn(text, 'uk')
    expect([...all.keys()]).not.toContain('ZZ99')
    expect([...centresIn(text, 'nl').keys()]).toEqual(['9999'])
    const { lat = 0, lon = 0, radius = 0 } = districtArea('ZZ5', 'uk', all) ?? {}
    expect({ lat, lon }).toEqual({ lat: 57.2, lon: -4.2 })
    expect(radius).toBeGreaterThan(metresBetween({ lat, lon }, { lat: 57.25, lon: -4.2 }))
    expect(districtArea('ZZ77', 'uk', all)).toBeUndefined()
    expect(postcodeArea('LS', all)).toBeUndefined()
    const leeds = postcodeArea('LS', centresIn(text.replaceAll('ZZ', 'LS'), 'uk'))
    expect(leeds?.box?.[0]).toBeLessThan(57)
    expect(leeds?.box?.[2]).toBeGreaterThan(57.4)
    expect((await spotAt('9520', 'be')).place('nl')).toEqual({ name: '9520', postcode: '9520' })
  })

  it('finds a town whose inhabitants nobody counted, though no harvest of all towns begins there', async () => {
    expect((await spotAt('Bergen', 'nl')).known).toBe(true)
    expect((await towns('nl')).every(({ population }) => population > 0)).toBe(true)
  })

  it('takes the largest of several towns of one name, whatever its case, and says so', async () => {
    const newport = await spotAt('newport', 'uk')
    expect(newport.place('en')).toMatchObject({ name: 'Newport', lat: 51.58774 })
    expect(newport.note).toMatch(/largest of \d in uk so called, .* --where 50\.701,-1\.291,3km/)
    expect((await spotAt('newcastle', 'uk')).place('en').name).toBe('Newcastle upon Tyne')
    expect((await spotAt('Leeds', 'uk')).note).toBeUndefined()
    expect((await spotAt('Brussel', 'be')).note).toBeUndefined()
    expect((await spotAt('Utrecht', 'uk')).note).toContain('it is in nl')
  })

  it('takes a circle in metres or kilometres', async () => {
    const place = (await spotAt('51.51, -0.13, 2km', 'uk')).place('en')
    expect(place).toMatchObject({ lat: 51.51, lon: -0.13, radius: 2000 })
    const [south = 0, west = 0] = place.box ?? []
    expect(metresBetween({ lat: south, lon: -0.13 }, { lat: 51.51, lon: -0.13 })).toBeCloseTo(
      2000,
      0,
    )
    expect(metresBetween({ lat: 51.51, lon: west }, { lat: 51.51, lon: -0.13 })).toBeCloseTo(
      2000,
      -1,
    )
  })

  it('takes a box as south, west, north, east', async () => {
    const spot = await spotAt('50.8,4.3,50.9,4.4', 'be')
    expect(spot.place('nl').box).toEqual([50.8, 4.3, 50.9, 4.4])
  })

  it.each([
    ['-0.13,51.51,2km', 'outside uk'],
    ['51.51,-0.13,900km', 'between 50m and 200km'],
    ['50.9,4.3,50.8,4.4', 'south,west,north,east'],
    ['Mancester', 'did you mean Manchester?'],
    ['  ', 'names no place'],
    ['53.8,-1.55', 'a circle is lat,lng,radius'],
    ['53.7 -1.6 53.9 -1.4', 'a box is south,west,north,east'],
    ['Leeds,York', 'repeat it for each: --where Leeds --where York'],
  ])('says what does not fit about %j', async (text, why) => {
    await expect(spotAt(text, 'uk')).rejects.toThrow(why)
  })

  it('asks for a village that the town data does not know by its name', async () => {
    const spot = await spotAt('Much Mumbling', 'uk')
    expect(spot.known).toBe(false)
    expect(spot.place('en')).toEqual({ name: 'Much Mumbling' })
  })
})

describe('a query', () => {
  it.each([
    ['uk', 'uk/yell', 'plumbers', 'London'],
    ['nl', 'nl/goudengids', 'loodgieters', 'Amsterdam'],
    ['be', 'be/goudengids', 'loodgieters', 'Brussel'],
    ['be', 'be/pagesdor', 'plombiers', 'Bruxelles'],
    ['be', 'any/osm', 'plombiers', 'Bruxelles'],
  ] as const)(
    'of %s to %s asks for %s in %s, in the language of the source',
    async (region, source, what, name) => {
      const [spot] = await spotsOf({ region })
      const trade = tradeById('plumber')
      if (spot === undefined || trade === undefined) throw new Error('no town or no trade')
      expect(queryOf(source, region, trade, spot)).toMatchObject({
        region,
        what,
        trade: 'plumber',
        where: { name },
      })
    },
  )

  it('of a source without a language of its own is in the language of the place', async () => {
    const trade = tradeById('bakery')
    if (trade === undefined) throw new Error('no bakery')
    const spots = await spotsOf({ region: 'be', where: ['Gent', 'Mons'] })
    const asked = spots.map((spot) => queryOf('any/osm', 'be', trade, spot))
    expect(asked.map(({ what, where }) => `${what} ${where.name}`)).toEqual([
      'bakkerijen Gent',
      'boulangeries Mons',
    ])
  })
})
