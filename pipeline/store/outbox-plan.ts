import type { Instant, Region } from '../model/region.ts'
import type { Store } from './open.ts'
import { WANTED } from './outbox-wanted.ts'
import { statement } from './statement.ts'
import { mayGo } from './verdict.ts'

const HOUR = 3_600_000
const before = (at: Instant, ms: number): Instant => new Date(Date.parse(at) - ms).toISOString()

/** Messages waiting to go, counted by what stands against them now; `ready` where only pace does. */
export interface Waiting {
  readonly campaign: string
  readonly region: Region
  readonly why: Standing
  readonly messages: number
}

/** What may stand against a message, as the plan says it; `ready` where nothing does. */
export const STANDINGS = {
  ready: 'ready',
  stopped: 'campaign stopped',
  deferred: 'deferred by the server',
  notDue: 'follow-up not due',
  notCleared: 'not cleared: suppressed, or no valid verdict for this address',
  rewritten: 'composed anew since it was approved',
  stale: 'a finding in it grew too old',
  away: 'recipient away',
  answered: 'answered, or contacted another way',
} as const

export type Standing = (typeof STANDINGS)[keyof typeof STANDINGS]

const STANDING = `case
    when exists (select 1 from campaign_stop c where c.campaign in (m.campaign, '*') and c.resumed_at is null) then '${STANDINGS.stopped}'
    when m.due_at > @at and m.state = 'deferred' then '${STANDINGS.deferred}'
    when m.due_at > @at then '${STANDINGS.notDue}'
    when not ${mayGo({ prospect: 'm.prospect', channel: 'm.channel', contact: 'm.contact', campaign: 'm.campaign', at: '@at' })}
      then '${STANDINGS.notCleared}'
    when not exists (select 1 from draft d where d.id = m.draft and d.digest = m.digest) then '${STANDINGS.rewritten}'
    when m.fresh_until is not null and m.fresh_until <= @at then '${STANDINGS.stale}'
    when exists (select 1 from away a where a.prospect = m.prospect and a.until > @at) then '${STANDINGS.away}'
    when ${WANTED} then '${STANDINGS.ready}'
    else '${STANDINGS.answered}' end`

const WAITING = `
select campaign, region, why, count(*) as messages from (
  select m.campaign, m.region, ${STANDING} as why
  from message m
  where m.state in ('approved', 'deferred') and m.channel = 'email' and (@campaign is null or m.campaign = @campaign)
) group by campaign, region, why order by campaign, region, messages desc`

/** Why each waiting message waits, counted; the plan that `send --live` shows. */
export const waitingMessages = (
  store: Store,
  query: { readonly at: Instant; readonly campaign?: string },
): readonly Waiting[] =>
  statement(store, WAITING).all({ at: query.at, campaign: query.campaign ?? null }) as Waiting[]

/** What stands against one message now; undefined when it is gone. */
export const standingOf = (store: Store, id: number, at: Instant): Standing | undefined =>
  (
    statement(store, `select ${STANDING} as why from message m where m.id = @id`).get({
      id,
      at,
      campaign: null,
    }) as { readonly why: Standing } | undefined
  )?.why

/**
 * Puts messages that nothing but a new verdict, a new approval or an answer can free to the back of the queue, so that
 * claims do not look at them again and again. Answers how many.
 */
export const stepAside = (store: Store, at: Instant, until: Instant): number =>
  statement(
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
  statement(
    store,
    `select count(distinct substr(claimed_at, 1, 10)) filter (where substr(claimed_at, 1, 10) < substr(@at, 1, 10)) as days,
       count(*) filter (where claimed_at > @hourAgo) as hour, count(*) filter (where claimed_at > @dayAgo) as day
     from message where mailbox = @mailbox`,
  ).get({ mailbox, at, hourAgo: before(at, HOUR), dayAgo: before(at, 24 * HOUR) }) as {
    days: number
    hour: number
    day: number
  }
