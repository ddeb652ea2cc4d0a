import type { Generated, Selectable } from 'kysely'
import type { MessageState } from '../model/message.ts'
import type { Instant, Region } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import { draftDigest, draftOf, type StoredDraft } from './draft.ts'
import { recordEvent } from './event.ts'
import type { Keyring } from './keyring.ts'
import type { Store } from './open.ts'
import { mayGo } from './verdict.ts'

interface MessageTable {
  id: Generated<number>
  draft: number | null
  prospect: number
  campaign: string
  step: number
  channel: Channel
  contact: number | null
  region: Region
  address: string
  domain: string
  subject: string | null
  digest: string
  fresh_until: string | null
  token: string
  message_id: string | null
  state: Generated<MessageState>
  approved_by: string
  approved_at: string
  due_at: string
  mailbox: string | null
  sender: number | null
  claimed_at: string | null
  sent_at: string | null
  tries: Generated<number>
  reply: string | null
  reason: string | null
  /** Who takes the mail of the domain, known when it was claimed. */
  exchanger: string | null
}

declare module './schema.ts' {
  interface Tables {
    message: MessageTable
    message_words: { message: number; body: string; html: string | null }
  }
}

export type MessageRow = Selectable<MessageTable>

/** Due when the step before it has been sent. */
export const NOT_YET: Instant = '9999-12-31T00:00:00.000Z'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** 128 bits as 26 letters and digits that survive every mail server: no case, nothing to escape. */
const base32 = (bytes: Buffer): string => {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = `${BASE32[Number(bits & 31n)]}${text}`
    bits >>= 5n
  }
  return text
}

/** A message's token: the same for the same (campaign, step, prospect, channel), and nobody without the local key can make it. */
const tokenOf = (
  ring: Keyring,
  draft: Pick<StoredDraft, 'campaign' | 'step' | 'prospect' | 'channel'>,
): string =>
  base32(
    ring.hash(
      'prospect',
      JSON.stringify(['message', draft.campaign, draft.step, draft.prospect, draft.channel]),
    ),
  )

/** Who approved a draft, and the address it is to go to. */
export interface Approval {
  readonly by: string
  readonly at: Instant
  readonly address: string
  readonly region: Region
  readonly ring: Keyring
}

/**
 * Puts a draft into the outbox as it reads now. A message that has not begun takes the new words and the new approval;
 * one that has begun is left alone. Answers the message's id, or undefined when it was left alone.
 */
export const approveDraft = (
  store: Store,
  draft: StoredDraft,
  approval: Approval,
): number | undefined =>
  store.transaction(() => {
    const words = {
      draft: draft.id,
      contact: draft.contact ?? null,
      region: approval.region,
      address: approval.address,
      domain: approval.address.split('@').at(-1)?.toLowerCase() ?? '',
      subject: draft.subject ?? null,
      digest: draftDigest(draft),
      fresh_until: draft.freshUntil ?? null,
      approved_by: approval.by,
      approved_at: approval.at,
    }
    const row = store.all(
      store.sql
        .insertInto('message')
        .values({
          ...words,
          prospect: draft.prospect,
          campaign: draft.campaign,
          step: draft.step,
          channel: draft.channel,
          token: tokenOf(approval.ring, draft),
          due_at: draft.step === 0 ? approval.at : NOT_YET,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['campaign', 'step', 'prospect', 'channel'])
            .doUpdateSet(words)
            .where('message.state', 'in', ['approved', 'deferred']),
        )
        .returning('id'),
    )[0]
    if (row === undefined) return undefined
    const long = { body: draft.text, html: draft.html ?? null }
    store.run(
      store.sql
        .insertInto('message_words')
        .values({ message: row.id, ...long })
        .onConflict((conflict) => conflict.column('message').doUpdateSet(long)),
    )
    recordEvent(store, {
      message: row.id,
      prospect: draft.prospect,
      kind: 'approved',
      at: approval.at,
      detail: { by: approval.by },
    })
    return row.id
  })

/** A draft that may be approved: cleared for its contact, and not yet in the outbox as it reads now. */
export interface Approvable {
  readonly draft: StoredDraft
  readonly address: string
  readonly name: string
  readonly region: Region
}

/** E-mail and letter drafts that wait for an approval, by prospect and step. A letter's address is its town, for the reader. */
export const approvableDrafts = (
  store: Store,
  query: { readonly at: Instant; readonly campaign?: string },
): readonly Approvable[] =>
  store.raw
    .prepare<
      unknown[],
      Parameters<typeof draftOf>[0] & { address: string; name: string; region: Region }
    >(
      `select d.*, p.name as name, p.region as region,
         case d.channel when 'letter' then trim(coalesce(p.postcode, '') || ' ' || coalesce(p.town, '')) else c.value end as address
       from draft d join prospect p on p.id = d.prospect left join contact c on c.id = d.contact and c.type = 'email'
       where (d.channel = 'letter' or (d.channel = 'email' and c.id is not null)) and (@campaign is null or d.campaign = @campaign)
         and ${mayGo({ prospect: 'd.prospect', channel: 'd.channel', contact: 'd.contact', campaign: 'd.campaign', at: '@at' })}
         and not exists (select 1 from message m where m.campaign = d.campaign and m.step = d.step
           and m.prospect = d.prospect and m.channel = d.channel
           and (m.digest = d.digest or m.state not in ('approved', 'deferred')))
       order by d.prospect, d.step`,
    )
    .all({ at: query.at, campaign: query.campaign ?? null })
    .map((row) => ({
      draft: draftOf(row),
      address: row.address,
      name: row.name,
      region: row.region,
    }))

/** One message by its id. */
export const messageById = (store: Store, id: number): MessageRow | undefined =>
  store.get(store.sql.selectFrom('message').selectAll().where('id', '=', id))

/** The message of a token (from a link or an envelope). */
export const messageByToken = (store: Store, token: string): MessageRow | undefined =>
  store.get(store.sql.selectFrom('message').selectAll().where('token', '=', token.toLowerCase()))

/** Messages of the outbox by id; the newest `limit` of them. */
export const listMessages = (
  store: Store,
  query: {
    readonly state?: MessageState
    readonly campaign?: string
    readonly limit?: number
  } = {},
): readonly MessageRow[] => {
  let rows = store.sql.selectFrom('message').selectAll().orderBy('id', 'desc')
  if (query.state !== undefined) rows = rows.where('state', '=', query.state)
  if (query.campaign !== undefined) rows = rows.where('campaign', '=', query.campaign)
  return store.all(rows.limit(query.limit ?? 1000)).reverse()
}

/** How many messages stand where, by campaign. */
export const countMessages = (
  store: Store,
): readonly {
  readonly campaign: string
  readonly state: MessageState
  readonly messages: number
}[] =>
  store.all(
    store.sql
      .selectFrom('message')
      .select(['campaign', 'state', (column) => column.fn.countAll<number>().as('messages')])
      .groupBy(['campaign', 'state'])
      .orderBy('campaign')
      .orderBy('state'),
  )

/**
 * Settles a message of unknown fate by a person's word: `sent` counts it as sent, `not-sent` lets it go again.
 * Answers whether it was unknown.
 */
export const settleMessage = (
  store: Store,
  id: number,
  as: 'sent' | 'not-sent',
  settled: { readonly by: string; readonly at: Instant },
): boolean =>
  store.transaction(() => {
    const row = messageById(store, id)
    if (row?.state !== 'unknown') return false
    store.run(
      store.sql
        .updateTable('message')
        .set(
          as === 'sent'
            ? { state: 'sent', sent_at: row.claimed_at ?? settled.at, reason: 'settled' }
            : { state: 'approved', due_at: settled.at, sender: null, reason: 'settled' },
        )
        .where('id', '=', id),
    )
    recordEvent(store, {
      message: id,
      prospect: row.prospect,
      kind: 'settled',
      at: settled.at,
      detail: { as, by: settled.by },
    })
    return true
  })

/** Cancels what has not begun for a prospect: follow-ups after an answer, everything after an opt-out. Answers how many. */
export const cancelMessages = (
  store: Store,
  prospect: number,
  why: string,
  at: Instant,
  which: { readonly afterStep?: number } = {},
): number =>
  store.transaction(() => {
    let open = store.sql
      .updateTable('message')
      .set({ state: 'cancelled', reason: why })
      .where('prospect', '=', prospect)
      .where('state', 'in', ['approved', 'deferred'])
    if (which.afterStep !== undefined) open = open.where('step', '>', which.afterStep)
    const rows = store.all(open.returning('id'))
    for (const { id } of rows)
      recordEvent(store, { message: id, prospect, kind: 'cancelled', at, detail: { why } })
    return rows.length
  })
