import type { Language, Region } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import { loadRegion } from '../../region.ts'
import type { Place } from '../../source.ts'
import { belgianLanguages } from '../../text/belgium.ts'
import { fold } from '../../text/plain.ts'
import { boxAround, inBox, REGION_BOX } from '../../text/points.ts'
import { district, outcode, postcode } from '../../text/postcodes.ts'
import { oneSlip } from '../../text/slips.ts'
import { districtArea, postcodeArea } from './codes.ts'
import { findTown, findTowns, nameIn, placeOf, type Town, towns } from './towns.ts'

/** A place of the search grid, not yet named in one language. */
export interface Spot {
  readonly languages: readonly [Language, ...Language[]]
  /** The place as a source is asked for it in one language. */
  readonly place: (language: Language) => Place
  /** Whether the town data knows it; a name that it does not know is asked for as it was given. */
  readonly known: boolean
  /** What a person should know of the choice: there are other towns so called, or none. */
  readonly note?: string
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

/** A postcode, a district or (in capitals) a British postcode area, with the point that is known of it. */
const code = async (text: string, region: Region): Promise<Spot | undefined> => {
  const letters = region === 'uk' ? postcodeArea(text) : undefined
  if (letters !== undefined) return bare({ name: text, ...letters }, ['en'])
  const whole = postcode(text, region) ?? (region === 'uk' ? outcode(text) : undefined)
  const area = whole ?? district(text, region)
  if (area === undefined) return undefined
  const languages = region === 'be' ? belgianLanguages({ postcode: area }) : undefined
  const town =
    region === 'be' ? (await towns(region)).find((known) => known.postcode === area) : undefined
  if (town !== undefined) return spotOf(town)
  const known = districtArea(district(area, region) ?? area, region)
  const place = { name: area, postcode: area, ...known }
  return bare(place, languages ?? (await loadRegion(region)).languages)
}

const point = ({ lat, lon }: Town) => `${lat.toFixed(3)},${lon.toFixed(3)}`

/** Towns of one name are told apart by their points: the largest is meant unless another is given. */
const namesakes = (found: Town, others: readonly Town[], region: Region): string | undefined => {
  const [next] = others
  return next === undefined
    ? undefined
    : `${nameIn(found, found.languages[0])} is the largest of ${others.length + 1} in ${region} so called, at ${point(found)}; for another give its point, as in --where ${point(next)},3km`
}

/** Numbers that are neither a circle nor a box, nor a postcode of the region. */
const ONLY_NUMBERS = /^[-\d\s.,;]+(?:k?m)?$/i

const ELSEWHERE: readonly Region[] = ['uk', 'nl', 'be']

const town = async (text: string, region: Region): Promise<Spot> => {
  const [found, ...others] = await findTowns(text, region)
  if (found !== undefined) {
    const note = namesakes(found, others, region)
    return note === undefined ? spotOf(found) : { ...spotOf(found), note }
  }
  if (ONLY_NUMBERS.test(text))
    throw bad(
      `--where ${text} is no place in ${region}: a circle is lat,lng,radius (51.51,-0.13,2km), a box is south,west,north,east`,
    )
  await oneAtATime(text, region)
  const said = fold(text)
  const meant = (await towns(region)).find((known) =>
    Object.values(known.names).some((name) => oneSlip(fold(name), said)),
  )
  if (meant !== undefined)
    throw bad(
      `--where ${text}: no such town in ${region}; did you mean ${nameIn(meant, meant.languages[0])}?`,
    )
  const abroad: Region[] = []
  for (const other of ELSEWHERE)
    if (other !== region && (await findTown(text, other)) !== undefined) abroad.push(other)
  const note = `'${text}' is no town known in ${region}${abroad.length > 0 ? ` (it is in ${abroad.join(' and ')})` : ''}; it is asked for as it stands`
  return { ...bare({ name: text.trim() }, (await loadRegion(region)).languages, false), note }
}

/** `Utrecht,Zwolle` is two places; `Richmond, London` may be one, so a person says which is meant. */
const oneAtATime = async (text: string, region: Region): Promise<void> => {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length < 2) return
  for (const part of parts) if ((await findTown(part, region)) === undefined) return
  throw bad(
    `--where ${text} names ${parts.length} towns; repeat it for each: ${parts.map((part) => `--where ${/\s/.test(part) ? `'${part}'` : part}`).join(' ')}`,
  )
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
