import type { Instant } from '../model/region.ts'
import { followWriter } from '../store/follow.ts'
import { answererReader } from '../store/match.ts'
import { memberWriter } from '../store/member.ts'
import type { Store } from '../store/open.ts'
import { prospectWriter } from '../store/prospect.ts'
import type { Fresh, MakeFresh } from './fresh.ts'
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

/** The listings of a cluster that were in a prospect, and all others of it. */
const apart = (cluster: readonly Standing[], prospect: number) => {
  const ids = (were: boolean) =>
    cluster.filter((one) => (one.prospect === prospect) === were).map(({ listing }) => listing)
  return { those: ids(true), others: ids(false) }
}

/** Writes clusters as prospects: ids, members, golden records, the log, and what follows them. */
export const inscriber = (store: Store, make: MakeFresh) => {
  const prospects = prospectWriter(store)
  const members = memberWriter(store)
  const follow = followWriter(store)
  const { isLive } = prospects
  const answerer = answererReader(store)

  const writeCluster = (
    cluster: Settled,
    { values, listings, digests }: Fresh,
    because: Because,
    at: Instant,
    written: Written,
  ): number => {
    const id = cluster.prospect ?? prospects.make(values, at)
    if (cluster.prospect !== undefined) prospects.change(id, values, at)
    for (const [k, listing] of listings.entries()) {
      const digest = digests[k] ?? ''
      const placing = { listing, digest, prospect: id, ...because(listing, cluster.listings) }
      if (cluster.fresh.has(listing)) members.put(placing, at)
      else members.change(placing, at)
    }
    written[cluster.prospect === undefined ? 'made' : cluster.back ? 'back' : 'changed']++
    return id
  }

  /** Why some listings were put together with others, or taken apart from them: a person's word where there is one. */
  const whyOf = (
    why: string,
    some: readonly number[],
    others: readonly number[],
    same: boolean,
  ): string => {
    const by = answerer(some, others, same)
    return by === undefined ? why : `said by ${by}`
  }

  const logCluster = (cluster: Settled, id: number, why: string, at: Instant) => {
    if (cluster.prospect === undefined) prospects.log({ prospect: id, what: 'made', why }, at)
    if (cluster.back) prospects.log({ prospect: id, what: 'back', why }, at)
  }

  const splitOff = (
    { clusters }: Settlement,
    { from, listings }: Settled,
    id: number,
    why: string,
    at: Instant,
  ) => {
    if (from === undefined) return
    follow.split(from, id, listings)
    const stayed = clusters.find(({ prospect }) => prospect === from)?.listings ?? []
    const said = whyOf(why, listings, stayed, false)
    prospects.log({ prospect: id, what: 'split', other: from, why: said }, at)
  }

  /**
   * Writes one piece of the graph, its clusters and the prospects that its listings were in; to be called
   * within a transaction. What was made of the clusters already (`made`, cluster by cluster) is not made again.
   * Answers the prospects' ids, cluster by cluster.
   */
  return (
    clusters: readonly (readonly Standing[])[],
    because: Because,
    why: string,
    at: Instant,
    written: Written,
    made: readonly Fresh[] = [],
  ): readonly number[] => {
    const settlement: Settlement = settle(clusters, isLive)
    const ids = settlement.clusters.map((cluster, k) =>
      writeCluster(cluster, made[k] ?? make(cluster.listings), because, at, written),
    )
    settlement.clusters.forEach((cluster, k) => {
      const id = ids[k] ?? 0
      logCluster(cluster, id, why, at)
      splitOff(settlement, cluster, id, why, at)
      if (cluster.from !== undefined) written.split++
    })
    for (const { prospect, into } of settlement.ended) {
      const heir = into === undefined ? undefined : ids[into]
      prospects.end(prospect, heir, at)
      if (heir === undefined) prospects.log({ prospect, what: 'gone', why }, at)
      else {
        follow.merge(prospect, heir)
        const { those, others } = apart(clusters[into ?? 0] ?? [], prospect)
        const said = whyOf(why, those, others, true)
        prospects.log({ prospect, what: 'merged', other: heir, why: said }, at)
      }
      written[heir === undefined ? 'gone' : 'merged']++
    }
    return ids
  }
}
