import type { Region } from '../../model/region.ts'
import type { Place } from '../../source.ts'
import { fold } from '../../text/plain.ts'
import { type Box, boxAround, REGION_BOX } from '../../text/points.ts'
import { district, postcode } from '../../text/postcodes.ts'

/** What is wanted of a bulk file: a region, or some places of it. */
export interface BulkWanted {
  readonly region: Region
  readonly places?: readonly Place[]
}

/** The areas in which a wanted point lies; a place known by its name or postcode alone may lie anywhere in the region. */
export const boxesOf = ({ region, places }: BulkWanted): readonly Box[] => {
  if (places === undefined || places.length === 0) return [REGION_BOX[region]]
  return places.map(({ box, lat, lon, radius }) => {
    if (box !== undefined) return box
    if (lat === undefined || lon === undefined) return REGION_BOX[region]
    return boxAround(lat, lon, radius ?? 5000)
  })
}

const hasArea = ({ box, lat, lon }: Place) =>
  box !== undefined || (lat !== undefined && lon !== undefined)

/** Whether an address of a register, which has no point, lies in a wanted place: same postcode or district, or same town. */
export const addressWanted = ({ region, places }: BulkWanted) => {
  if (places === undefined || places.length === 0) return () => true
  const towns = new Set(places.map(({ name }) => fold(name)))
  const codes = new Set(
    places.flatMap((place) => {
      const code = place.postcode
      if (code === undefined) return []
      return postcode(code, region) ?? district(code, region) ?? []
    }),
  )
  return (address: {
    readonly postcode?: string | undefined
    readonly towns: readonly string[]
  }) => {
    const whole = postcode(address.postcode ?? '', region)
    if (whole !== undefined && (codes.has(whole) || codes.has(district(whole, region) ?? '')))
      return true
    return address.towns.some((town) => towns.has(fold(town)))
  }
}

/** A postcode that was asked for itself, and not as a town's. */
const isCode = ({ name, postcode: code }: Place) => name === code

/** Whether a place that states a point need not be judged by its address too. */
export const byPoint = ({ places }: BulkWanted): boolean =>
  places === undefined ||
  places.length === 0 ||
  places.every((place) => hasArea(place) && !isCode(place))
