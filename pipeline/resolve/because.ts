import type { Model } from './classes.ts'
import { comparer } from './compare/pair.ts'
import type { Corpus } from './corpus.ts'
import { reasonsOf } from './explain.ts'
import type { Because } from './inscribe.ts'
import { probability } from './report.ts'
import type { Weigher } from './weigh.ts'

/** Says why listings (ids) stand in their clusters: the facts that join each to the one closest to it. */
export const becauseOf = (
  corpus: Corpus,
  weigher: Weigher,
  model: Model,
  indexOf: (listing: number) => number,
): Because => {
  const compare = comparer(corpus, weigher.spread)
  const words = new Map<number, readonly string[]>()
  const reasons = (pattern: number): readonly string[] => {
    const known = words.get(pattern)
    if (known !== undefined) return known
    const made = reasonsOf(model, pattern)
    words.set(pattern, made)
    return made
  }
  return (listing, cluster) => {
    if (cluster.length === 1) return { because: ['alone'], probability: 1 }
    const mine = indexOf(listing)
    let closest = -1
    let highest = Number.NEGATIVE_INFINITY
    let sum = 0
    for (const other of cluster) {
      if (other === listing) continue
      const index = indexOf(other)
      const weight = weigher.pair(mine, index)
      sum += probability(weight)
      if (weight <= highest && closest >= 0) continue
      highest = weight
      closest = index
    }
    const facts = reasons(compare(mine, closest))
    return {
      because: highest === Number.POSITIVE_INFINITY ? ['joined by hand', ...facts] : facts,
      probability: sum / (cluster.length - 1),
    }
  }
}
