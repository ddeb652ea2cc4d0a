import type { StoredListing } from '../model/listing.ts'
import type { MemberReason } from '../model/prospect.ts'
import type { Instant } from '../model/region.ts'
import { fromRow, type ListingRow } from './listing.ts'
import type { Store } from './open.ts'

interface MemberTable {
  listing: number
  prospect: number
  because: string
  probability: number
  at: string
  digest: string
  home: number | null
}

declare module './schema.ts' {
  interface Tables {
    member: MemberTable
  }
}

/** A listing in a prospect, and why. */
export interface Member extends MemberReason {
  readonly listing: number
  readonly prospect: number
  readonly at: Instant
}

/** The listings of a prospect, in the order of their ids. */
export const membersOf = (store: Store, prospect: number): readonly Member[] =>
  store
    .all(
      store.sql
        .selectFrom('member')
        .select(['listing', 'prospect', 'because', 'probability', 'at'])
        .where('prospect', '=', prospect)
        .orderBy('listing'),
    )
    .map((row) => ({ ...row, because: JSON.parse(row.because) }))

/** Which prospect a listing belongs to, if it was resolved. */
export const prospectOf = (store: Store, listing: number): number | undefined =>
  store.get(store.sql.selectFrom('member').select('prospect').where('listing', '=', listing))
    ?.prospect

/** Reads where listings stand, one at a time and often. */
export const placeReader = (store: Store) => {
  const members = store.raw
    .prepare<[number]>('select listing from member where prospect = ? order by listing')
    .pluck()
  const place = store.raw.prepare<[number], { prospect: number; home: number | null }>(
    'select prospect, home from member where listing = ?',
  )
  return {
    membersIn: (prospect: number): readonly number[] => members.all(prospect) as number[],
    placeOf: (listing: number) => place.get(listing),
  }
}

/** A listing to be put into a prospect. */
export interface Placing {
  readonly listing: number
  readonly prospect: number
  readonly because: readonly string[]
  readonly probability: number
}

/** Writes which prospect each listing belongs to; the first one it is put in stays its home. */
export const memberWriter = (store: Store) => {
  // two statements instead of an upsert: its conflict clause would reach into the triggers on this table
  const change = store.raw.prepare(
    `update member set prospect = ?, because = ?, probability = ?, at = ?,
       digest = (select digest from listing l where l.id = member.listing), home = coalesce(home, ?)
     where listing = ?`,
  )
  const put = store.raw.prepare(
    `insert into member (prospect, because, probability, at, home, listing, digest)
     select ?, ?, ?, ?, ?, l.id, l.digest from listing l where l.id = ?`,
  )
  return ({ listing, prospect, because, probability }: Placing, at: Instant) => {
    const values = [prospect, JSON.stringify(because), probability, at, prospect, listing]
    if (change.run(...values).changes === 0) put.run(...values)
  }
}

/** Reads listings for golden records, without their raw reading. */
export const listingReader = (store: Store) => {
  const one = store.raw.prepare<[number], ListingRow>(
    `select id, source, ref, region, name, legal_form, trade, phones, emails, website, domain, '[]' as socials,
       street, number, unit, building, postcode, town, country, lat, lon, hours, registers, no_marketing, status,
       '{}' as raw, origin, first_seen, last_seen, vanished_at
     from listing where id = ?`,
  )
  return (ids: readonly number[]): StoredListing[] =>
    ids.flatMap((id) => {
      const row = one.get(id)
      return row === undefined ? [] : [fromRow(row)]
    })
}
