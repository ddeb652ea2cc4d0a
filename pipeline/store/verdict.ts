import type { Generated, Selectable } from 'kysely'
import type { Instant, Region } from '../model/region.ts'
import type { Channel, May, RecipientKind, Verdict } from '../model/verdict.ts'
import type { Store } from './open.ts'
import { notSuppressed } from './suppression.ts'

interface VerdictTable {
  id: Generated<number>
  prospect: number
  channel: Channel
  region: Region
  kind: RecipientKind
  may: May
  rule: string
  rule_version: string
  article: string
  conditions: string
  because: string
  evidence: string
  registers: string
  notice: 'none' | 'art14'
  lia: string | null
  campaign: string | null
  contact: number | null
  at: string
  expires_at: string
  current: Generated<number>
}

declare module './schema.ts' {
  interface Tables {
    verdict: VerdictTable
  }
}

export type VerdictRow = Selectable<VerdictTable>

/** Something a verdict rests on: what it is, its value, where it stands and when it was seen. */
export interface Evidence {
  readonly what: string
  readonly value: string
  readonly source: string
  readonly at: Instant
}

/** A register's answer that a verdict rests on. */
export interface RegisterResult {
  readonly register: string
  readonly listed: boolean
  readonly takenOn: string
  readonly expiresAt: Instant
  readonly screen: number
}

/** A verdict with its record: what the ledger shows for each message. */
export interface RecordedVerdict extends Verdict {
  readonly evidence: readonly Evidence[]
  readonly registers: readonly RegisterResult[]
  readonly lia?: string
  readonly campaign?: string
}

/** A verdict as stored. */
export interface StoredVerdict extends RecordedVerdict {
  readonly id: number
}

/** Keeps a verdict as the one that holds for its prospect and channel; the one before stays in the record. Answers its id. */
export const saveVerdict = (store: Store, verdict: RecordedVerdict): number =>
  store.transaction(() => {
    store.run(
      store.sql
        .updateTable('verdict')
        .set({ current: 0 })
        .where('prospect', '=', verdict.prospect)
        .where('channel', '=', verdict.channel)
        .where('current', '=', 1),
    )
    return store.run(store.sql.insertInto('verdict').values(toRow(verdict))).lastId
  })

const toRow = (verdict: RecordedVerdict) => ({
  prospect: verdict.prospect,
  channel: verdict.channel,
  region: verdict.region,
  kind: verdict.kind,
  may: verdict.may,
  rule: verdict.rule,
  rule_version: verdict.ruleVersion,
  article: verdict.article,
  conditions: JSON.stringify(verdict.conditions),
  because: JSON.stringify(verdict.because),
  evidence: JSON.stringify(verdict.evidence),
  registers: JSON.stringify(verdict.registers),
  notice: verdict.notice,
  lia: verdict.lia ?? null,
  campaign: verdict.campaign ?? null,
  contact: verdict.contact ?? null,
  at: verdict.at,
  expires_at: verdict.expiresAt,
})

/** The verdict that holds for a prospect and channel, expired or not. */
export const currentVerdict = (
  store: Store,
  prospect: number,
  channel: Channel,
): StoredVerdict | undefined => {
  const row = store.get(
    store.sql
      .selectFrom('verdict')
      .selectAll()
      .where('prospect', '=', prospect)
      .where('channel', '=', channel)
      .where('current', '=', 1),
  )
  return row && verdictOf(row)
}

/** A row as the model has it. */
export const verdictOf = (row: VerdictRow): StoredVerdict => ({
  id: row.id,
  prospect: row.prospect,
  channel: row.channel,
  region: row.region,
  kind: row.kind,
  may: row.may,
  rule: row.rule,
  ruleVersion: row.rule_version,
  article: row.article,
  conditions: JSON.parse(row.conditions),
  because: JSON.parse(row.because),
  evidence: JSON.parse(row.evidence),
  registers: JSON.parse(row.registers),
  notice: row.notice,
  ...(row.lia === null ? {} : { lia: row.lia }),
  ...(row.campaign === null ? {} : { campaign: row.campaign }),
  ...(row.contact === null ? {} : { contact: row.contact }),
  at: row.at,
  expiresAt: row.expires_at,
})

/** Verdicts of live prospects that wait for a person, by prospect. */
export const humanVerdicts = (store: Store): readonly StoredVerdict[] =>
  store.raw
    .prepare<[], VerdictRow>(
      `select v.* from verdict v join prospect p on p.id = v.prospect
       where v.current = 1 and v.may = 'human' and p.state = 'live' order by v.prospect, v.channel`,
    )
    .all()
    .map(verdictOf)

/** SQL expressions that say which message is meant (`m.prospect`, `@at`); `contact` may be null in SQL. */
export interface Aim {
  readonly prospect: string
  readonly channel: string
  readonly contact: string
  readonly campaign: string
  readonly at: string
}

/**
 * SQL condition for the statement that claims a message: true only while the prospect is live, a verdict that has
 * not expired says `open` for this very contact and campaign, nothing changed since that verdict was made, and
 * nobody said no. Everything it reads is indexed by prospect.
 */
export const mayGo = (aim: Aim): string => `(
  exists (select 1 from prospect mp where mp.id = ${aim.prospect} and mp.state = 'live')
  and exists (
    select 1 from verdict mv
    where mv.prospect = ${aim.prospect} and mv.channel = ${aim.channel} and mv.current = 1
      and mv.may = 'open' and mv.expires_at > ${aim.at} and mv.contact is ${aim.contact}
      and (mv.campaign is null or mv.campaign = ${aim.campaign}))
  and not exists (select 1 from comply_due md where md.prospect = ${aim.prospect})
  and ${notSuppressed(aim.prospect, aim.channel)})`
