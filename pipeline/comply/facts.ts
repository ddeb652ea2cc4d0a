import type { Contact, LegalEvidence } from '../model/contact.ts'
import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { ConsentRow } from '../store/consent.ts'
import type { Decision, DecisionRow } from '../store/decision.ts'
import type { KeyType } from '../store/keyring.ts'
import type { RegisterAnswer } from '../store/register.ts'
import type { SuppressionRow } from '../store/suppression.ts'

/** An address, number, letterbox or form that a verdict may speak about. */
export interface Target {
  readonly contact?: number
  readonly key: Buffer
  readonly type: KeyType
  readonly value: string
  readonly reach: Contact['reach'] | 'switchboard'
  /** Shown by the recipient's own website, where and when; what only a directory says is not published by the recipient. */
  readonly ownPage?: { readonly page: number; readonly at: Instant }
  readonly at: Instant
}

/** Everything a verdict rests on, read from the store once for a prospect. */
export interface Facts {
  readonly prospect: number
  readonly region: Region
  readonly golden: GoldenRecord
  readonly legal: readonly LegalEvidence[]
  /** Where each channel could go, the best kept first; empty when there is nothing. */
  readonly targets: Readonly<Record<Channel, readonly Target[]>>
  /** Sources at which the business asked not to be approached. */
  readonly unwilling: readonly SourceId[]
  readonly registerKeys: readonly Buffer[]
  readonly suppressions: readonly SuppressionRow[]
}

/** What is looked up for one address while it is judged. */
export interface Lookup {
  readonly register: (name: string, key: Buffer) => RegisterAnswer | undefined
  readonly consent: (channel: Channel, key: Buffer) => ConsentRow | undefined
  readonly decision: (
    asked: Pick<Decision, 'channel' | 'key' | 'rule' | 'ruleVersion'>,
  ) => DecisionRow | undefined
}
