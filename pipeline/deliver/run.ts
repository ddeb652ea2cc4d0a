import type { Instant } from '../model/region.ts'
import { openChangeMark } from '../store/change-mark.ts'
import { cancelMessages, type MessageRow } from '../store/message.ts'
import { type Change, type Clearable, clearables } from '../store/outbox.ts'
import { STANDINGS, standingOf } from '../store/outbox-plan.ts'
import { recoverOutbox } from '../store/outbox-recovery.ts'
import { beginSender } from '../store/sender-row.ts'
import { keysFor, suppress } from '../store/suppression.ts'
import { emailIdentity } from '../text/identity.ts'
import { checkBreaker } from './breaker.ts'
import { changeOf, isTrouble } from './change.ts'
import type { Delivery, DeliveryReport, Outlet, Run } from './delivery.ts'
import { openFollowUps, scheduleFollowUps } from './follow.ts'
import { openJournal } from './journal.ts'
import { asciiDomain, bytesOf } from './mime.ts'
import { envelopeFrom, outgoingOf } from './outgoing.ts'
import { type Claimed, later, openQueue, type Queue } from './queue.ts'
import { openWire, type Wire } from './wire.ts'

/**
 * Sends what is due, until nothing more may go in these hours or the signal falls. Every message is claimed before, and
 * written down when the server asks for it and when it answered; several of these may run on one database.
 */
export const runDelivery = async (delivery: Delivery): Promise<DeliveryReport> => {
  const { store, now } = delivery
  const session = beginSender(store, now())
  const recovered = recoverOutbox(store, session.id, now())
  const followUpDue = openFollowUps(delivery.config, delivery.calendars)
  scheduleFollowUps(store, followUpDue)
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
    mark: openChangeMark(store),
    followUpDue,
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

/** One mailbox: its connections take messages from a common queue that is filled by claims. */
const drain = async (run: Run, outlet: Outlet): Promise<void> => {
  const { config, signal } = run.delivery
  const queue = openQueue(run, outlet)
  const wires = Array.from({ length: config.spread ? 1 : outlet.mailbox.connections }, () =>
    openWire(outlet.server, config.replySeconds),
  )
  const work = async (wire: Wire) => {
    for (;;) {
      const claimed = signal.aborted ? undefined : await queue.take()
      if (claimed === undefined) return
      await deliverOne(run, outlet, wire, claimed, queue)
    }
  }
  try {
    await Promise.all(wires.map(work))
  } finally {
    for (const wire of wires) wire.close()
    for (const { row } of await queue.rest())
      settle(run, release(row, run.delivery.now(), 'stopped'))
  }
}

const release = (row: MessageRow, due: Instant, reason: string): Change => ({
  to: 'released',
  id: row.id,
  due,
  reason,
})

/** What sending takes, as it stands at this moment; the change that gives the message back where it may not go any more. */
const stillClearable = (
  run: Run,
  { row, clearable, mark }: Claimed,
  at: Instant,
): Clearable | Change => {
  const { store } = run.delivery
  // Nobody else wrote to the database since the claim: what its transaction read is what stands there.
  const fresh = row.fresh_until === null || row.fresh_until > at
  const unchanged = fresh && run.mark.now() === mark
  const why = unchanged ? STANDINGS.ready : (standingOf(store, row.id, at) ?? 'the message is gone')
  if (why !== STANDINGS.ready)
    return release(row, why === STANDINGS.stopped ? row.due_at : later(at), why)
  const found = unchanged ? clearable : clearables(store, [row]).get(row.id)
  return found ?? release(row, later(at), 'the draft is gone')
}

const deliverOne = async (
  run: Run,
  outlet: Outlet,
  wire: Wire,
  claimed: Claimed,
  queue: Queue,
): Promise<void> => {
  const { row } = claimed
  const { store, config, now } = run.delivery
  const at = now()
  const found = stillClearable(run, claimed, at)
  if ('to' in found) return settle(run, found)
  const cleared = run.delivery.clear(found.draft, found.verdict, at)
  if ('refused' in cleared) return settle(run, release(row, later(at), cleared.refused))
  const mail = outgoingOf(store, cleared, row, { mailbox: outlet.mailbox, config, at })
  const bytes = await bytesOf(mail, outlet.signer)
  const ending = await wire.send(
    { from: envelopeFrom(outlet.mailbox, row.token), to: asciiDomain(mail.to), bytes },
    () => run.journal.note({ to: 'sending', id: row.id }),
  )
  const change = changeOf(ending, row, {
    at: now(),
    retry: config.retry,
    nextDue: (at) => run.followUpDue(row.region, row.step, at),
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
  cancelMessages(store, row.prospect, change.to, now(), { afterStep: row.step })
  run.mark.note()
  checkBreaker(run)
}
