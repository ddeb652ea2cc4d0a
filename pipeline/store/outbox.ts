import type { Instant, Region } from '../model/region.ts'
import { draftOf, type StoredDraft } from './draft.ts'
import type { MessageRow } from './message.ts'
import type { Store } from './open.ts'
import { WANTED } from './outbox-wanted.ts'
import { statement } from './statement.ts'
import { type StoredVerdict, type VerdictRow, verdictOf } from './verdict.ts'

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
  readonly perExchangerPerHour: number
  /** No message of this mailbox was claimed after this moment; undefined where no gap is kept. */
  readonly gapSince?: Instant
}

const HOUR = 3_600_000
const before = (at: Instant, ms: number): Instant => new Date(Date.parse(at) - ms).toISOString()

const CLAIM = `
update message set state = 'claimed', mailbox = @mailbox, sender = @sender, claimed_at = @at,
  message_id = coalesce(message_id, '<' || token || '@' || @from || '>'), tries = tries + 1, reply = null, reason = null,
  exchanger = (select d.exchanger from mail_domain d where d.domain = message.domain)
where +state in ('approved', 'deferred') and id in (
  select id from (
    select m.id, m.due_at,
      (select count(*) from message r where r.domain = m.domain and r.claimed_at > @hourAgo)
        + row_number() over (partition by m.domain order by m.due_at, m.id) as nth,
      case when m.exchanger is null then 0 else
        (select count(*) from message r where r.exchanger = m.exchanger and r.claimed_at > @hourAgo)
        + row_number() over (partition by m.exchanger order by m.due_at, m.id) end as nth_there
    from (
      select m.id, m.due_at, m.domain, x.exchanger from message m indexed by message_due
        left join mail_domain x on x.domain = m.domain
      where m.state in ('approved', 'deferred') and m.due_at <= @at
        and m.region in (select value from json_each(@regions))
        and ${WANTED}
        and (select count(*) from message r where r.domain = m.domain and r.claimed_at > @hourAgo)
          < @perDomain
        and (x.exchanger is null or (select count(*) from message r
          where r.exchanger = x.exchanger and r.claimed_at > @hourAgo) < @perExchanger)
      order by m.due_at, m.id limit @limit
    ) m
  ) where nth <= @perDomain and nth_there <= @perExchanger
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
  statement(store, CLAIM).all({
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
    perExchanger: claim.perExchangerPerHour,
    gapSince: claim.gapSince ?? null,
    hourAgo: before(claim.at, HOUR),
    dayAgo: before(claim.at, 24 * HOUR),
  }) as readonly MessageRow[]

/** What became of a message that was claimed. */
export type Change =
  | { readonly to: 'sending'; readonly id: number }
  /** Not begun: it is as if it had never been claimed, but for `due`. */
  | { readonly to: 'released'; readonly id: number; readonly due: Instant; readonly reason: string }
  | Sent
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

/** `nextDue`: when the next step, if there is one, may go. */
interface Sent {
  readonly to: 'sent'
  readonly id: number
  readonly at: Instant
  readonly reply: string
  readonly nextDue: Instant
}

const OPEN = `sender = @sender and state in ('claimed', 'sending')`
const SENDING = `update message set state = 'sending' where id = @id and sender = @sender and state = 'claimed'`
const RELEASED = `update message set state = case when tries > 1 then 'deferred' else 'approved' end, tries = tries - 1,
  sender = null, due_at = @due, reason = @reason where id = @id and ${OPEN}`
// Materialized, and +sender: the planner shall walk the group and find each message by its id.
const SENT = `with j as materialized (
    select value ->> 'id' as id, value ->> 'at' as at, value ->> 'reply' as reply from json_each(@group))
  update message set state = 'sent', sent_at = j.at, reply = j.reply from j
  where message.id = j.id and +sender = @sender and state in ('claimed', 'sending') returning message.id as id`
const NEXT = `with n as materialized (
    select f.id, j.value ->> 'nextDue' as due from json_each(@group) j
    cross join message m on m.id = j.value ->> 'id'
    cross join message f on f.campaign = m.campaign and f.step = m.step + 1 and f.prospect = m.prospect
      and f.channel = m.channel where f.state = 'approved')
  update message set due_at = n.due from n where message.id = n.id`
const TOLD = `insert into notice (prospect, how, message, at)
  select m.prospect, m.channel, m.id, j.value ->> 'at' from json_each(@group) j
  cross join message m on m.id = j.value ->> 'id' join draft d on d.id = m.draft and d.digest = m.digest
  where d.notice = 'art14'`
const ENDED = `update message set state = @to, reply = @reply, reason = @reason where id = @id and ${OPEN}`
const DEFERRED = `update message set state = 'deferred', reply = @reply, reason = @reason, due_at = @due
  where id = @id and ${OPEN}`
const EVENT = `insert into event (message, prospect, kind, at, detail)
  select id, prospect, @kind, @at, @detail from message where id = @id`

/** Applies changes that a sender noted inside the caller's transaction. Those applied before do nothing again. */
export const applyChanges = (store: Store, sender: number, changes: readonly Change[]): void => {
  const ended = new Set(changes.flatMap((change) => (change.to === 'sending' ? [] : [change.id])))
  const sent: Sent[] = []
  for (const change of changes)
    if (change.to === 'sent') sent.push(change)
    else if (change.to !== 'sending' || !ended.has(change.id)) applyChange(store, sender, change)
  if (sent.length > 0) applySent(store, sender, sent)
}

/** A whole group in three statements: most of what a sender does. */
const applySent = (store: Store, sender: number, changes: readonly Sent[]) => {
  const changed = new Set(
    statement(store, SENT)
      .all({ sender, group: JSON.stringify(changes) })
      .map((row) => (row as { id: number }).id),
  )
  const group = JSON.stringify(
    changes.filter(({ id }) => changed.has(id)).map(({ reply, ...rest }) => rest),
  )
  statement(store, NEXT).run({ group })
  statement(store, TOLD).run({ group })
}

/** Applies one change other than `sent`, where it still fits. */
export const applyChange = (store: Store, sender: number, change: Exclude<Change, Sent>): void => {
  const { id, to } = change
  const run = (sql: string, values: Record<string, unknown>) =>
    statement(store, sql).run({ id, sender, ...values }).changes > 0
  if (to === 'sending') {
    run(SENDING, {})
    return
  }
  if (to === 'released') {
    run(RELEASED, { due: change.due, reason: change.reason })
    return
  }
  const { at, reply, reason } = change
  const changed =
    to === 'deferred'
      ? run(DEFERRED, { reply, reason, due: change.due })
      : run(ENDED, { to, reply, reason })
  if (changed) statement(store, EVENT).run({ id, kind: to, at, detail: JSON.stringify({ reason }) })
}

/** Message-IDs and subjects of the earlier steps of a message, oldest first. */
export const threadOf = (
  store: Store,
  message: Pick<MessageRow, 'prospect' | 'campaign' | 'channel' | 'step'>,
): readonly { readonly messageId: string; readonly subject: string }[] =>
  statement(
    store,
    `select message_id as messageId, coalesce(subject, '') as subject from message
     where prospect = ? and campaign = ? and channel = ? and step < ? and message_id is not null order by step`,
  ).all(message.prospect, message.campaign, message.channel, message.step) as {
    messageId: string
    subject: string
  }[]

/** What sending a message takes: the draft as it was approved, and the verdict that holds for it now. */
export interface Clearable {
  readonly draft: StoredDraft
  readonly verdict: StoredVerdict
}

const WORDS = `select m.id as message, d.*, w.body as body, w.html as html from json_each(?) j
  cross join message m on m.id = j.value join draft d on d.id = m.draft and d.digest = m.digest
  join message_words w on w.message = m.id`
const VERDICTS = `select m.id as message, v.* from json_each(?) j cross join message m on m.id = j.value
  join verdict v on v.prospect = m.prospect and v.channel = m.channel and v.current = 1`

/** What sending each of some messages takes, by its id; one whose draft or verdict is gone is left out. */
export const clearables = (
  store: Store,
  messages: readonly Pick<MessageRow, 'id'>[],
): ReadonlyMap<number, Clearable> => {
  type Of<Row> = Row & { readonly message: number }
  const ids = JSON.stringify(messages.map(({ id }) => id))
  const rows = <Row>(sql: string) =>
    statement<[string], Of<Row>>(store, sql).all(ids) as readonly Of<Row>[]
  const verdicts = new Map(
    rows<VerdictRow>(VERDICTS).map((row) => [row.message, verdictOf(row)] as const),
  )
  return new Map(
    rows<Parameters<typeof draftOf>[0]>(WORDS).flatMap((row) => {
      const verdict = verdicts.get(row.message)
      return verdict ? [[row.message, { draft: draftOf(row), verdict }] as const] : []
    }),
  )
}
