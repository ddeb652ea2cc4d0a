import type { Generated, Selectable } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { Store } from './open.ts'
import { markDue } from './prospect-key.ts'

interface DecisionTable {
  id: Generated<number>
  prospect: number
  channel: Channel
  key: Buffer
  rule: string
  rule_version: string
  answer: 'allow' | 'refuse'
  by: string
  reason: string
  evidence: string
  at: string
  revoked_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    decision: DecisionTable
  }
}

export type DecisionRow = Selectable<DecisionTable>

/** A named person's answer to a `human` verdict about one address, under one version of one rule. */
export interface Decision {
  readonly prospect: number
  readonly channel: Channel
  readonly key: Buffer
  readonly rule: string
  readonly ruleVersion: string
  readonly answer: 'allow' | 'refuse'
  readonly by: string
  readonly reason: string
  /** What the person was shown. */
  readonly evidence: readonly string[]
  readonly at: Instant
}

/** Keeps a decision; the prospect's verdicts are due again. Answers its id. */
export const saveDecision = (store: Store, decision: Decision): number =>
  store.transaction(() => {
    markDue(store, decision.prospect)
    const { ruleVersion, evidence, ...rest } = decision
    return store.run(
      store.sql.insertInto('decision').values({
        ...rest,
        rule_version: ruleVersion,
        evidence: JSON.stringify(evidence),
      }),
    ).lastId
  })

/** What people decided about a hashed address under a rule: a refusal by anybody outweighs every permission. */
export const standingDecision = (
  store: Store,
  asked: Pick<Decision, 'channel' | 'key' | 'rule' | 'ruleVersion'>,
): DecisionRow | undefined => {
  const rows = store.all(
    store.sql
      .selectFrom('decision')
      .selectAll()
      .where('key', '=', asked.key)
      .where('channel', '=', asked.channel)
      .where('rule', '=', asked.rule)
      .where('rule_version', '=', asked.ruleVersion)
      .where('revoked_at', 'is', null)
      .orderBy('at', 'desc'),
  )
  return rows.find((row) => row.answer === 'refuse') ?? rows[0]
}
