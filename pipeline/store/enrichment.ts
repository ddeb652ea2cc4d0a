import type { StoredListing } from '../model/listing.ts'
import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import { fromRow, type ListingRow } from './listing.ts'
import type { Store } from './open.ts'

/** A step of enrichment, in the order in which a prospect takes them. */
export type EnrichStep = 'site' | 'contacts' | 'registers' | 'findings' | 'mail'

/** How far one step of a prospect is. */
export interface EnrichmentRow {
  prospect: number
  step: EnrichStep
  /** `nothing`: there was nothing to do it with (no website). */
  state: 'done' | 'failed' | 'nothing'
  reason: string | null
  tries: number
  at: string
  not_before: string | null
}

declare module './schema.ts' {
  interface Tables {
    enrichment: EnrichmentRow
  }
}

/** A live prospect as enrichment reads it. */
export interface DueProspect {
  readonly id: number
  readonly region: Region
  readonly language: Language
  readonly golden: GoldenRecord
}

/** Which prospects are asked for. */
export interface DueQuery {
  /** Prospects with a greater id. */
  readonly after: number
  readonly limit: number
  readonly steps: readonly EnrichStep[]
  /** Steps done before this moment are due again. */
  readonly since: Instant
  readonly at: Instant
  readonly prospect?: number
}

const DUE = `
  p.state = 'live' and exists (
    select 1 from json_each(@steps) s
    left join enrichment e on e.prospect = p.id and e.step = s.value
    where e.prospect is null
       or (e.state = 'failed' and e.not_before <= @at)
       or (e.state <> 'failed' and e.at < @since)
       or e.at < p.changed_at)`

/** Prospects with a step that was never done, is older than asked, failed long enough ago, or whose listings changed since. */
export const dueProspects = (store: Store, query: DueQuery): readonly DueProspect[] =>
  store.raw
    .prepare<unknown[], Omit<DueProspect, 'golden'> & { golden: string }>(
      `select p.id, p.region, p.language, p.golden from prospect p
       where p.id > @after and (@prospect is null or p.id = @prospect) and ${DUE}
       order by p.id limit @limit`,
    )
    .all(bound(query))
    .map((row) => ({ ...row, golden: JSON.parse(row.golden) as GoldenRecord }))

/** How many prospects are due. */
export const countDue = (store: Store, query: DueQuery): number =>
  store.raw
    .prepare<unknown[], { due: number }>(
      `select count(*) as due from prospect p
       where p.id > @after and (@prospect is null or p.id = @prospect) and ${DUE} and @limit > 0`,
    )
    .get(bound(query))?.due ?? 0

const bound = (query: DueQuery) => ({
  ...query,
  steps: JSON.stringify(query.steps),
  prospect: query.prospect ?? null,
})

/** How far a prospect is. */
export const stepsOf = (store: Store, prospect: number): readonly EnrichmentRow[] =>
  store.all(store.sql.selectFrom('enrichment').selectAll().where('prospect', '=', prospect))

/** Writes down how a step ended; failures are counted in a row. */
export const saveStep = (
  store: Store,
  row: Omit<EnrichmentRow, 'tries' | 'reason' | 'not_before'> &
    Partial<Pick<EnrichmentRow, 'reason' | 'not_before'>>,
): void => {
  const values = {
    state: row.state,
    reason: row.reason ?? null,
    at: row.at,
    not_before: row.not_before ?? null,
  }
  const failed = row.state === 'failed' ? 1 : 0
  store.run(
    store.sql
      .insertInto('enrichment')
      .values({ prospect: row.prospect, step: row.step, ...values, tries: failed })
      .onConflict((conflict) =>
        conflict.columns(['prospect', 'step']).doUpdateSet((is) => ({
          ...values,
          tries: failed === 0 ? 0 : is('enrichment.tries', '+', 1),
        })),
      ),
  )
}

/** The listings that stand behind a prospect, by id. */
export const listingsOf = (store: Store, prospect: number): readonly StoredListing[] =>
  store.raw
    .prepare<unknown[], ListingRow>(
      `select l.* from listing l join member m on m.listing = l.id
       where m.prospect = ? order by l.id`,
    )
    .all(prospect)
    .map(fromRow)

/** Whether an imported list has listings in a region. */
export const hasListed = (store: Store, list: string, region: Region): boolean =>
  store.raw
    .prepare(
      `select 1 from listing
       where source = 'any/list' and region = ? and raw ->> '$.extra.list' = ? limit 1`,
    )
    .get(region, list) !== undefined
