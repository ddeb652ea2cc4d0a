import type { Instant } from '../model/region.ts'

const DAY = 86_400_000

/** The instant so many days later, or earlier for a negative number. */
export const addDays = (at: Instant, days: number): Instant =>
  new Date(Date.parse(at) + days * DAY).toISOString()

/** Whole days from one instant to a later one; negative when it is earlier. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / DAY)

/** The earlier of two instants. */
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)
