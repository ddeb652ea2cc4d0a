import type { Instant, Region } from '../model/region.ts'
import { NOT_YET } from './message.ts'
import type { Store } from './open.ts'
import { statement } from './statement.ts'

/** A follow-up that has no day yet, though the step before it was sent. */
export interface Unscheduled {
  readonly id: number
  readonly region: Region
  /** The step that was sent, and when. */
  readonly after: number
  readonly sentAt: Instant
}

/**
 * Follow-ups without a day whose step before has been sent: approved later than that, or sent by the word of a person or
 * of a mail that came back. A sender gives all others their day when it writes down `sent`.
 */
export const unscheduledFollowUps = (store: Store): readonly Unscheduled[] =>
  statement(
    store,
    `select f.id, f.region, p.step as after, p.sent_at as sentAt from message f
     join message p on p.campaign = f.campaign and p.step = f.step - 1 and p.prospect = f.prospect
       and p.channel = f.channel
     where f.state = 'approved' and f.due_at = ? and p.state = 'sent' and p.sent_at is not null`,
  ).all(NOT_YET) as Unscheduled[]

/** Gives a follow-up its day. */
export const scheduleFollowUp = (store: Store, id: number, due: Instant): void => {
  statement(store, `update message set due_at = ? where id = ? and state = 'approved'`).run(due, id)
}
