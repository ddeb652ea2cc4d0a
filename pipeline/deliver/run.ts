import type { DeliverConfig, Mailbox } from '../config/deliver.ts'
import type { Cleared } from '../model/cleared.ts'
import type { Instant, Region } from '../model/region.ts'
import {
  campaignTallies,
  stopAsker,
  stopCampaign,
  stoppedCampaigns,
} from '../store/campaign-stop.ts'
import type { StoredDraft } from '../store/draft.ts'
import type { Keyring } from '../store/keyring.ts'
import type { MessageRow } from '../store/message.ts'
import type { Store } from '../store/open.ts'
import {
  type Change,
  claimMessages,
  clearable,
  mailboxUse,
  type Recovery,
  recoverOutbox,
  stepAside,
} from '../store/outbox.ts'
import { beginSender } from '../store/sender-row.ts'
import { keysFor, suppress } from '../store/suppression.ts'
import type { StoredVerdict } from '../store/verdict.ts'
import { emailIdentity } from '../text/identity.ts'
import type { Calendar } from './calendar.ts'
import { changeOf, isTrouble } from './change.ts'
import { type Journal, openJournal } from './journal.ts'
import { asciiDomain, bytesOf, type Signer } from './mime.ts'
import { envelopeFrom, outgoingOf } from './outgoing.ts'
import { dayLimit, gapMs, tripped } from './pace.ts'
import type { SmtpServer } from './smtp.ts'
import { openWire, type Wire } from './wire.ts'

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

const HELD_MS = 600_000
const later = (at: Instant): Instant => new Date(Date.parse(at) + HELD_MS).toISOString()
/** Bounces and complaints come in while a send runs: the breaker is looked at this often. */
const LOOK_MS = 10_000
/** Connections or logins that may fail in a row before a mailbox rests until the next run. */
const TROUBLES = 3

/**
 * Sends what is due, until nothing more may go in these hours or the signal falls. Every message is claimed before, and
 * written down when the server asks for it and when it answered; several of these may run on one database.
 */
export const runDelivery = async (delivery: Delivery): Promise<DeliveryReport> => {
  const { store, now } = delivery
  const session = beginSender(store, now())
  const recovered = recoverOutbox(store, session.id, now())
  const journal = openJournal(store, session)
  const report: DeliveryReport = {
    sent: 0,
    deferred: 0,
    failed: 0,
    bounced: 0,
    unknown: 0,
    released: 0,
    recovered,
    alarms: [],
  }
  const run: Run = {
    delivery,
    journal,
    report,
    sender: session.id,
    claimed: { count: 0 },
    isStopped: stopAsker(store),
    followUps: new Map(),
    looked: { at: 0 },
  }
  checkBreaker(run)
  try {
    await Promise.all(delivery.outlets.map((outlet) => drain(run, outlet)))
  } finally {
    await journal.close()
    session.end(now())
  }
  return report
}

interface Run {
  readonly delivery: Delivery
  readonly journal: Journal
  readonly report: DeliveryReport
  readonly sender: number
  readonly claimed: { count: number }
  readonly isStopped: (campaign: string) => boolean
  readonly followUps: Map<string, Instant>
  /** When the breaker was last looked at. */
  readonly looked: { at: number }
}

/** One mailbox: its connections take messages from a common queue that is filled by claims. */
const drain = async (run: Run, outlet: Outlet): Promise<void> => {
  const { config, signal } = run.delivery
  const queue = openQueue(run, outlet)
  const wires = Array.from({ length: config.spread ? 1 : outlet.mailbox.connections }, () =>
    openWire(outlet.server, config.replySeconds),
  )
  const work = async (wire: Wire) => {
    for (;;) {
      const row = signal.aborted ? undefined : await queue.take()
      if (row === undefined) return
      await deliverOne(run, outlet, wire, row, queue)
    }
  }
  try {
    await Promise.all(wires.map(work))
  } finally {
    for (const wire of wires) wire.close()
    for (const row of await queue.rest()) settle(run, release(row, run.delivery.now(), 'stopped'))
  }
}

const release = (row: MessageRow, due: Instant, reason: string): Change => ({
  to: 'released',
  id: row.id,
  due,
  reason,
})

/** Claimed messages waiting for a connection of one mailbox. */
interface Queue {
  readonly take: () => Promise<MessageRow | undefined>
  /** One more failure to reach the server; after a few in a row the mailbox rests. */
  readonly trouble: (what: string, login: boolean) => void
  readonly fine: () => void
  /** What was claimed and not taken, once no claim is under way. */
  readonly rest: () => Promise<readonly MessageRow[]>
}

const openQueue = (run: Run, outlet: Outlet): Queue => {
  const { delivery } = run
  const { config, now, chance } = delivery
  const rows: MessageRow[] = []
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
    const claimed = await claim(run, outlet, now(), most, gap)
    run.claimed.count += claimed.length
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
): Promise<readonly MessageRow[]> => {
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
    ...(campaign === undefined ? {} : { campaign }),
    ...(gap > 0
      ? { gapSince: new Date(Date.parse(at) - gap * (1 - config.jitter)).toISOString() }
      : {}),
  }
  return run.journal.with(() => claimMessages(store, wanted))
}

const deliverOne = async (
  run: Run,
  outlet: Outlet,
  wire: Wire,
  row: MessageRow,
  queue: Queue,
): Promise<void> => {
  const { store, config, now } = run.delivery
  if (run.isStopped(row.campaign)) return settle(run, release(row, row.due_at, 'campaign stopped'))
  const at = now()
  const found = clearable(store, row)
  const cleared = found && run.delivery.clear(found.draft, found.verdict, at)
  if (cleared === undefined || 'refused' in cleared)
    return settle(run, release(row, later(at), cleared?.refused ?? 'the draft is gone'))
  const mail = outgoingOf(store, cleared, row, { mailbox: outlet.mailbox, config, at })
  const bytes = await bytesOf(mail, outlet.signer)
  const ending = await wire.send(
    { from: envelopeFrom(outlet.mailbox, row.token), to: asciiDomain(mail.to), bytes },
    () => run.journal.note({ to: 'sending', id: row.id }),
  )
  const change = changeOf(ending, row, {
    at: now(),
    retry: config.retry,
    nextDue: (at) => followUpDue(run, row, at),
  })
  settle(run, change)
  if (ending.how === 'refused' && isTrouble(ending))
    queue.trouble(ending.reply, ending.phase === 'login')
  else if (ending.how === 'lost') queue.trouble(ending.why, false)
  else queue.fine()
  if (change.to === 'bounced' || change.to === 'failed') afterRefusal(run, row, change)
}

const settle = (run: Run, change: Change): void => {
  run.journal.note(change)
  if (change.to !== 'sending') run.report[change.to] += 1
  run.delivery.onProgress?.(run.report)
}

/** Working days after a message at which its follow-up is due; worked out once an hour and region. */
const followUpDue = (run: Run, row: MessageRow, at: Instant): Instant => {
  const { config, calendars } = run.delivery
  const days = config.followUps[row.step]
  if (days === undefined) return at
  const key = `${row.region} ${days} ${at.slice(0, 13)}`
  const due = run.followUps.get(key) ?? calendars[row.region].workingDaysAfter(at, days)
  run.followUps.set(key, due)
  return due
}

const afterRefusal = (
  run: Run,
  row: MessageRow,
  change: Change & { readonly reply: string },
): void => {
  const { store, ring, now } = run.delivery
  if (change.to === 'bounced') {
    const keys = keysFor(ring, [['email', emailIdentity(row.address)]])
    suppress(store, keys, { reason: 'bounce', via: 'refused while sending', at: now() })
  }
  run.journal.fold()
  checkBreaker(run)
}

/** Stops campaigns of which too much comes back, and says so. */
const checkBreaker = (run: Run): void => {
  const { store, config, now } = run.delivery
  run.looked.at = run.delivery.clock()
  const stopped = new Set(stoppedCampaigns(store).map((stop) => stop.campaign))
  for (const tally of campaignTallies(store)) {
    const why = tripped(tally, config.breaker)
    if (why === undefined || stopped.has(tally.campaign)) continue
    stopCampaign(store, { campaign: tally.campaign, by: 'breaker', why, at: now() })
    alarm(
      run,
      `campaign ${tally.campaign} is stopped: ${why}. Look into it, then: pipeline resume ${tally.campaign}`,
    )
  }
}

const alarm = (run: Run, what: string): void => {
  run.report.alarms.push(what)
  run.delivery.onAlarm?.(what)
}
