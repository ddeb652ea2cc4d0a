import type { Resolved } from './batch.ts'
import { PATTERNS } from './fields.ts'
import { SHARED, type Spread } from './spread.ts'
import type { Tally } from './tally.ts'
import type { Weigher } from './weigh.ts'

/** How resolving went. */
export interface MatchReport {
  readonly listings: number
  readonly entities: number
  readonly largest: number
  /** Pairs compared. */
  readonly pairs: number
  /** Pairs whose probability lies between 0.3 and 0.7. */
  readonly doubtful: number
  readonly sharedPhones: number
  readonly sharedSites: number
  /** Share of the pairs that were joined that truly are one business, as far as the model can tell. */
  readonly precision: number
  /** Kind of key → blocks that were too full and were split. */
  readonly splits: Readonly<Record<string, number>>
}

/** A probability from log odds. */
export const probability = (weight: number): number => 1 / (1 + Math.exp(-weight))

/** Probability range in which a person is asked. */
const DOUBTFUL: readonly [least: number, most: number] = [0.3, 0.7]

export const isDoubtful = (weight: number): boolean => {
  const p = probability(weight)
  return p >= DOUBTFUL[0] && p <= DOUBTFUL[1]
}

/** Members of each cluster with more than one, by its lowest index. */
const groupsOf = (cluster: Uint32Array): Map<number, number[]> => {
  const groups = new Map<number, number[]>()
  for (let i = 0; i < cluster.length; i++) {
    const root = cluster[i] as number
    if (root === i) continue
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [root, i])
    else group.push(i)
  }
  return groups
}

/** Mean probability of the pairs of each group, and of each member with the others of its group. */
const weighGroups = (resolved: Resolved, weigher: Weigher) => {
  const belongs = new Float32Array(resolved.cluster.length).fill(1)
  let sum = 0
  let pairs = 0
  let largest = resolved.cluster.length > 0 ? 1 : 0
  for (const group of groupsOf(resolved.cluster).values()) {
    largest = Math.max(largest, group.length)
    for (const a of group) {
      let mine = 0
      for (const b of group) {
        if (a === b) continue
        const p = probability(weigher.pair(Math.min(a, b), Math.max(a, b)))
        mine += p
        if (a < b) {
          sum += p
          pairs++
        }
      }
      belongs[a] = mine / (group.length - 1)
    }
  }
  return { belongs, precision: pairs === 0 ? 1 : sum / pairs, largest }
}

/** Reports on a resolved corpus, with the probability that each listing belongs where it was put. */
export const reportOn = (
  resolved: Resolved,
): { readonly report: MatchReport; readonly belongs: Float32Array } => {
  const { cluster, spread, splits, counts, weigher } = resolved
  const { belongs, precision, largest } = weighGroups(resolved, weigher)
  let entities = 0
  for (let i = 0; i < cluster.length; i++) if (cluster[i] === i) entities++
  let doubtful = 0
  for (let pattern = 0; pattern < PATTERNS; pattern++)
    if ((counts[pattern] as number) > 0 && isDoubtful(weigher.table(pattern)))
      doubtful += counts[pattern] as number
  return {
    belongs,
    report: {
      listings: cluster.length,
      entities,
      largest,
      pairs: resolved.pairs,
      doubtful,
      ...sharedIn(spread),
      precision,
      splits: Object.fromEntries(splits),
    },
  }
}

const sharedIn = (spread: Spread) => ({
  sharedPhones: sharedOf(spread.phone),
  sharedSites: sharedOf(spread.site),
})

const sharedOf = (tally: Tally): number => {
  let shared = 0
  for (const times of tally.counts) if (times >= SHARED) shared++
  return shared
}

const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`

/** The report in lines a person reads. */
export const reportLines = (report: MatchReport): string[] => [
  `${many(report.listings, 'listing is', 'listings are')} ${many(report.entities, 'business', 'businesses')} ` +
    `(largest: ${many(report.largest, 'listing')}); ${many(report.pairs, 'pair')} compared`,
  `estimated precision ${(report.precision * 100).toFixed(1)} %; ` +
    `${many(report.doubtful, 'pair is', 'pairs are')} doubtful (probability 0.3 to 0.7)`,
  `shared by several businesses: ${many(report.sharedPhones, 'phone number')}, ${many(report.sharedSites, 'website')}`,
  ...Object.entries(report.splits).map(
    ([kind, times]) => `too many listings with one ${kind}: ${many(times, 'block')} split`,
  ),
]
