import type { TidyListing } from '../../pipeline/model/listing.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { type DedupeOptions, type DedupeReport, dedupe } from '../../pipeline/resolve/dedupe.ts'
import { findKnown, saveListing } from '../../pipeline/store/listing.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { type Invented, inventListings } from '../generate/listings.ts'
import { tidyOf } from '../generate/stored.ts'

export const AT = '2026-03-02T09:00:00.000Z'

const regions = await loadRegions()

/** A listing to be stored; what is not said is absent. */
export interface Shop extends Partial<Omit<TidyListing, 'address'>> {
  readonly name: string
  readonly street?: string
  readonly number?: string
  readonly postcode?: string
  readonly town?: string
}

/** An empty store to resolve listings in. */
export const openHouse = () => {
  const store = openStore(':memory:')
  let refs = 0
  return {
    store,
    /** Stores a listing; the same source and ref is the same listing again. Answers its id. */
    add: (shop: Shop): number => addListing(store, shop, shop.ref ?? `r${++refs}`),
    dedupe: (options: Partial<DedupeOptions> = {}): DedupeReport =>
      dedupe(store, { at: AT, regions, ...options }),
    prospectOf: (listing: number): number => {
      const row = store.get(
        store.sql.selectFrom('member').select('prospect').where('listing', '=', listing),
      )
      if (row === undefined) throw new Error(`listing ${listing} is in no prospect`)
      return row.prospect
    },
    /** Listings by prospect, as sorted lists: what the world looks like. */
    world: (): string[] => worldOf(store),
  }
}

export type House = ReturnType<typeof openHouse>

const addListing = (store: Store, shop: Shop, ref: string): number => {
  const { street, number, postcode, town, ...rest } = shop
  const tidy: TidyListing = {
    source: 'uk/yell',
    region: 'uk',
    phones: [],
    emails: [],
    socials: [],
    registers: {},
    noMarketing: false,
    status: 'open',
    ...rest,
    ref,
    address: Object.fromEntries(
      Object.entries({ street, number, postcode, town }).filter(([, value]) => value !== undefined),
    ),
  }
  const known = findKnown(store, tidy.source, ref)
  // the digest is that of the raw reading: it stands for all that the page says
  const raw = { ref, name: shop.name, description: JSON.stringify(tidy) }
  return saveListing(store, { tidy, raw, origin: { '*': 1 } }, known, AT).id
}

const worldOf = (store: Store): string[] => {
  const groups = new Map<number, number[]>()
  for (const { listing, prospect } of store.all(
    store.sql.selectFrom('member').select(['listing', 'prospect']).orderBy('listing'),
  ))
    groups.set(prospect, [...(groups.get(prospect) ?? []), listing])
  return [...groups.values()].map((group) => group.join(' ')).sort()
}

/** An invented listing as a shop. */
const shopOf = (l: Invented): Shop => {
  const { address, ...rest } = tidyOf(l)
  const { street, number, postcode, town } = address
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries({ street, number, postcode, town }).filter(([, value]) => value !== undefined),
    ),
  }
}

/** Invented listings, ready to be stored. */
export const invent = (count: number, seed: number): { shops: Shop[]; truth: number[] } => {
  const all = [...inventListings(count, seed)]
  return { shops: all.map(shopOf), truth: all.map(({ truth }) => truth) }
}
