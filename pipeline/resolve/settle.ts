/** A listing of a new cluster, and where it stood before. */
export interface Standing {
  readonly listing: number
  /** Prospect it was in, if any. */
  readonly prospect: number | undefined
  /** Prospect it was first put in. */
  readonly home: number | undefined
}

/** What becomes of one cluster. */
export interface Settled {
  readonly listings: readonly number[]
  /** Those of them that were in no prospect before. */
  readonly fresh: ReadonlySet<number>
  /** The prospect that it is; undefined when one has to be made. */
  readonly prospect: number | undefined
  /** A merged or gone prospect that lives again. */
  readonly back: boolean
  /** The prospect that most of its listings left, where they left one that lives on. */
  readonly from: number | undefined
}

/** What becomes of a piece of the graph: its clusters, and the prospects that end. */
export interface Settlement {
  readonly clusters: readonly Settled[]
  /** Prospects that ended, each with the cluster (index) that took most of its listings, if any. */
  readonly ended: readonly { readonly prospect: number; readonly into: number | undefined }[]
}

const tally = (values: readonly (number | undefined)[]): [value: number, times: number][] => {
  const counts = new Map<number, number>()
  for (const value of values)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
}

/**
 * Gives clusters their prospects' ids: a prospect stays with the cluster that holds most of its listings
 * (the older id on a tie), so that an id never changes its meaning. A cluster that came apart takes
 * back the id its listings had before they were merged; `isLive` tells which ids are taken.
 */
export const settle = (
  clusters: readonly (readonly Standing[])[],
  isLive: (prospect: number) => boolean,
): Settlement => {
  const claims = clusters
    .flatMap((cluster, k) =>
      tally(cluster.map(({ prospect }) => prospect)).map(([prospect, times]) => ({
        k,
        prospect,
        times,
      })),
    )
    .sort((a, b) => b.times - a.times || a.prospect - b.prospect || a.k - b.k)
  const holder = new Map<number, number>()
  const held = new Map<number, number>()
  for (const { k, prospect } of claims) {
    if (holder.has(prospect) || held.has(k)) continue
    holder.set(prospect, k)
    held.set(k, prospect)
  }
  const taken = new Set<number>()
  const settled = clusters.map((cluster, k): Settled => {
    const listings = cluster.map(({ listing }) => listing)
    const fresh = new Set(
      cluster.flatMap((one) => (one.prospect === undefined ? [one.listing] : [])),
    )
    const prospect = held.get(k)
    const from = tally(cluster.map((one) => one.prospect)).find(([id]) => id !== prospect)?.[0]
    const left = from !== undefined && holder.has(from) ? from : undefined
    if (prospect !== undefined) return { listings, fresh, prospect, back: false, from: left }
    const home = tally(cluster.map((one) => one.home)).find(
      ([id]) => !isLive(id) && !taken.has(id),
    )?.[0]
    if (home !== undefined) taken.add(home)
    return { listings, fresh, prospect: home, back: home !== undefined, from: left }
  })
  const ended = [...new Set(claims.map(({ prospect }) => prospect))]
    .filter((prospect) => !holder.has(prospect))
    .map((prospect) => ({
      prospect,
      into: claims.find((claim) => claim.prospect === prospect)?.k,
    }))
  return { clusters: settled, ended }
}
