import type { Generated, Selectable } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/**
 * What can happen to a message or a business. `claimed` (the owner took over the listing) and `contacted` (by another
 * channel) come from other stages and stop follow-ups.
 */
export type EventKind =
  | 'approved'
  | 'sent'
  | 'deferred'
  | 'failed'
  | 'unknown'
  | 'settled'
  | 'cancelled'
  | 'bounced'
  | 'complained'
  | 'replied'
  | 'automatic'
  | 'away'
  | 'moved'
  | 'opted-out'
  | 'claimed'
  | 'contacted'

/** After one of these no further step goes to the business. */
export const STOPS_FOLLOW_UPS: readonly EventKind[] = [
  'bounced',
  'complained',
  'replied',
  'moved',
  'opted-out',
  'claimed',
  'contacted',
]

interface EventTable {
  id: Generated<number>
  message: number | null
  prospect: number
  kind: EventKind
  at: string
  detail: string
}

declare module './schema.ts' {
  interface Tables {
    event: EventTable
  }
}

export type EventRow = Selectable<EventTable>

/** Something that happened. `detail` holds no address and no text of a mail. */
export interface NewEvent {
  readonly message?: number
  readonly prospect: number
  readonly kind: EventKind
  readonly at: Instant
  readonly detail?: Readonly<Record<string, string | number | boolean>>
}

/** Writes down what happened. */
export const recordEvent = (store: Store, event: NewEvent): void => {
  store.run(
    store.sql.insertInto('event').values({
      message: event.message ?? null,
      prospect: event.prospect,
      kind: event.kind,
      at: event.at,
      detail: JSON.stringify(event.detail ?? {}),
    }),
  )
}

/** What happened to a business, oldest first. */
export const eventsOf = (store: Store, prospect: number): readonly EventRow[] =>
  store.all(
    store.sql.selectFrom('event').selectAll().where('prospect', '=', prospect).orderBy('id'),
  )
