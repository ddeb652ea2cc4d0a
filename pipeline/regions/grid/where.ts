import type { Language, Region } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import { loadRegion } from '../../region.ts'
import type { Place } from '../../source.ts'
import { belgianLanguages } from '../../text/belgium.ts'
import { fold } from '../../text/plain.ts'
import { boxAround, inBox, REGION_BOX } from '../../text/points.ts'
import { district, outcode, postcode } from '../../text/postcodes.ts'
import { oneSlip } from '../../text/slips.ts'
import { findTown, nameIn, placeOf, type Town, towns } from './towns.ts'

/** A place of the search grid, not yet named in one language. */
export interface Spot {
  readonly languages: readonly [Language, ...Language[]]
  /** The place as a source is asked for it in one language. */
  readonly place: (language: Language) => Place
  /** Whether the town data knows it; a name that it does not know is asked for as it was given. */
  readonly known: boolean
}

const bad = (what: string) => new Trouble('bad-option', 'usage', what)

/** A town as a spot. */
export const spotOf = (town: Town): Spot => ({
  languages: town.languages,
  place: (language) => placeOf(town, language),
  known: true,
})

const NUMBER = '-?\\d+(?:\\.\\d+)?'
const CIRCLE = new RegExp(`^(${NUMBER}),\\s*(${NUMBER}),\\s*(\\d+(?:\\.\\d+)?)\\s*(m|km)?$`)
const BOX = new RegExp(`^(${NUMBER}),\\s*(${NUMBER}),\\s*(${NUMBER}),\\s*(${NUMBER})$`)

const inside = (lat: number, lon: number, region: Region, text: string): void => {
  if (!inBox(lat, lon, REGION_BOX[region]))
    throw bad(
      `--where ${text} lies outside ${region}; write latitude before longitude, as in 51.51,-0.13,2km`,
    )
}

const circle = (text: string, region: Region): Place | undefined => {
  const parts = CIRCLE.exec(text)
  if (parts === null) return undefined
  const [lat, lon] = [Number(parts[1]), Number(parts[2])]
  const radius = Number(parts[3]) * (parts[4] === 'km' ? 1000 : 1)
  inside(lat, lon, region, text)
  if (radius < 50 || radius > 200_000)
    throw bad(`--where ${text}: a radius is between 50m and 200km`)
  return { name: `${lat},${lon}`, lat, lon, radius, box: boxAround(lat, lon, radius) }
}

const box = (text: string, region: Region): Place | undefined => {
  const parts = BOX.exec(text)
  if (parts === null) return undefined
  const [south = 0, west = 0, north = 0, east = 0] = parts.slice(1).map(Number)
  if (south >= north || west >= east)
    throw bad(`--where ${text}: a box is south,west,north,east in degrees`)
  const [lat, lon] = [(south + north) / 2, (west + east) / 2]
  inside(lat, lon, region, text)
  return { name: text, lat, lon, box: [south, west, north, east] }
}

const bare = (place: Place, languages: Spot['languages'], known = true): Spot => ({
  languages,
  place: () => place,
  known,
})

/** Most towns with this postcode's centre are not known here: the code itself is what sources are asked for. */
const code = async (text: string, region: Region): Promise<Spot | undefined> => {
  const whole = postcode(text, region) ?? (region === 'uk' ? outcode(text) : undefined)
  const area = whole ?? district(text, region)
  if (area === undefined) return undefined
  const languages = region === 'be' ? belgianLanguages({ postcode: area }) : undefined
  const town =
    region === 'be' ? (await towns(region)).find((known) => known.postcode === area) : undefined
  if (town !== undefined) return spotOf(town)
  return bare({ name: area, postcode: area }, languages ?? (await loadRegion(region)).languages)
}

const town = async (text: string, region: Region): Promise<Spot> => {
  const found = await findTown(text, region)
  if (found !== undefined) return spotOf(found)
  const said = fold(text)
  const meant = (await towns(region)).find((known) =>
    Object.values(known.names).some((name) => oneSlip(fold(name), said)),
  )
  if (meant !== undefined)
    throw bad(
      `--where ${text}: no such town in ${region}; did you mean ${nameIn(meant, meant.languages[0])}?`,
    )
  return bare({ name: text.trim() }, (await loadRegion(region)).languages, false)
}

/**
 * One place of `--where`: a circle `lat,lng,radius` (metres, or with `km`), a box `south,west,north,east`,
 * a postcode or outward code, or a town in any of the region's languages. Trouble `bad-option` says what
 * does not fit; a village that the town data does not know is asked for by its name.
 */
export const spotAt = async (text: string, region: Region): Promise<Spot> => {
  const clean = text.trim()
  if (!/[\p{L}\d]/u.test(clean)) throw bad(`--where '${text}' names no place`)
  const area = circle(clean, region) ?? box(clean, region)
  if (area !== undefined) return bare(area, (await loadRegion(region)).languages)
  return (await code(clean, region)) ?? town(clean, region)
}
