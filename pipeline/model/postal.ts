import type { AddressParts } from './listing.ts'
import type { Language } from './region.ts'

/** Why nothing can be posted to an address. */
export type PostalTrouble =
  | 'no-street'
  | 'no-premise'
  | 'no-town'
  | 'no-postcode'
  | 'bad-postcode'
  | 'other-country'
  | 'no-fixed-abode'
  | 'too-many-lines'
  | 'line-too-long'

/** An address as the national post wants it printed. */
export interface PostalAddress {
  /** The block on the envelope below the name, top to bottom, last line first known to the sorter. */
  readonly lines: readonly string[]
  /** The block without town and postcode, for columns of their own. */
  readonly street: readonly string[]
  readonly town: string
  readonly postcode: string
  /** House number and box, where the post has columns for them. */
  readonly number: string
  readonly box: string
  readonly road: string
  /** Equal for two records of one delivery point. */
  readonly key: string
  /** Sorts as the post sorts: district by district, numbers as numbers. */
  readonly sort: string
}

/** How a region's post wants letters addressed (Royal Mail, PostNL, bpost). */
export interface Postal {
  /** The address laid out, or why it cannot be: nothing is ever cut to fit. */
  readonly layout: (address: AddressParts, language: Language) => PostalAddress | PostalTrouble
  /** Most lines of a block with the name, and most characters of a line (undefined: what the window holds). */
  readonly most: { readonly lines: number; readonly characters: number }
  /** Country name for the last line of a letter from abroad, in the sender's language or English. */
  readonly country: string
}
