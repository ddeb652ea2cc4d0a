import type { Instant } from '../../model/region.ts'

const DAY = 24 * 3600 * 1000

/** Days until a failed visit is worth another try, by its reason; doubled with every failure, up to the longest. */
const DAYS: readonly (readonly [reason: RegExp, days: number])[] = [
  [
    /^(?:timeout|reset|cut-short|dns|server-error|too-many-requests|robots-unreachable|http 5\d\d|http 429)/,
    1,
  ],
  [/^(?:unreachable|tls|bad-http|bad-encoding|blocked|consent)/, 7],
  [/^(?:no-such-host|robots|too-large|redirects|type|http 4\d\d|leads to|not saved)/, 30],
  [/^address/, 365],
]
const LONGEST_DAYS = 365

/** Not before this moment is a site that failed for this reason asked again; `tries` is how often it failed before. */
export const retryAt = (reason: string, tries: number, at: Instant): Instant => {
  const days = DAYS.find(([shape]) => shape.test(reason))?.[1] ?? 7
  const wait = Math.min(days * 2 ** Math.min(tries, 10), LONGEST_DAYS)
  return new Date(Date.parse(at) + wait * DAY).toISOString()
}
