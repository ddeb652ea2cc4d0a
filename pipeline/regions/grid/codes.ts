import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Region } from '../../model/region.ts'
import { root } from '../../root.ts'
import { type Box, boxAround, inBox, metresBetween, REGION_BOX } from '../../text/points.ts'
import { UK_AREAS } from '../../text/postcodes.ts'

interface Point {
  readonly lat: number
  readonly lon: number
}

/** A postcode district, or a whole postcode area, on the map. */
export interface Area extends Point {
  /** Metres from its centre within which most of it lies. */
  readonly radius: number
  readonly box?: Box
}

type Centres = ReadonlyMap<string, Point>

/**
 * Centres of postcode districts, a file of the user's own: no table comes with the program. Lines of
 * `region,district,lat,lon` (`uk,LS6,53.82,-1.56`, `nl,3011,51.92,4.49`).
 */
const FILE = join(root, 'data', 'postcodes.csv')

/** The centres that such a file names for a region; lines that are none are passed over. */
export const centresIn = (text: string, region: Region): Centres =>
  new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const [of, code = '', lat, lon] = line.split(',')
      const point = { lat: Number(lat), lon: Number(lon) }
      return of === region && inBox(point.lat, point.lon, REGION_BOX[region])
        ? [[code, point] as const]
        : []
    }),
  )

const loaded = new Map<Region, Centres>()

const centresOf = (region: Region): Centres => {
  const known =
    loaded.get(region) ?? centresIn(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', region)
  loaded.set(region, known)
  return known
}

/** The centres are known to a kilometre, and a district reaches about as far as its fourth neighbour's side. */
const LEAST = 1500
const MOST = 30_000
const NEIGHBOUR = 4
const REACH = 0.8

/** Where a British outward code or four Dutch digits lie; undefined for one that is not known. */
export const districtArea = (
  code: string,
  region: Region,
  all: Centres = centresOf(region),
): Area | undefined => {
  const centre = all.get(code)
  if (centre === undefined) return undefined
  const far = [...all.values()].map((other) => metresBetween(centre, other)).sort((a, b) => a - b)
  const radius = Math.min(MOST, Math.max(LEAST, REACH * (far[NEIGHBOUR] ?? LEAST)))
  return { ...centre, radius: Math.round(radius / 100) * 100 }
}

/** Where a British postcode area (`LS`, `B`) lies: the box round its districts; undefined for other letters. */
export const postcodeArea = (letters: string, all: Centres = centresOf('uk')): Area | undefined => {
  if (!UK_AREAS.has(letters)) return undefined
  const own = [...all].filter(([code]) => /^[A-Z]+/.exec(code)?.[0] === letters)
  if (own.length === 0) return undefined
  const boxes = own.map(([code]) => {
    const { lat, lon, radius } = districtArea(code, 'uk', all) ?? { lat: 0, lon: 0, radius: 0 }
    return boxAround(lat, lon, radius)
  })
  const edge = (side: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[side]))
  const box: Box = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)]
  const [lat, lon] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  return { lat, lon, radius: metresBetween({ lat, lon }, { lat: box[0], lon: box[1] }), box }
}
