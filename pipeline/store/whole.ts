import type { LegalEvidence } from '../model/contact.ts'
import type { Finding } from '../model/finding.ts'
import type { StoredListing } from '../model/listing.ts'
import type { Prospect } from '../model/prospect.ts'
import { CHANNELS, type Verdict } from '../model/verdict.ts'
import { contactsOf, type KnownContact } from './contact.ts'
import { type EnrichmentRow, listingsOf, stepsOf } from './enrichment.ts'
import { findingsOf } from './finding.ts'
import { legalEvidenceOf } from './legal.ts'
import type { Store } from './open.ts'
import { currentVerdict } from './verdict.ts'

/** Everything that the database knows about one prospect. */
export interface WholeProspect {
  readonly prospect: Prospect
  readonly listings: readonly StoredListing[]
  /** Why each listing belongs to it, by listing. */
  readonly members: ReadonlyMap<number, readonly string[]>
  readonly contacts: readonly KnownContact[]
  readonly legal: readonly LegalEvidence[]
  readonly findings: readonly Finding[]
  readonly verdicts: readonly Verdict[]
  readonly steps: readonly EnrichmentRow[]
}

interface ProspectText extends Omit<Prospect, 'golden' | 'mergedInto'> {
  readonly golden: string
  readonly mergedInto: number | null
}

/** A prospect with all that hangs on it; undefined where there is none of that number. */
export const wholeProspect = (store: Store, id: number): WholeProspect | undefined => {
  const row = store.raw
    .prepare<unknown[], ProspectText>(
      `select id, region, language, state, merged_into as "mergedInto", golden,
         created_at as "createdAt", changed_at as "changedAt" from prospect where id = ?`,
    )
    .get(id)
  if (row === undefined) return undefined
  const { mergedInto, golden, ...rest } = row
  const members = store.raw
    .prepare<unknown[], { listing: number; because: string }>(
      'select listing, because from member where prospect = ?',
    )
    .all(id)
  return {
    prospect: {
      ...rest,
      golden: JSON.parse(golden),
      ...(mergedInto === null ? {} : { mergedInto }),
    },
    listings: listingsOf(store, id),
    members: new Map(members.map(({ listing, because }) => [listing, JSON.parse(because)])),
    contacts: contactsOf(store, id),
    legal: legalEvidenceOf(store, id),
    findings: findingsOf(store, id),
    verdicts: CHANNELS.flatMap((channel) => currentVerdict(store, id, channel) ?? []),
    steps: stepsOf(store, id),
  }
}
