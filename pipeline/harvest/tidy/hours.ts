import { openingHours } from '../../text/hours.ts'
import type { Step } from './step.ts'

/** Opening hours in the OSM syntax; words that are not understood stay in the raw reading only. */
export const hours: Step = (raw, _so, _about, note) => {
  if (raw.hours === undefined) return {}
  const read = openingHours(raw.hours)
  if (read !== undefined) return { hours: read }
  note('hours', 'unreadable')
  return {}
}
