import type { Instant } from '../model/region.ts'
import { followWriter } from '../store/follow.ts'
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

/** Writes clusters as prospects: ids, members, golden records, the log, and what follows them. */
export const inscriber = (store: Store, make: MakeFresh) => {
  const prospects = prospectWriter(store)
  const members = memberWriter(store)
  const follow = followWriter(store)
  const { isLive } = prospects

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
