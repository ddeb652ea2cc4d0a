import type { LegalEvidence } from '../model/contact.ts'
import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import { CHANNELS } from '../model/verdict.ts'
import { contactsOf, type KnownContact } from './contact.ts'
import { legalEvidenceOf } from './legal.ts'
import type { Store } from './open.ts'
import type { Slice } from './prospect-key.ts'
import { statement } from './statement.ts'

/** What the store holds of a prospect that contact law asks about. */
export interface ProspectFacts {
  readonly id: number
  readonly region: Region
  readonly state: 'live' | 'merged' | 'gone'
  readonly golden: GoldenRecord
  readonly contacts: readonly KnownContact[]
  readonly legal: readonly LegalEvidence[]
  /** Sources at which one of its listings asks not to be approached. */
  readonly unwilling: readonly SourceId[]
}

interface Row {
  id: number
  region: Region
  state: ProspectFacts['state']
  golden: string
}

/** Reads the facts of one prospect; undefined when there is none. */
export const prospectFacts = (store: Store, id: number): ProspectFacts | undefined => {
  const row = statement<[number], Row>(
    store,
    'select id, region, state, golden from prospect where id = ?',
  ).get(id)
  if (row === undefined) return undefined
  const unwilling = statement<[number]>(
    store,
    `select distinct l.source from member m join listing l on l.id = m.listing
       where m.prospect = ? and l.no_marketing = 1 order by l.source`,
  )
    .pluck()
    .all(id) as SourceId[]
  return {
    id: row.id,
    region: row.region,
    state: row.state,
    golden: JSON.parse(row.golden),
    contacts: contactsOf(store, id),
    legal: legalEvidenceOf(store, id),
    unwilling,
  }
}

/** Live prospects that have a verdict expiring before `before`, or none at all, by id. */
export const expiringProspects = (
  store: Store,
  { after, limit, region, before }: Slice & { readonly before: Instant },
): readonly number[] =>
  statement(
    store,
    `select p.id from prospect p
       where p.state = 'live' and p.id > @after and (@region is null or p.region = @region)
         and not exists (select 1 from comply_due d where d.prospect = p.id)
         and (select count(*) from verdict v
              where v.prospect = p.id and v.current = 1 and v.expires_at >= @before) < @channels
       order by p.id limit @limit`,
  )
    .pluck()
    .all({ after, limit, region: region ?? null, before, channels: CHANNELS.length }) as number[]

/** All live prospects, by id. */
export const liveProspects = (store: Store, { after, limit, region }: Slice): readonly number[] =>
  statement(
    store,
    `select id from prospect
       where state = 'live' and id > @after and (@region is null or region = @region)
       order by id limit @limit`,
  )
    .pluck()
    .all({ after, limit, region: region ?? null }) as number[]
