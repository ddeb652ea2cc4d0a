import type { GoldenField } from '../model/prospect.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** What a piece of evidence says, where it was read, and when. */
export interface Proof {
  /** As statements name it: `golden:phone`, `listing:34#phones`, `finding:12`. */
  readonly evidence: string
  readonly says: string
  /** Source of the listing, or probe of the finding. */
  readonly by: string
  readonly url?: string
  readonly at: Instant
}

/** Looks evidence up for a prospect; undefined where there is none such, which is a fault of the draft. */
export const proofOf = (store: Store, prospect: number, evidence: string): Proof | undefined => {
  const [kind, name = ''] = evidence.split(':')
  if (kind === 'golden') return goldenProof(store, prospect, evidence, name)
  if (kind === 'listing') return listingProof(store, evidence, name)
  return kind === 'finding' ? findingProof(store, prospect, evidence, name) : undefined
}

const goldenProof = (
  store: Store,
  prospect: number,
  evidence: string,
  name: string,
): Proof | undefined => {
  const row = store.raw
    .prepare<[number], { golden: string }>('select golden from prospect where id = ?')
    .get(prospect)
  const record: Readonly<Record<string, GoldenField<unknown>>> =
    row === undefined ? {} : JSON.parse(row.golden)
  const field = record[name]
  if (field === undefined) return undefined
  // The listing's own page is what a person can open; the page read may be an answer of an interface.
  const page = store.raw
    .prepare<[number, number], { url: string | null }>(
      `select coalesce((select json_extract(raw, '$.url') from listing where id = ?), (select url from page where id = ?)) as url`,
    )
    .get(field.from.listing, field.from.page)
  return {
    evidence,
    says: words(field.value),
    by: field.from.source,
    ...(page?.url == null ? {} : { url: page.url }),
    at: field.from.at,
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  phones: 'phones',
  street:
    "trim(coalesce(number, '') || ' ' || coalesce(street, '') || ' ' || coalesce(postcode, '') || ' ' || coalesce(town, ''))",
  website: 'website',
}

const listingProof = (store: Store, evidence: string, name: string): Proof | undefined => {
  const [id, field = ''] = name.split('#')
  const row = store.raw
    .prepare<[number], { says: string | null; source: string; url: string | null; at: string }>(
      `select ${FIELDS[field] ?? 'name'} as says, source, json_extract(raw, '$.url') as url, last_seen as at
       from listing where id = ?`,
    )
    .get(Number(id))
  return row === undefined
    ? undefined
    : {
        evidence,
        says: (row.says ?? '').replace(/[[\]"]/g, ''),
        by: row.source,
        ...(row.url === null ? {} : { url: row.url }),
        at: row.at,
      }
}

const findingProof = (
  store: Store,
  prospect: number,
  evidence: string,
  name: string,
): Proof | undefined => {
  const row = store.raw
    .prepare<
      [number, number],
      { probe: string; excerpt: string | null; url: string | null; at: string }
    >(
      `select f.probe, f.excerpt, coalesce(f.url, p.url) as url, f.at
       from finding f left join page p on p.id = f.page where f.id = ? and f.prospect = ?`,
    )
    .get(Number(name), prospect)
  return row === undefined
    ? undefined
    : {
        evidence,
        says: row.excerpt ?? row.probe,
        by: row.probe,
        ...(row.url === null ? {} : { url: row.url }),
        at: row.at,
      }
}

const words = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).join(' ') : String(value)
