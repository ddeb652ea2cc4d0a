import type Database from 'better-sqlite3'
import type { Instant, Region } from '../model/region.ts'
import { draftOf, type StoredDraft } from './draft.ts'
import { STOPS_FOLLOW_UPS } from './event.ts'
import type { MessageRow } from './message.ts'
import type { Store } from './open.ts'
import { bootId, deadSenders, forgetSender } from './sender-row.ts'
import { mayGo, type StoredVerdict, type VerdictRow, verdictOf } from './verdict.ts'

/** What a claim asks for: whose mailbox, how many, and the limits that the statement itself checks again. */
export interface Claim {
  readonly sender: number
  readonly mailbox: string
  /** Domain of its From address: the right side of Message-IDs. */
  readonly from: string
  readonly at: Instant
  readonly limit: number
  readonly campaign?: string
  /** Regions whose working hours it is now, of those that the mailbox writes to. */
  readonly regions: readonly Region[]
  readonly perHour: number
  readonly perDay: number
  readonly perDomainPerHour: number
  /** No message of this mailbox was claimed after this moment; undefined where no gap is kept. */
  readonly gapSince?: Instant
}

const HOUR = 3_600_000
const before = (at: Instant, ms: number): Instant => new Date(Date.parse(at) - ms).toISOString()
const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** True while nothing but pace stands against a message `m` at `@at`: the law, the words, answers, absence, campaign. */
const WANTED = `
  m.channel = 'email'
  and (@campaign is null or m.campaign = @campaign)
  and ${mayGo({ prospect: 'm.prospect', channel: 'm.channel', contact: 'm.contact', campaign: 'm.campaign', at: '@at' })}
  and exists (select 1 from draft d where d.id = m.draft and d.digest = m.digest)
  and (m.fresh_until is null or m.fresh_until > @at)
  and not exists (select 1 from campaign_stop c
    where c.campaign in (m.campaign, '*') and c.resumed_at is null)
  and not exists (select 1 from away a where a.prospect = m.prospect and a.until > @at)
  and (m.step = 0 or (
    exists (select 1 from message f where f.prospect = m.prospect and f.campaign = m.campaign
      and f.channel = m.channel and f.step = m.step - 1 and f.state = 'sent')
    and not exists (select 1 from event e where e.prospect = m.prospect
      and e.kind in (${quoted(STOPS_FOLLOW_UPS)}))
    and not exists (select 1 from message o where o.prospect = m.prospect and o.channel <> m.channel
      and o.sent_at is not null)))`

const CLAIM = `
update message set state = 'claimed', mailbox = @mailbox, sender = @sender, claimed_at = @at,
  message_id = coalesce(message_id, '<' || token || '@' || @from || '>'), tries = tries + 1, reply = null, reason = null
where +state in ('approved', 'deferred') and id in (
  select id from (
    select m.id, m.due_at,
      (select count(*) from message r where r.domain = m.domain and r.claimed_at > @hourAgo)
        + row_number() over (partition by m.domain order by m.due_at, m.id) as nth
    from (
      select m.id, m.due_at, m.domain from message m indexed by message_due
      where m.state in ('approved', 'deferred') and m.due_at <= @at
        and m.region in (select value from json_each(@regions))
        and ${WANTED}
        and (select count(*) from message r where r.domain = m.domain and r.claimed_at > @hourAgo)
          < @perDomain
      order by m.due_at, m.id limit @limit
    ) m
  ) where nth <= @perDomain
  order by due_at, id
  limit max(0, min(@limit,
    @perHour - (select count(*) from message h where h.mailbox = @mailbox and h.claimed_at > @hourAgo),
    @perDay - (select count(*) from message h where h.mailbox = @mailbox and h.claimed_at > @dayAgo)))
)
and (@gapSince is null or not exists (
  select 1 from message g where g.mailbox = @mailbox and g.claimed_at > @gapSince))
returning *`

/**
 * Claims messages for a mailbox in one statement that checks everything again: the verdict, the opt-outs, the words
 * approved, the caps and the windows. Runs in the caller's synced transaction: nothing of them leaves before that is on the disk.
 */
export const claimMessages = (store: Store, claim: Claim): readonly MessageRow[] =>
  prepared(store, CLAIM).all({
    sender: claim.sender,
    mailbox: claim.mailbox,
    from: claim.from,
    at: claim.at,
    limit: claim.limit,
    campaign: claim.campaign ?? null,
    regions: JSON.stringify(claim.regions),
    perHour: claim.perHour,
    perDay: claim.perDay,
    perDomain: claim.perDomainPerHour,
    gapSince: claim.gapSince ?? null,
    hourAgo: before(claim.at, HOUR),
    dayAgo: before(claim.at, 24 * HOUR),
  }) as readonly MessageRow[]

type Statement = Database.Statement<unknown[]>
const known = new WeakMap<Store, Map<string, Statement>>()

const prepared = (store: Store, sql: string): Statement => {
  const mine = known.get(store) ?? new Map()
  known.set(store, mine)
  const found = mine.get(sql) ?? store.raw.prepare<unknown[]>(sql)
  mine.set(sql, found)
  return found
}

/** Runs one transaction that is on the disk when it returns, and with it everything committed before. */
export const synced = <T>(store: Store, work: () => T): T => {
  store.raw.pragma('synchronous = FULL')
  try {
    return store.transaction(work)
  } finally {
    store.raw.pragma('synchronous = NORMAL')
  }
}

/** What became of a message that was claimed. */
export type Change =
  | { readonly to: 'sending'; readonly id: number }
  /** Not begun: it is as if it had never been claimed, but for `due`. */
  | { readonly to: 'released'; readonly id: number; readonly due: Instant; readonly reason: string }
  /** `nextDue`: when the next step, if there is one, may go. */
  | {
      readonly to: 'sent'
      readonly id: number
      readonly at: Instant
      readonly reply: string
      readonly nextDue: Instant
    }
  | {
      readonly to: 'deferred'
      readonly id: number
      readonly at: Instant
      readonly due: Instant
      readonly reply: string
      readonly reason: string
    }
  | {
      readonly to: 'failed' | 'bounced' | 'unknown'
      readonly id: number
      readonly at: Instant
      readonly reply: string
      readonly reason: string
    }

const OPEN = `sender = @sender and state in ('claimed', 'sending')`
const SENDING = `update message set state = 'sending' where id = @id and sender = @sender and state = 'claimed'`
const RELEASED = `update message set state = case when tries > 1 then 'deferred' else 'approved' end, tries = tries - 1,
  sender = null, due_at = @due, reason = @reason where id = @id and ${OPEN}`
const SENT = `update message set state = 'sent', sent_at = @at, reply = @reply where id = @id and ${OPEN}`
const NEXT = `update message set due_at = @nextDue where state = 'approved' and (campaign, step, prospect, channel) =
  (select campaign, step + 1, prospect, channel from message where id = @id)`
const TOLD = `insert into notice (prospect, how, message, at) select m.prospect, m.channel, m.id, @at
  from message m join draft d on d.id = m.draft and d.digest = m.digest where m.id = @id and d.notice = 'art14'`
const ENDED = `update message set state = @to, reply = @reply, reason = @reason where id = @id and ${OPEN}`
const DEFERRED = `update message set state = 'deferred', reply = @reply, reason = @reason, due_at = @due
  where id = @id and ${OPEN}`
const EVENT = `insert into event (message, prospect, kind, at, detail)
  select id, prospect, @kind, @at, @detail from message where id = @id`

/** Applies changes that a sender noted, in order, inside the caller's transaction. Those applied before do nothing again. */
export const applyChanges = (store: Store, sender: number, changes: readonly Change[]): void => {
  const ended = new Set(changes.flatMap((change) => (change.to === 'sending' ? [] : [change.id])))
  for (const change of changes)
    if (change.to !== 'sending' || !ended.has(change.id)) apply(store, sender, change)
}

const apply = (store: Store, sender: number, change: Change): void => {
  const { id, to } = change
  const run = (sql: string, values: Record<string, unknown>) =>
    prepared(store, sql).run({ id, sender, ...values }).changes > 0
  if (to === 'sending') {
    run(SENDING, {})
    return
  }
  if (to === 'released') {
    run(RELEASED, { due: change.due, reason: change.reason })
    return
  }
  const { at, reply } = change
  if (to === 'sent') {
    if (!run(SENT, { at, reply })) return
    prepared(store, NEXT).run({ id, nextDue: change.nextDue })
    prepared(store, TOLD).run({ id, at })
    return
  }
  const { reason } = change
  const changed =
    to === 'deferred'
      ? run(DEFERRED, { reply, reason, due: change.due })
      : run(ENDED, { to, reply, reason })
  if (changed) prepared(store, EVENT).run({ id, kind: to, at, detail: JSON.stringify({ reason }) })
}

/** What a recovery found: messages that are free again, and messages whose fate nobody knows. */
export interface Recovery {
  readonly released: number
  readonly unknown: number
}

/**
 * Judges what dead senders left behind: first what they had noted, then what they were about. Before 354 no byte of a message has left, so it is free again; after it, it may
 * have arrived, so it is `unknown`. Where the machine went down since, marks may be lost with it, and all of it is.
 */
export const recoverOutbox = (store: Store, self: number, at: Instant): Recovery => {
  const dead = deadSenders(store, self)
  if (dead.length === 0) return { released: 0, unknown: 0 }
  const boot = bootId()
  const found = synced(store, () => {
    let released = 0
    let unknown = 0
    for (const sender of dead) {
      const sure = boot !== '' && sender.boot === boot
      applyChanges(store, sender.id, sender.noted as readonly Change[])
      for (const row of openOf(store, sender.id)) {
        const safe = sure && row.state === 'claimed'
        apply(
          store,
          sender.id,
          safe
            ? {
                to: 'released',
                id: row.id,
                due: row.due_at,
                reason: 'the sender died before it began',
              }
            : {
                to: 'unknown',
                id: row.id,
                at,
                reply: '',
                reason: sure ? 'the sender died after 354' : 'the machine went down',
              },
        )
        if (safe) released += 1
        else unknown += 1
      }
      store.run(store.sql.updateTable('sender').set({ ended_at: at }).where('id', '=', sender.id))
    }
    return { released, unknown }
  })
  for (const sender of dead) forgetSender(store, sender.id)
  return found
}

const openOf = (store: Store, sender: number) =>
  store.all(
    store.sql
      .selectFrom('message')
      .select(['id', 'state', 'due_at'])
      .where('sender', '=', sender)
      .where('state', 'in', ['claimed', 'sending']),
  )

/** Messages waiting to go, counted by what stands against them now; `ready` where only pace does. */
export interface Waiting {
  readonly campaign: string
  readonly region: Region
  readonly why: string
  readonly messages: number
}

const WAITING = `
select campaign, region, why, count(*) as messages from (
  select m.campaign, m.region, case
    when exists (select 1 from campaign_stop c where c.campaign in (m.campaign, '*') and c.resumed_at is null) then 'campaign stopped'
    when m.due_at > @at and m.state = 'deferred' then 'deferred by the server'
    when m.due_at > @at then 'follow-up not due'
    when not ${mayGo({ prospect: 'm.prospect', channel: 'm.channel', contact: 'm.contact', campaign: 'm.campaign', at: '@at' })}
      then 'not cleared: suppressed, or no valid verdict for this address'
    when not exists (select 1 from draft d where d.id = m.draft and d.digest = m.digest) then 'composed anew since it was approved'
    when m.fresh_until is not null and m.fresh_until <= @at then 'a finding in it grew too old'
    when exists (select 1 from away a where a.prospect = m.prospect and a.until > @at) then 'recipient away'
    when ${WANTED} then 'ready'
    else 'answered, or contacted another way' end as why
  from message m
  where m.state in ('approved', 'deferred') and m.channel = 'email' and (@campaign is null or m.campaign = @campaign)
) group by campaign, region, why order by campaign, region, messages desc`

/** Why each waiting message waits, counted; the plan that `send --live` shows. */
export const waitingMessages = (
  store: Store,
  query: { readonly at: Instant; readonly campaign?: string },
): readonly Waiting[] =>
  prepared(store, WAITING).all({ at: query.at, campaign: query.campaign ?? null }) as Waiting[]

/**
 * Puts messages that nothing but a new verdict, a new approval or an answer can free to the back of the queue, so that
 * claims do not look at them again and again. Answers how many.
 */
export const stepAside = (store: Store, at: Instant, until: Instant): number =>
  prepared(
    store,
    `update message set due_at = @until, reason = 'held' where id in (
      select m.id from message m where m.state in ('approved', 'deferred') and m.due_at <= @at
        and not (${WANTED}))`,
  ).run({ at, until, campaign: null }).changes

/** On how many days a mailbox has sent so far, and how much in the last hour and day. */
export const mailboxUse = (
  store: Store,
  mailbox: string,
  at: Instant,
): { readonly days: number; readonly hour: number; readonly day: number } =>
  prepared(
    store,
    `select count(distinct substr(claimed_at, 1, 10)) filter (where substr(claimed_at, 1, 10) < substr(@at, 1, 10)) as days,
       count(*) filter (where claimed_at > @hourAgo) as hour, count(*) filter (where claimed_at > @dayAgo) as day
     from message where mailbox = @mailbox`,
  ).get({ mailbox, at, hourAgo: before(at, HOUR), dayAgo: before(at, 24 * HOUR) }) as {
    days: number
    hour: number
    day: number
  }

/** Message-IDs and subjects of the earlier steps of a message, oldest first. */
export const threadOf = (
  store: Store,
  message: Pick<MessageRow, 'prospect' | 'campaign' | 'channel' | 'step'>,
): readonly { readonly messageId: string; readonly subject: string }[] =>
  prepared(
    store,
    `select message_id as messageId, coalesce(subject, '') as subject from message
     where prospect = ? and campaign = ? and channel = ? and step < ? and message_id is not null order by step`,
  ).all(message.prospect, message.campaign, message.channel, message.step) as {
    messageId: string
    subject: string
  }[]

/** The draft of a message as it was approved, and the verdict that holds for it now; undefined when either is gone. */
export const clearable = (
  store: Store,
  message: Pick<MessageRow, 'id' | 'prospect' | 'channel'>,
): { readonly draft: StoredDraft; readonly verdict: StoredVerdict } | undefined => {
  const draft = prepared(
    store,
    `select d.*, w.body as body, w.html as html from message m
     join draft d on d.id = m.draft and d.digest = m.digest join message_words w on w.message = m.id where m.id = ?`,
  ).get(message.id) as Parameters<typeof draftOf>[0] | undefined
  const verdict = prepared(
    store,
    'select * from verdict where prospect = ? and channel = ? and current = 1',
  ).get(message.prospect, message.channel) as VerdictRow | undefined
  return draft && verdict ? { draft: draftOf(draft), verdict: verdictOf(verdict) } : undefined
}
