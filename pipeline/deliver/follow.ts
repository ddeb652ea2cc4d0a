import type { DeliverConfig } from '../config/deliver.ts'
import type { Instant, Region } from '../model/region.ts'
import type { Store } from '../store/open.ts'
import { scheduleFollowUp, unscheduledFollowUps } from '../store/outbox-follow.ts'
import type { Calendar } from './calendar.ts'

/** Tells when the step after a sent one is due: so many working days later. The sent moment where there is no such step. */
export type FollowUpDue = (region: Region, step: number, sentAt: Instant) => Instant

/** Works the days of follow-ups out, once an hour and region. */
export const openFollowUps = (
  config: Pick<DeliverConfig, 'followUps'>,
  calendars: Readonly<Record<Region, Calendar>>,
): FollowUpDue => {
  const known = new Map<string, Instant>()
  return (region, step, sentAt) => {
    const days = config.followUps[step]
    if (days === undefined) return sentAt
    const key = `${region} ${days} ${sentAt.slice(0, 13)}`
    const due = known.get(key) ?? calendars[region].workingDaysAfter(sentAt, days)
    known.set(key, due)
    return due
  }
}

/** Gives their day to follow-ups that have none though the step before them was sent. Answers how many. */
export const scheduleFollowUps = (store: Store, due: FollowUpDue): number =>
  store.transaction(() => {
    const waiting = unscheduledFollowUps(store)
    for (const { id, region, after, sentAt } of waiting)
      scheduleFollowUp(store, id, due(region, after, sentAt))
    return waiting.length
  })
