import type { Instant } from '../model/region.ts'
import type { MessageRow } from '../store/message.ts'
import { type Clearable, claimMessages, clearables } from '../store/outbox.ts'
import { mailboxUse, stepAside } from '../store/outbox-plan.ts'
import { checkBreaker } from './breaker.ts'
import { alarm, type Outlet, type Run } from './delivery.ts'
import { dayLimit, gapMs } from './pace.ts'

/** Bounces and complaints come in while a send runs: the breaker is looked at this often. */
const LOOK_MS = 10_000
/** Connections or logins that may fail in a row before a mailbox rests until the next run. */
const TROUBLES = 3
const HELD_MS = 600_000

/** When a message that cannot go now is looked at again. */
export const later = (at: Instant): Instant => new Date(Date.parse(at) + HELD_MS).toISOString()

/** A claimed message with what was read of it in the claim's own transaction, and the mark of that moment. */
export interface Claimed {
  readonly row: MessageRow
  readonly clearable: Clearable | undefined
  readonly mark: number
}

/** Claimed messages waiting for a connection of one mailbox. */
export interface Queue {
  readonly take: () => Promise<Claimed | undefined>
  /** One more failure to reach the server; after a few in a row the mailbox rests. */
  readonly trouble: (what: string, login: boolean) => void
  readonly fine: () => void
  /** What was claimed and not taken, once no claim is under way. */
  readonly rest: () => Promise<readonly Claimed[]>
}

/** Opens the queue of a mailbox: it fills itself by claims, and rests when the server cannot be reached. */
export const openQueue = (run: Run, outlet: Outlet): Queue => {
  const { delivery } = run
  const { config, now, chance } = delivery
  const rows: Claimed[] = []
  const low = Math.ceil(config.group / 2)
  let filling: Promise<void> | undefined
  let troubles = 0
  let rests = false
  let last: number | undefined
  /** Waits for this mailbox's turn; its gap is kept beside other senders by the claim itself. */
  const turn = async (): Promise<number> => {
    const gap = gapMs(outlet.mailbox, config, chance())
    const wait = last === undefined ? 0 : last + gap - delivery.clock()
    if (wait > 0) await delivery.sleep(wait, delivery.signal)
    return gap
  }
  const fill = async (): Promise<void> => {
    const gap = await turn()
    const left = (delivery.limit ?? Number.POSITIVE_INFINITY) - run.claimed.count
    if (left <= 0 || delivery.signal.aborted) return
    if (delivery.clock() - run.looked.at > LOOK_MS) checkBreaker(run)
    const most = Math.min(left, gap > 0 ? 1 : config.group)
    // Taken off the limit before the disk is waited for: other mailboxes claim meanwhile.
    run.claimed.count += most
    const claimed = await claim(run, outlet, now(), most, gap)
    run.claimed.count -= most - claimed.length
    rows.push(...claimed)
    if (claimed.length > 0) last = delivery.clock()
    // What is due and cannot go is put back, so that the next claims do not look at it again and again.
    if (claimed.length < most) stepAside(delivery.store, now(), later(now()))
  }
  const refill = (): Promise<void> => {
    filling ??= fill().finally(() => {
      filling = undefined
    })
    return filling
  }
  return {
    take: async () => {
      if (rests) return undefined
      // The next group is claimed while the last of this one leave, so that nobody waits for the disk.
      if (rows.length === low && !config.spread) refill().catch(() => undefined)
      if (rows.length === 0) await refill()
      return delivery.signal.aborted ? undefined : rows.shift()
    },
    trouble: (what, login) => {
      // A refused login is not tried again: servers lock accounts for that.
      troubles = login ? TROUBLES : troubles + 1
      if (troubles < TROUBLES || rests) return
      rests = true
      alarm(run, `mailbox ${outlet.mailbox.name} rests: ${outlet.server.label} ${what}`)
    },
    fine: () => {
      troubles = 0
    },
    rest: async () => {
      await filling?.catch(() => undefined)
      return rows.splice(0)
    },
  }
}

const claim = async (
  run: Run,
  { mailbox }: Outlet,
  at: Instant,
  limit: number,
  gap: number,
): Promise<readonly Claimed[]> => {
  const { store, config, calendars, campaign } = run.delivery
  const regions = (mailbox.regions ?? (['uk', 'nl', 'be'] as const)).filter(
    (region) => config.anyTime || calendars[region].isOpen(at),
  )
  if (regions.length === 0) return []
  const perDay = mailbox.warmup
    ? dayLimit(mailbox, mailboxUse(store, mailbox.name, at).days)
    : mailbox.perDay
  const wanted = {
    sender: run.sender,
    mailbox: mailbox.name,
    from: mailbox.from.split('@').at(-1) ?? '',
    at,
    limit,
    regions,
    perHour: mailbox.perHour,
    perDay,
    perDomainPerHour: config.perDomainPerHour,
    perExchangerPerHour: config.perExchangerPerHour,
    ...(campaign === undefined ? {} : { campaign }),
    ...(gap > 0
      ? { gapSince: new Date(Date.parse(at) - gap * (1 - config.jitter)).toISOString() }
      : {}),
  }
  return run.journal.with(() => {
    const rows = claimMessages(store, wanted)
    const found = clearables(store, rows)
    const mark = run.mark.now()
    return rows.map((row) => ({ row, clearable: found.get(row.id), mark }))
  })
}
