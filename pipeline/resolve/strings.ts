/**
 * Jaro–Winkler similarity of two words, 0 to 1 (Winkler 1990, prefix weight 0.1 up to 4 letters).
 * Words longer than 32 letters are compared by their first 32.
 */
export const jaroWinkler = (a: string, b: string): number => {
  const n = Math.min(a.length, 32)
  const m = Math.min(b.length, 32)
  if (n === 0 || m === 0) return 0
  const reach = Math.max(0, (Math.max(n, m) >> 1) - 1)
  let takenB = 0
  let takenA = 0
  let common = 0
  for (let i = 0; i < n; i++) {
    const code = a.charCodeAt(i)
    const end = Math.min(m, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if ((takenB & (1 << j)) === 0 && b.charCodeAt(j) === code) {
        takenB |= 1 << j
        takenA |= 1 << i
        common++
        break
      }
    }
  }
  if (common === 0) return 0
  let moved = 0
  let j = 0
  for (let i = 0; i < n; i++) {
    if ((takenA & (1 << i)) === 0) continue
    while ((takenB & (1 << j)) === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  const jaro = (common / n + common / m + (common - moved / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < n && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** Whether two texts are within `most` edits (insert, delete, replace, swap of neighbours: Damerau 1964). */
export const withinEdits = (a: string, b: string, most: number): boolean => {
  const n = a.length
  const m = b.length
  if (Math.abs(n - m) > most) return false
  let start = 0
  while (start < n && start < m && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let endA = n
  let endB = m
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const p = endA - start
  const q = endB - start
  if (p === 0 || q === 0) return Math.max(p, q) <= most
  if (Math.max(p, q) > 4 * most + 4) return false
  let before: number[] = []
  let last = Array.from({ length: q + 1 }, (_, j) => j)
  for (let i = 1; i <= p; i++) {
    const row = [i]
    for (let j = 1; j <= q; j++) {
      const x = a.charCodeAt(start + i - 1)
      const y = b.charCodeAt(start + j - 1)
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (x === y ? 0 : 1),
      )
      if (i > 1 && j > 1 && x === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === y)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return (last[q] ?? 0) <= most
}
