import type { Draft } from '../model/draft.ts'
import { type DraftQuery, type DraftRow, draftOf } from './draft.ts'
import type { Store } from './open.ts'

/** A draft with the address it would go to: its contact's, else the golden record's; null where there is none. */
export interface Addressed {
  readonly draft: Draft
  readonly address: string | null
  readonly name: string
  readonly region: string
}

/** Whether a table is there yet; parts of the pipeline bring their own. */
const has = (store: Store, table: string): boolean =>
  store.raw
    .prepare('select 1 from sqlite_schema where type = ? and name = ?')
    .get('table', table) !== undefined

/** E-mail drafts with their addresses, by id; with `sample`, that many spread evenly over all of them. */
export const addressedDrafts = (
  store: Store,
  query: DraftQuery & { readonly sample?: number } = {},
): readonly Addressed[] => {
  const contact = has(store, 'contact')
    ? `(select c.value from contact c where c.id = d.contact and c.type = 'email')`
    : 'null'
  const rows = store.raw
    .prepare<unknown[], DraftRow & { address: string | null; name: string; region: string }>(
      `with wanted as (
         select d.*, row_number() over (order by d.id) - 1 as place, count(*) over () as total
         from draft d where d.channel = 'email' and (:campaign is null or d.campaign = :campaign)
       )
       select d.*, coalesce(${contact}, p.email) as address, p.name as name, p.region as region
       from wanted d join prospect p on p.id = d.prospect
       where :sample is null or total <= :sample
          or place * cast(:sample as integer) / total <> (place - 1) * cast(:sample as integer) / total or place = 0
       order by d.id`,
    )
    .all({ campaign: query.campaign ?? null, sample: query.sample ?? null })
  return rows.map((row) => ({
    draft: draftOf(row as never),
    address: row.address,
    name: row.name,
    region: row.region,
  }))
}
