import { inBox, REGION_BOX } from '../../text/points.ts'
import type { Step } from './step.ts'

/** The point, where it lies in the region; 0/0 and points elsewhere on earth say nothing. */
export const point: Step = (raw, so, about, note) => {
  const { lat, lon } = raw
  if (lat === undefined && lon === undefined) return {}
  if (lat === undefined || lon === undefined || !Number.isFinite(lat) || !Number.isFinite(lon)) {
    note('lat', 'unreadable')
    return {}
  }
  if (lat === 0 && lon === 0) {
    note('lat', 'nowhere')
    return {}
  }
  if (inBox(lat, lon, REGION_BOX[so.region ?? about.region])) return { lat, lon }
  note('lat', 'outside the region')
  return {}
}
