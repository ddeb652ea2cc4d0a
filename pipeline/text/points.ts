import type { Region } from '../model/region.ts'

/** South, west, north, east in degrees. */
export type Box = readonly [south: number, west: number, north: number, east: number]

/** Boxes round the land of each region, islands included, rounded outwards to a tenth of a degree. */
export const REGION_BOX: Readonly<Record<Region, Box>> = {
  uk: [49.8, -8.7, 60.9, 1.8],
  nl: [50.7, 3.3, 53.6, 7.3],
  be: [49.4, 2.5, 51.6, 6.5],
}

/** Whether a point lies in a box, its edges included; a box whose west lies east of its east crosses the date line. */
export const inBox = (lat: number, lon: number, [south, west, north, east]: Box): boolean =>
  lat >= south &&
  lat <= north &&
  (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east)

const EARTH = 6_371_008.8
const rad = (degrees: number) => (degrees * Math.PI) / 180

/** Metres between two points on the mean sphere (haversine); within 0.5 % of the ellipsoid. */
export const metresBetween = (
  a: { readonly lat: number; readonly lon: number },
  b: { readonly lat: number; readonly lon: number },
): number => {
  const dLat = rad(b.lat - a.lat) / 2
  const dLon = rad(b.lon - a.lon) / 2
  const h = Math.sin(dLat) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(dLon) ** 2
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The smallest box round a circle of `metres` about a point, cut at the poles. */
export const boxAround = (lat: number, lon: number, metres: number): Box => {
  const dLat = ((metres / EARTH) * 180) / Math.PI
  const dLon = Math.min(180, dLat / Math.max(Math.cos(rad(lat)), 1e-6))
  return [Math.max(-90, lat - dLat), lon - dLon, Math.min(90, lat + dLat), lon + dLon]
}
