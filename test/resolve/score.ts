/** How clusters compare with the truth: pairwise and B-cubed (Bagga & Baldwin 1998). */
export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly b3: number
  readonly largest: number
}

const pairs = (n: number): number => (n * (n - 1)) / 2

const harmonic = (p: number, r: number): number => (p + r === 0 ? 0 : (2 * p * r) / (p + r))

const countBy = (keys: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Scores clusters (a label a listing) against the true ones. */
export const scoreClusters = (
  found: readonly (string | number)[],
  truth: readonly (string | number)[],
): Score => {
  const ours = countBy(found.map(String))
  const theirs = countBy(truth.map(String))
  const both = countBy(found.map((label, i) => `${label} ${truth[i]}`))
  const sum = (counts: Map<string, number>) =>
    [...counts.values()].reduce((total, n) => total + pairs(n), 0)
  const hits = sum(both)
  const precision = sum(ours) === 0 ? 1 : hits / sum(ours)
  const recall = sum(theirs) === 0 ? 1 : hits / sum(theirs)
  let b3p = 0
  let b3r = 0
  found.forEach((label, i) => {
    const shared = both.get(`${label} ${truth[i]}`) ?? 0
    b3p += shared / (ours.get(String(label)) ?? 1)
    b3r += shared / (theirs.get(String(truth[i])) ?? 1)
  })
  return {
    precision,
    recall,
    f1: harmonic(precision, recall),
    b3: harmonic(b3p / found.length, b3r / found.length),
    largest: [...ours.values()].reduce((most, n) => Math.max(most, n), 0),
  }
}
