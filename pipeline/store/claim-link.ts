import type { Instant } from '../model/region.ts'
import { type Chance, newCode, newToken } from '../text/claim-code.ts'
import type { Store } from './open.ts'

export interface ClaimLinkRow {
  token: string
  code: string
  prospect: number
  campaign: string
  created_at: string
}

declare module './schema.ts' {
  interface Tables {
    claim_link: ClaimLinkRow
  }
}

/** The claim link of a prospect in a campaign; made once, the same ever after. */
export const claimLink = (
  store: Store,
  of: { readonly prospect: number; readonly campaign: string },
  chance: Chance,
  at: Instant,
): ClaimLinkRow => {
  const find = () =>
    store.get(
      store.sql
        .selectFrom('claim_link')
        .selectAll()
        .where('prospect', '=', of.prospect)
        .where('campaign', '=', of.campaign),
    )
  const known = find()
  if (known !== undefined) return known
  // A code that is taken is drawn again; 2^40 of them make that rare.
  for (;;) {
    const row = { ...of, token: newToken(chance), code: newCode(chance), created_at: at }
    store.run(
      store.sql
        .insertInto('claim_link')
        .values(row)
        .onConflict((clash) => clash.doNothing()),
    )
    const made = find()
    if (made !== undefined) return made
  }
}

/** The claim link that a token or printed code belongs to. */
export const findClaimLink = (
  store: Store,
  by: { readonly token: string } | { readonly code: string },
): ClaimLinkRow | undefined => {
  const query = store.sql.selectFrom('claim_link').selectAll()
  return store.get(
    'token' in by ? query.where('token', '=', by.token) : query.where('code', '=', by.code),
  )
}
