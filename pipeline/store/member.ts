import type { AddressParts, StoredListing } from '../model/listing.ts'
import type { MemberReason } from '../model/prospect.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { ListingRow } from './listing.ts'
import type { Store } from './open.ts'
import { type IsShared, loadShared } from './shared.ts'

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

/** A listing to be put into a prospect, with the digest of what was resolved. */
export interface Placing {
  readonly listing: number
  readonly digest: string
  readonly prospect: number
  readonly because: readonly string[]
  readonly probability: number
}

/** Writes which prospect each listing belongs to; the first one it is put in stays its home. */
export const memberWriter = (store: Store) => {
  // two statements instead of an upsert: its conflict clause would reach into the triggers on this table
  const change = store.raw.prepare(
    `update member set prospect = ?, because = ?, probability = ?, at = ?, digest = ?, home = coalesce(home, ?)
     where listing = ?`,
  )
  const put = store.raw.prepare(
    `insert into member (prospect, because, probability, at, digest, home, listing)
     values (?, ?, ?, ?, ?, ?, ?)`,
  )
  return {
    put: (placing: Placing, at: Instant) => put.run(...valuesOf(placing, at)),
    change: (placing: Placing, at: Instant) => change.run(...valuesOf(placing, at)),
  }
}

const valuesOf = (placing: Placing, at: Instant) => {
  const { listing, digest, prospect, because, probability } = placing
  return [prospect, JSON.stringify(because), probability, at, digest, prospect, listing]
}

/** A listing as golden records need it: without its raw reading. */
export interface GoldenListing extends Omit<StoredListing, 'raw' | 'socials' | 'firstSeen'> {
  readonly digest: string
}

type GoldenRow = Omit<ListingRow, 'raw' | 'socials' | 'first_seen' | 'changed_at'>

const GOLDEN = `
  select id, source, ref, region, name, legal_form, trade, phones, emails, website, domain, street, number, unit,
    building, postcode, town, country, lat, lon, hours, registers, no_marketing, status, origin, digest, last_seen,
    vanished_at
  from listing where id = ?`

/**
 * Reads listings for golden records, without the phones and e-mail addresses that several businesses share:
 * a chain's or an accountant's number is no way to reach this one. The website stays, for it is true that there is one.
 */
export const listingReader = (store: Store) => {
  const one = store.raw.prepare<[number], GoldenRow>(GOLDEN)
  const isShared = loadShared(store)
  return (ids: readonly number[]): GoldenListing[] =>
    ids.flatMap((id) => {
      const row = one.get(id)
      return row === undefined ? [] : [ownContacts(goldenListing(row), isShared)]
    })
}

const ownContacts = (listing: GoldenListing, isShared: IsShared): GoldenListing => {
  const phones = listing.phones.filter((phone) => !isShared('phone', phone))
  const emails = listing.emails.filter((email) => !isShared('email', email))
  const all = phones.length === listing.phones.length && emails.length === listing.emails.length
  return all ? listing : { ...listing, phones, emails }
}

const NONE: readonly never[] = []

/** Written out field by field, for it runs for each of a million listings. */
const goldenListing = (row: GoldenRow): GoldenListing => ({
  id: row.id,
  source: row.source as SourceId,
  ref: row.ref,
  region: row.region as Region,
  name: row.name,
  phones: row.phones === '[]' ? NONE : JSON.parse(row.phones),
  emails: row.emails === '[]' ? NONE : JSON.parse(row.emails),
  address: addressOf(row),
  registers: row.registers === '{}' ? {} : JSON.parse(row.registers),
  noMarketing: row.no_marketing === 1,
  status: row.status as StoredListing['status'],
  origin: JSON.parse(row.origin),
  digest: row.digest,
  lastSeen: row.last_seen,
  ...(row.legal_form === null ? {} : { legalForm: row.legal_form }),
  ...(row.trade === null ? {} : { trade: row.trade }),
  ...(row.website === null ? {} : { website: row.website }),
  ...(row.domain === null ? {} : { domain: row.domain }),
  ...(row.lat === null ? {} : { lat: row.lat }),
  ...(row.lon === null ? {} : { lon: row.lon }),
  ...(row.hours === null ? {} : { hours: row.hours }),
  ...(row.vanished_at === null ? {} : { vanishedAt: row.vanished_at }),
})

const addressOf = (row: GoldenRow): AddressParts => ({
  ...(row.street === null ? {} : { street: row.street }),
  ...(row.number === null ? {} : { number: row.number }),
  ...(row.unit === null ? {} : { unit: row.unit }),
  ...(row.building === null ? {} : { building: row.building }),
  ...(row.postcode === null ? {} : { postcode: row.postcode }),
  ...(row.town === null ? {} : { town: row.town }),
  ...(row.country === null ? {} : { country: row.country }),
})
