import type { DeliverConfig, Mailbox } from '../config/deliver.ts'
import type { Cleared } from '../model/cleared.ts'
import type { Instant, Region } from '../model/region.ts'
import type { ChangeMark } from '../store/change-mark.ts'
import type { StoredDraft } from '../store/draft.ts'
import type { Keyring } from '../store/keyring.ts'
import type { Store } from '../store/open.ts'
import type { Recovery } from '../store/outbox-recovery.ts'
import type { StoredVerdict } from '../store/verdict.ts'
import type { Calendar } from './calendar.ts'
import type { Signer } from './dkim.ts'
import type { FollowUpDue } from './follow.ts'
import type { Journal } from './journal.ts'
import type { SmtpServer } from './smtp.ts'

/** A mailbox with all that sending from it takes. */
export interface Outlet {
  readonly mailbox: Mailbox
  readonly server: SmtpServer
  readonly signer?: Signer
}

/** What a delivery works with. Time and chance come from outside. */
export interface Delivery {
  readonly store: Store
  readonly config: DeliverConfig
  readonly outlets: readonly Outlet[]
  readonly calendars: Readonly<Record<Region, Calendar>>
  readonly ring: Keyring
  /** `comply`'s word on a draft: the only way to one that can be sent. */
  readonly clear: (
    draft: StoredDraft,
    verdict: StoredVerdict,
    at: Instant,
  ) => Cleared | { readonly refused: string }
  readonly campaign?: string
  /** Most messages claimed in all. */
  readonly limit?: number
  readonly now: () => Instant
  /** Milliseconds that never run backwards. */
  readonly clock: () => number
  /** From 0 up to 1. */
  readonly chance: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly onProgress?: (report: DeliveryReport) => void
  /** Something that a person must hear at once: a stopped campaign, a mailbox that cannot send. */
  readonly onAlarm?: (what: string) => void
}

/** What became of the messages of one run. */
export interface DeliveryReport {
  sent: number
  deferred: number
  failed: number
  bounced: number
  unknown: number
  /** Went back unsent: stopped, paused, or no connection. */
  released: number
  readonly recovered: Recovery
  readonly alarms: string[]
}

/** A delivery under way: what its parts share. */
export interface Run {
  readonly delivery: Delivery
  readonly journal: Journal
  readonly report: DeliveryReport
  readonly sender: number
  readonly claimed: { count: number }
  readonly mark: ChangeMark
  readonly followUpDue: FollowUpDue
  /** When the breaker was last looked at. */
  readonly looked: { at: number }
}

/** Says what a person must hear at once, and keeps it for the report. */
export const alarm = (run: Run, what: string): void => {
  run.report.alarms.push(what)
  run.delivery.onAlarm?.(what)
}
