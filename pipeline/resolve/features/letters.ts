/** Longest text, in letters, that is compared letter by letter: the work grows with the square. */
const LONGEST = 60

/** One way of writing where Unicode has several: full-width letters and digits as plain ones, katakana as hiragana. */
export const foldScripts = (text: string): string =>
  text
    .slice(0, 400)
    .normalize('NFKC')
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))

/**
 * Pairs of neighbouring letters, the two ends marked, in order: what is left of a name whose words are
 * not spaced (Japanese, Thai) or joined differently.
 */
export const bigramsOf = (text: string): string[] => {
  if (text === '') return []
  const marked = `^${text.slice(0, 2 * LONGEST)}$`
  return Array.from({ length: marked.length - 1 }, (_, k) => marked.slice(k, k + 2)).sort()
}

const inBoth = (x: readonly string[], y: readonly string[]): string[] => {
  const both: string[] = []
  let i = 0
  let j = 0
  while (i < x.length && j < y.length) {
    const a = x[i] as string
    const b = y[j] as string
    if (a === b) both.push(a)
    if (a <= b) i++
    if (b <= a) j++
  }
  return both
}

/** Share of all bigrams that both have (Dice 1945); -1 when one has none. */
export const dice = (x: readonly string[], y: readonly string[]): number =>
  x.length === 0 || y.length === 0 ? -1 : (2 * inBoth(x, y).length) / (x.length + y.length)

/** Share of the lesser's bigrams that the other has; -1 when one has none. */
export const inclusion = (x: readonly string[], y: readonly string[]): number =>
  x.length === 0 || y.length === 0 ? -1 : inBoth(x, y).length / Math.min(x.length, y.length)

/** Cosine of two lists of bigrams under weights that tell how much each says (Salton & Buckley 1988); -1 when one has none. */
export const cosine = (
  x: readonly string[],
  y: readonly string[],
  weight: (bigram: string) => number,
): number => {
  const square = (list: readonly string[]) => list.reduce((sum, each) => sum + weight(each) ** 2, 0)
  const lengths = Math.sqrt(square(x) * square(y))
  return lengths === 0 ? -1 : square(inBoth(x, y)) / lengths
}

/** Share of all that two sets have in common (Jaccard 1901); -1 when one is empty. */
export const jaccard = <T>(x: readonly T[], y: readonly T[]): number => {
  const a = new Set(x)
  const b = new Set(y)
  if (a.size === 0 || b.size === 0) return -1
  const both = [...a].filter((each) => b.has(each)).length
  return both / (a.size + b.size - both)
}

/** Letters that need no edit, as a share of the longer text (Levenshtein 1966); -1 when one is empty. */
export const likeness = (x: string, y: string): number => {
  const a = x.slice(0, LONGEST)
  const b = y.slice(0, LONGEST)
  if (a === '' || b === '') return -1
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          (last[j] as number) + 1,
          (row[j - 1] as number) + 1,
          (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    last = row
  }
  return 1 - (last[b.length] as number) / Math.max(a.length, b.length)
}

/** The longest stretch of letters that both have, as a share of the shorter text; -1 when one is empty. */
export const longestRun = (x: string, y: string): number => {
  const a = x.slice(0, LONGEST)
  const b = y.slice(0, LONGEST)
  if (a === '' || b === '') return -1
  let most = 0
  let last: number[] = []
  for (let i = 0; i < a.length; i++) {
    const row: number[] = []
    for (let j = 0; j < b.length; j++) {
      const run = a[i] === b[j] ? (last[j - 1] ?? 0) + 1 : 0
      row.push(run)
      most = Math.max(most, run)
    }
    last = row
  }
  return most / Math.min(a.length, b.length)
}

/** How many letters two texts have alike from the front. */
export const frontOf = (x: string, y: string): number => {
  let front = 0
  while (front < x.length && front < y.length && x[front] === y[front]) front++
  return front
}
