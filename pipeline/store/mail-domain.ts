import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** A mail domain and what DNS said of it. */
export interface MailDomainRow {
  domain: string
  deliverable: 'yes' | 'no' | 'unknown'
  why: string
  at: string
  /** Registrable domain of its best mail exchanger; null where there is none or DNS did not tell. */
  exchanger: string | null
}

declare module './schema.ts' {
  interface Tables {
    mail_domain: MailDomainRow
  }
}

/** What DNS said of a mail domain, and when. */
export const mailDomain = (store: Store, domain: string): MailDomainRow | undefined =>
  store.get(store.sql.selectFrom('mail_domain').selectAll().where('domain', '=', domain))

/** Keeps what DNS says of a mail domain, in place of what it said before. */
export const saveMailDomain = (
  store: Store,
  domain: string,
  answer: Pick<MailDomainRow, 'deliverable' | 'why'> & { readonly exchanger?: string },
  at: Instant,
): void => {
  const { deliverable, why, exchanger = null } = answer
  const values = { deliverable, why, at, exchanger }
  store.run(
    store.sql
      .insertInto('mail_domain')
      .values({ domain, ...values })
      .onConflict((conflict) => conflict.column('domain').doUpdateSet(values)),
  )
}
