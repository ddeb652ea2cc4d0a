import type { Store } from './open.ts'

/** One message with the verdict it left under. It names ids and rules, never an address. */
export interface LedgerRow {
  readonly message: number
  readonly prospect: number
  readonly campaign: string
  readonly step: number
  readonly channel: string
  readonly contact: number | null
  readonly state: string
  readonly approved_by: string
  readonly approved_at: string
  /** When suppression was looked up: in the statement that claimed the message. */
  readonly suppression_looked_up_at: string | null
  readonly sent_at: string | null
  readonly verdict: number | null
  readonly verdict_at: string | null
  readonly verdict_expires_at: string | null
  readonly may: string | null
  readonly kind: string | null
  readonly law: string | null
  readonly rule: string | null
  readonly rule_version: string | null
  readonly article: string | null
  readonly notice: string | null
  readonly balancing_test: string | null
  readonly conditions: string | null
  readonly because: string | null
  readonly evidence: string | null
  readonly registers: string | null
}

/** Every message in the order of ids, with the verdict that held when it was claimed, or holds now where it was not. */
export const ledger = (store: Store): IterableIterator<LedgerRow> =>
  store.raw
    .prepare<[], LedgerRow>(
      `select m.id as message, m.prospect, m.campaign, m.step, m.channel, m.contact, m.state,
         m.approved_by, m.approved_at, m.claimed_at as suppression_looked_up_at, m.sent_at,
         v.id as verdict, v.at as verdict_at, v.expires_at as verdict_expires_at, v.may, v.kind,
         v.region as law, v.rule, v.rule_version, v.article, v.notice, v.lia as balancing_test,
         v.conditions, v.because, v.evidence, v.registers
       from message m left join verdict v on v.id = (
         select max(w.id) from verdict w
         where w.prospect = m.prospect and w.channel = m.channel
           and (m.claimed_at is null or w.at <= m.claimed_at))
       order by m.id`,
    )
    .iterate()
