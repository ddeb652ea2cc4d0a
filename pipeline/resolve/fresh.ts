import type { Language, Region } from '../model/region.ts'
import type { RegionCard } from '../region.ts'
import { type GoldenListing, listingReader } from '../store/member.ts'
import type { Store } from '../store/open.ts'
import { type FreshProspect, type ProspectValues, prospectValues } from '../store/prospect.ts'
import { domainOf } from '../text/hosts.ts'
import { languageOfSource } from '../text/trades.ts'
import { goldenOf } from './golden.ts'
import { canOpenThread, openThread, type Thread } from './thread.ts'

/** What is written of a cluster: the prospect's values, and which listings they were made from, as they were then. */
export interface Fresh {
  readonly values: ProspectValues
  readonly listings: readonly number[]
  readonly digests: readonly string[]
}

/** Reads the listings of a cluster and makes a prospect of them. */
export type MakeFresh = (cluster: readonly number[]) => Fresh

export const freshMaker = (
  store: Store,
  regions: Readonly<Record<Region, RegionCard>>,
): MakeFresh => {
  const listingsOf = listingReader(store)
  return (cluster) => {
    const listings = listingsOf(cluster)
    return {
      values: prospectValues(freshOf(listings, regions)),
      listings: listings.map(({ id }) => id),
      digests: listings.map(({ digest }) => digest),
    }
  }
}

/** Clusters as lists of listing ids; what is made of them comes back in the same order. */
export type FreshThread = Thread<readonly (readonly number[])[], readonly Fresh[]>

/** From this many listings on, a second thread is worth its start. */
const WORTH_A_THREAD = 20_000

/** A second thread that makes prospects while this one writes; undefined where it would not pay. */
export const openFreshThread = (store: Store, listings: number): FreshThread | undefined =>
  listings < WORTH_A_THREAD || store.path === ':memory:' || !canOpenThread()
    ? undefined
    : openThread('fresh-thread', store.path)

/** The commonest of some values, the first seen on a tie. */
const commonest = <T>(values: readonly T[]): T | undefined => {
  if (values.every((value) => value === values[0])) return values[0]
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** The prospect that some listings make. */
const freshOf = (
  listings: readonly GoldenListing[],
  regions: Readonly<Record<Region, RegionCard>>,
): FreshProspect => {
  const golden = goldenOf(listings)
  const region = commonest(listings.map((listing) => listing.region)) ?? 'uk'
  const likely = regions[region].languagesOf(golden.address?.value ?? {})
  const website = golden.website?.value
  return {
    region,
    language: likely.length === 1 ? likely[0] : (sourceLanguage(listings, likely) ?? likely[0]),
    golden,
    domain: website === undefined ? undefined : domainOf(website),
    listings: listings.length,
  }
}

/** Where a place has two languages, the one in which more of its listings were published. */
const sourceLanguage = (
  listings: readonly GoldenListing[],
  among: readonly Language[],
): Language | undefined =>
  commonest(
    listings
      .flatMap(({ source }) => languageOfSource(source) ?? [])
      .filter((l) => among.includes(l)),
  )
