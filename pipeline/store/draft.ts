import type { Generated, Selectable } from 'kysely'
import type { Draft } from '../model/draft.ts'
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
  created_at: string
}

declare module './schema.ts' {
  interface Tables {
    draft: DraftRow
  }
}

/** Keeps a draft; one composed before for the same (campaign, step, prospect, channel) is replaced and keeps its id. */
export const saveDraft = (store: Store, draft: Omit<Draft, 'id'>): number => {
  const values = {
    template_set: draft.set,
    language: draft.language,
    variant: draft.variant,
    subject: draft.subject ?? null,
    body: draft.text,
    html: draft.html ?? null,
    contact: draft.contact ?? null,
    statements: JSON.stringify(draft.statements),
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
}

/** Drafts in the order of their ids. */
export const listDrafts = (store: Store, query: DraftQuery = {}): readonly Draft[] => {
  let rows = store.sql.selectFrom('draft').selectAll().orderBy('id')
  if (query.campaign !== undefined) rows = rows.where('campaign', '=', query.campaign)
  if (query.channel !== undefined) rows = rows.where('channel', '=', query.channel)
  return store.all(rows).map(draftOf)
}

/** A row as the model has it. */
export const draftOf = (row: Selectable<DraftRow>): Draft => ({
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
  createdAt: row.created_at,
})
