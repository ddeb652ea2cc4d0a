import type { AddressParts, RegisterNumbers } from './listing.ts'
import type { Instant, Language, Region, SourceId } from './region.ts'

/** Where a value came from: the listing, the kept page it stood on, and when that was read. */
export interface Provenance {
  readonly listing: number
  readonly source: SourceId
  readonly page: number
  readonly at: Instant
}

/** One field of the golden record: the value believed, who says so, and who says otherwise. */
export interface GoldenField<T> {
  readonly value: T
  readonly from: Provenance
  /** Other listings that say the same. */
  readonly agree: readonly Provenance[]
  /** Other listings that say something else; kept, because a difference is a finding. */
  readonly differ: readonly { readonly value: T; readonly from: Provenance }[]
}

/** The golden record of a real business: one value a field, each with its provenance. */
export interface GoldenRecord {
  readonly name: GoldenField<string>
  readonly legalForm?: GoldenField<string>
  readonly trade?: GoldenField<string>
  readonly phone?: GoldenField<string>
  readonly email?: GoldenField<string>
  readonly website?: GoldenField<string>
  readonly address?: GoldenField<AddressParts>
  readonly point?: GoldenField<{ readonly lat: number; readonly lon: number }>
  readonly hours?: GoldenField<string>
  readonly registers?: GoldenField<RegisterNumbers>
}

/** One real business, resolved from one or more listings. Its id never changes its meaning. */
export interface Prospect {
  readonly id: number
  readonly region: Region
  readonly language: Language
  /** `merged` into another prospect, or `gone` when no listing is left; both keep their id for ever. */
  readonly state: 'live' | 'merged' | 'gone'
  readonly mergedInto?: number
  readonly golden: GoldenRecord
  readonly createdAt: Instant
  readonly changedAt: Instant
}

/** Why a listing belongs to its prospect. */
export interface MemberReason {
  /** `alone`, or the facts that joined it, in words a person reads (`same phone +44…`). */
  readonly because: readonly string[]
  readonly probability: number
}
