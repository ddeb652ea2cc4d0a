import type { Query } from '../source.ts'
import { type Box, boxAround } from '../text/points.ts'

/** Degrees of latitude below which a cell is not split any further: about 250 metres. */
const SMALLEST = 0.00225

const boxOf = ({ where }: Query): Box | undefined => {
  if (where.box !== undefined) return where.box
  if (where.lat === undefined || where.lon === undefined || where.radius === undefined)
    return undefined
  return boxAround(where.lat, where.lon, where.radius)
}

/** Four quarters of a query's area, each a query of its own; none when there is no area or it is too small. */
export const quarters = (query: Query): readonly Query[] => {
  const box = boxOf(query)
  if (box === undefined || box[2] - box[0] < SMALLEST) return []
  const [south, west, north, east] = box
  const [lat, lon] = [(south + north) / 2, (west + east) / 2]
  const cells: readonly Box[] = [
    [south, west, lat, lon],
    [south, lon, lat, east],
    [lat, west, north, lon],
    [lat, lon, north, east],
  ]
  return cells.map((cell) => withBox(query, cell))
}

/** The same query over its area shifted by a third, in another direction each round (Maps answers differently from elsewhere). */
export const shifted = (query: Query, round: number): Query | undefined => {
  const box = boxOf(query)
  if (box === undefined) return undefined
  const [south, west, north, east] = box
  const angle = round * GOLDEN_ANGLE
  const up = (Math.sin(angle) * (north - south)) / 3
  const right = (Math.cos(angle) * (east - west)) / 3
  return withBox(query, [south + up, west + right, north + up, east + right])
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

const fixed = (degrees: number) => Math.round(degrees * 1e6) / 1e6

const withBox = (query: Query, [south, west, north, east]: Box): Query => ({
  ...query,
  where: {
    name: query.where.name,
    lat: fixed((south + north) / 2),
    lon: fixed((west + east) / 2),
    box: [fixed(south), fixed(west), fixed(north), fixed(east)],
  },
})

/**
 * How many there are in all, from two independent looks: `first` and `second` seen, `both` seen twice
 * (Chapman 1951, the capture–recapture estimate that is finite when nothing was seen twice).
 */
export const chapman = (first: number, second: number, both: number): number =>
  Math.round(((first + 1) * (second + 1)) / (both + 1) - 1)
