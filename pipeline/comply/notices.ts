import type { Instant } from '../model/region.ts'
import { type Untold, untold } from '../store/notice.ts'
import { addDays, daysBetween } from '../text/days.ts'
import type { Complying } from './comply.ts'

/** A person to be told, with the day by which, and the way. */
export interface Due extends Pick<Untold, 'prospect' | 'since'> {
  readonly by: Instant
  /** Negative when the day has passed. */
  readonly daysLeft: number
  readonly way: 'letter' | 'erase'
}

/** Persons not yet told where their data came from, the most urgent first (GDPR art. 14(3): within a month). */
export const duePersons = ({ store, config, at }: Complying): readonly Due[] =>
  untold(store).map(({ prospect, since, letter }) => {
    const by = addDays(since, config.noticeDays)
    return { prospect, since, by, daysLeft: daysBetween(at, by), way: letter ? 'letter' : 'erase' }
  })
