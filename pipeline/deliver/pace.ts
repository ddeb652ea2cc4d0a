import type { DeliverConfig, Mailbox } from '../config/deliver.ts'
import type { Instant } from '../model/region.ts'

/** Most messages that a mailbox sends on a day: its own limit, lower while it is new to its readers. */
export const dayLimit = (mailbox: Mailbox, daysSent: number): number =>
  mailbox.warmup === undefined
    ? mailbox.perDay
    : Math.min(mailbox.perDay, mailbox.warmup.start + mailbox.warmup.add * daysSent)

/**
 * Milliseconds between two messages of a mailbox: its hour spread evenly, a share of it at random. `chance` is from 0
 * up to 1.
 */
export const gapMs = (
  mailbox: Pick<Mailbox, 'perHour'>,
  config: Pick<DeliverConfig, 'jitter' | 'spread'>,
  chance: number,
): number =>
  config.spread ? (3_600_000 / mailbox.perHour) * (1 + config.jitter * (2 * chance - 1)) : 0

/** When a message that was refused for now goes again; undefined when it was tried often enough. */
export const retryAt = (
  retry: DeliverConfig['retry'],
  tries: number,
  at: Instant,
): Instant | undefined =>
  tries >= retry.tries
    ? undefined
    : new Date(
        Date.parse(at) + retry.firstMinutes * retry.factor ** (tries - 1) * 60_000,
      ).toISOString()

/** A campaign's counts, as the breaker reads them. */
export interface Counts {
  readonly sent: number
  readonly bounced: number
  readonly complained: number
}

/** Why a campaign must stop now; undefined while it may go on. */
export const tripped = (counts: Counts, breaker: DeliverConfig['breaker']): string | undefined => {
  if (counts.sent < breaker.least) return undefined
  const percent = (part: number) => `${((100 * part) / counts.sent).toFixed(1)} %`
  if (counts.bounced / counts.sent >= breaker.bounces)
    return `${counts.bounced} of ${counts.sent} messages bounced (${percent(counts.bounced)})`
  return counts.complained / counts.sent >= breaker.complaints && counts.complained > 0
    ? `${counts.complained} of ${counts.sent} recipients complained (${percent(counts.complained)})`
    : undefined
}
