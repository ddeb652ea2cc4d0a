/** Keys remembered at once; the oldest is forgotten first, so that a flood of clients costs no memory. */
const REMEMBERED = 10_000

/** Answers whether a key may once more: at most `most` times in any `perMs` milliseconds, counted in fixed spans. */
export const openLimit = (rule: {
  readonly most: number
  readonly perMs: number
  readonly clock: () => number
}): ((key: string) => boolean) => {
  const spans = new Map<string, { began: number; times: number }>()
  return (key) => {
    const now = rule.clock()
    const known = spans.get(key)
    const span = known && now - known.began < rule.perMs ? known : { began: now, times: 0 }
    span.times += 1
    spans.delete(key)
    spans.set(key, span)
    const oldest = spans.size > REMEMBERED ? spans.keys().next().value : undefined
    if (oldest !== undefined) spans.delete(oldest)
    return span.times <= rule.most
  }
}
