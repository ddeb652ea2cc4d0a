import type { Instant, Language, Region } from '../model/region.ts'
import type { RegionCard } from '../region.ts'
import { followWriter } from '../store/follow.ts'
import { type GoldenListing, listingReader, memberWriter } from '../store/member.ts'
import type { Store } from '../store/open.ts'
import { type FreshProspect, prospectWriter } from '../store/prospect.ts'
import { domainOf } from '../text/hosts.ts'
import { languageOfSource } from '../text/trades.ts'
import { goldenOf } from './golden.ts'
import { type Settled, type Settlement, type Standing, settle } from './settle.ts'

/** Why a listing stands in a cluster, by listing id. */
export type Because = (
  listing: number,
  cluster: readonly number[],
) => { readonly because: readonly string[]; readonly probability: number }

/** What was written. */
export interface Written {
  made: number
  changed: number
  merged: number
  split: number
  gone: number
  back: number
}

export const NOTHING_WRITTEN: Readonly<Written> = {
  made: 0,
  changed: 0,
  merged: 0,
  split: 0,
  gone: 0,
  back: 0,
}

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

/** Writes clusters as prospects: ids, members, golden records, the log, and what follows them. */
export const inscriber = (store: Store, regions: Readonly<Record<Region, RegionCard>>) => {
  const prospects = prospectWriter(store)
  const members = memberWriter(store)
  const listingsOf = listingReader(store)
  const follow = followWriter(store)
  const { isLive } = prospects

  const writeCluster = (
    cluster: Settled,
    because: Because,
    at: Instant,
    written: Written,
  ): number => {
    const listings = listingsOf(cluster.listings)
    const fresh = freshOf(listings, regions)
    const id = cluster.prospect ?? prospects.make(fresh, at)
    if (cluster.prospect !== undefined) prospects.change(id, fresh, at)
    for (const { id: listing, digest } of listings) {
      const placing = { listing, digest, prospect: id, ...because(listing, cluster.listings) }
      if (cluster.fresh.has(listing)) members.put(placing, at)
      else members.change(placing, at)
    }
    written[cluster.prospect === undefined ? 'made' : cluster.back ? 'back' : 'changed']++
    return id
  }

  const logCluster = (cluster: Settled, id: number, why: string, at: Instant, written: Written) => {
    if (cluster.prospect === undefined) prospects.log({ prospect: id, what: 'made', why }, at)
    if (cluster.back) prospects.log({ prospect: id, what: 'back', why }, at)
    if (cluster.from === undefined) return
    follow.split(cluster.from, id, cluster.listings)
    prospects.log({ prospect: id, what: 'split', other: cluster.from, why }, at)
    written.split++
  }

  /**
   * Writes one piece of the graph, its clusters and the prospects that its listings were in; to be called
   * within a transaction. Answers the prospects' ids, cluster by cluster.
   */
  return (
    clusters: readonly (readonly Standing[])[],
    because: Because,
    why: string,
    at: Instant,
    written: Written,
  ): readonly number[] => {
    const settlement: Settlement = settle(clusters, isLive)
    const ids = settlement.clusters.map((cluster) => writeCluster(cluster, because, at, written))
    settlement.clusters.forEach((cluster, k) => {
      logCluster(cluster, ids[k] ?? 0, why, at, written)
    })
    for (const { prospect, into } of settlement.ended) {
      const heir = into === undefined ? undefined : ids[into]
      prospects.end(prospect, heir, at)
      if (heir === undefined) prospects.log({ prospect, what: 'gone', why }, at)
      else {
        follow.merge(prospect, heir)
        prospects.log({ prospect, what: 'merged', other: heir, why }, at)
      }
      written[heir === undefined ? 'gone' : 'merged']++
    }
    return ids
  }
}
