import { createHash } from 'node:crypto'
import type { Generated, Selectable } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { Store } from './open.ts'
import { markDue } from './prospect-key.ts'

interface ConsentTable {
  id: Generated<number>
  prospect: number
  channel: Channel
  key: Buffer
  contact_type: string
  given_at: string
  how: string
  proof_name: string
  proof_type: string
  proof: Buffer
  proof_sha256: string
  recorded_by: string
  recorded_at: string
  withdrawn_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    consent: ConsentTable
  }
}

export type ConsentRow = Selectable<ConsentTable>

/** Consent as it was given, with what proves it. It holds for one address or number, whichever prospect that belongs to. */
export interface Consent {
  readonly prospect: number
  readonly channel: Channel
  readonly key: Buffer
  readonly contactType: 'email' | 'phone' | 'address' | 'form'
  readonly givenAt: Instant
  readonly how: string
  readonly proof: { readonly name: string; readonly type: string; readonly bytes: Buffer }
  readonly by: string
  readonly at: Instant
}

/** Keeps consent with its proof; the prospect's verdicts are due again. Answers its id. */
export const saveConsent = (store: Store, consent: Consent): number =>
  store.transaction(() => {
    markDue(store, consent.prospect)
    return store.run(
      store.sql.insertInto('consent').values({
        prospect: consent.prospect,
        channel: consent.channel,
        key: consent.key,
        contact_type: consent.contactType,
        given_at: consent.givenAt,
        how: consent.how,
        proof_name: consent.proof.name,
        proof_type: consent.proof.type,
        proof: consent.proof.bytes,
        proof_sha256: createHash('sha256').update(consent.proof.bytes).digest('hex'),
        recorded_by: consent.by,
        recorded_at: consent.at,
      }),
    ).lastId
  })

/** The newest consent for a hashed address on a channel that has not been withdrawn. */
export const standingConsent = (
  store: Store,
  channel: Channel,
  key: Buffer,
): ConsentRow | undefined =>
  store.get(
    store.sql
      .selectFrom('consent')
      .selectAll()
      .where('key', '=', key)
      .where('channel', '=', channel)
      .where('withdrawn_at', 'is', null)
      .orderBy('given_at', 'desc')
      .limit(1),
  )
