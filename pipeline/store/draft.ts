import { createHash } from 'node:crypto'
import type { Generated, Selectable } from 'kysely'
import type { Draft } from '../model/draft.ts'
import type { Instant } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { Store } from './open.ts'

/** A draft as stored; `statements` is JSON. */
export interface DraftRow {
  id: Generated<number>
  prospect: number
  campaign: string
  template_set: string
  step: number
  channel: string
  language: string
  variant: string
  subject: string | null
  body: string
  html: string | null
  contact: number | null
  statements: string
  clearance: Generated<Clearance>
  notice: Generated<'none' | 'art14'>
  fresh_until: string | null
  digest: string
  created_at: string
}

/** Whether a verdict allowed a draft when it was composed; `unchecked` where none had been made. Sending asks again. */
export type Clearance = 'open' | 'unchecked'

/** What the store keeps beside a draft's words. */
interface DraftState {
  readonly clearance: Clearance
  /** The notice that the verdict asked for, and that the text carries. */
  readonly notice: 'none' | 'art14'
  /** From this moment its oldest finding is too old to be said. */
  readonly freshUntil?: Instant
  /** SHA-256 of what the recipient reads; an approval made for another digest does not hold. */
  readonly digest: string
}

export type StoredDraft = Draft & DraftState

declare module './schema.ts' {
  interface Tables {
    draft: DraftRow
  }
}

/** SHA-256 (hex) of what the recipient reads: subject, text and HTML. */
export const draftDigest = (draft: Pick<Draft, 'subject' | 'text' | 'html'>): string =>
  createHash('sha256')
    .update(JSON.stringify([draft.subject ?? null, draft.text, draft.html ?? null]))
    .digest('hex')

export type NewDraft = Omit<Draft, 'id'> & Partial<Omit<DraftState, 'digest'>>

/** Keeps a draft; one composed before for the same (campaign, step, prospect, channel) is replaced and keeps its id. */
export const saveDraft = (store: Store, draft: NewDraft): number => {
  const values = {
    template_set: draft.set,
    language: draft.language,
    variant: draft.variant,
    subject: draft.subject ?? null,
    body: draft.text,
    html: draft.html ?? null,
    contact: draft.contact ?? null,
    statements: JSON.stringify(draft.statements),
    clearance: draft.clearance ?? 'unchecked',
    notice: draft.notice ?? 'none',
    fresh_until: draft.freshUntil ?? null,
    digest: draftDigest(draft),
    created_at: draft.createdAt,
  }
  const row = store.all(
    store.sql
      .insertInto('draft')
      .values({
        prospect: draft.prospect,
        campaign: draft.campaign,
        step: draft.step,
        channel: draft.channel,
        ...values,
      })
      .onConflict((conflict) =>
        conflict.columns(['campaign', 'step', 'prospect', 'channel']).doUpdateSet(values),
      )
      .returning('id'),
  )[0]
  return row?.id ?? 0
}

/** Which drafts are asked for. */
export interface DraftQuery {
  readonly campaign?: string
  readonly channel?: Channel
  readonly step?: number
  readonly prospect?: number
  /** Only drafts with a higher id, for reading in chunks. */
  readonly after?: number
  readonly limit?: number
}

/** Drafts in the order of their ids. */
export const listDrafts = (store: Store, query: DraftQuery = {}): readonly StoredDraft[] => {
  let rows = store.sql.selectFrom('draft').selectAll().orderBy('id')
  if (query.campaign !== undefined) rows = rows.where('campaign', '=', query.campaign)
  if (query.channel !== undefined) rows = rows.where('channel', '=', query.channel)
  if (query.step !== undefined) rows = rows.where('step', '=', query.step)
  if (query.prospect !== undefined) rows = rows.where('prospect', '=', query.prospect)
  if (query.after !== undefined) rows = rows.where('id', '>', query.after)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  return store.all(rows).map(draftOf)
}

/** A row as the model has it. */
export const draftOf = (row: Selectable<DraftRow>): StoredDraft => ({
  id: row.id,
  prospect: row.prospect,
  campaign: row.campaign,
  set: row.template_set,
  step: row.step,
  channel: row.channel as Draft['channel'],
  language: row.language as Draft['language'],
  variant: row.variant,
  ...(row.subject === null ? {} : { subject: row.subject }),
  text: row.body,
  ...(row.html === null ? {} : { html: row.html }),
  ...(row.contact === null ? {} : { contact: row.contact }),
  statements: JSON.parse(row.statements),
  clearance: row.clearance,
  notice: row.notice,
  ...(row.fresh_until === null ? {} : { freshUntil: row.fresh_until }),
  digest: row.digest,
  createdAt: row.created_at,
})
