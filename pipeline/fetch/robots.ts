import robotsParser from 'robots-parser'

// The package is CommonJS and its types say `export default`: what is imported is the function itself.
const parse = robotsParser as unknown as typeof robotsParser.default

/** What one robots.txt says. */
export interface Robots {
  /** Whether the path may be read, and the line that forbids it. */
  readonly forbids: (url: string) => string | undefined
  /** Seconds between requests that the file asks of us. */
  readonly crawlDelay: number | undefined
  readonly sitemaps: readonly string[]
  /** Bytes that it takes to remember, roughly. */
  readonly size: number
}

/** Bytes of a robots.txt that are read (RFC 9309 §2.5 asks for at least 500 kibibytes). */
export const ROBOTS_LIMIT = 500 * 1024

/** Longest Crawl-delay that is believed, in seconds; a longer one is taken as this. */
const LONGEST_DELAY = 300

/**
 * Reads a robots.txt for one product token. Groups and longest match are robots-parser's; what that leaves out of
 * RFC 9309 is put right before: escaped unreserved octets are compared as the characters they stand for, an escaped
 * `*` or `$` as that very character (§2.2.2, §2.2.3), lines of other standards, `Crawl-delay` too, do not end a group
 * (§2.2.4), only the token of an agent line counts (§2.2.1), and so do the misspellings that big crawlers forgive.
 */
export const readRobots = (origin: string, text: string, product: string): Robots => {
  const sitemaps: string[] = []
  const rules: string[] = []
  const written: string[] = []
  for (const [index, line] of linesOf(text).entries()) {
    const colon = line.indexOf(':')
    const key = colon < 0 ? undefined : keyOf(line.slice(0, colon))
    if (key === undefined) continue
    const value = line.slice(colon + 1)
    if (key === 'sitemap') sitemaps.push(ownCopy(value.trim()))
    const rule = ruleOf(key, value)
    if (rule === undefined) continue
    rules.push(rule)
    written.push(`line ${index + 1}: ${line.trim().slice(0, 120)}`)
  }
  const said = ownCopy(written.join('\n'))
  const file = `${origin}/robots.txt`
  const parsed = parse(
    file,
    ownCopy(rules.map((line) => (line.startsWith('crawl-delay') ? '' : line)).join('\n')),
  )
  const delay = parse(file, rules.join('\n')).getCrawlDelay(product)
  return {
    crawlDelay:
      delay !== undefined && Number.isFinite(delay) && delay > 0
        ? Math.min(delay, LONGEST_DELAY)
        : undefined,
    sitemaps,
    size: said.length + rules.length * RULE_BYTES,
    forbids: (url) => {
      const path = new URL(url)
      if (path.pathname === '/robots.txt') return undefined
      const asked = plainly(path.pathname + path.search)
      const plain = `${origin}${asked.replaceAll('*', '%2A').replaceAll('$', '%24')}`
      if (parsed.isAllowed(plain, product) !== false) return undefined
      return said.split('\n')[parsed.getMatchingLineNumber(plain, product) - 1]
    },
  }
}

/** Everything allowed: what a 4xx answer for robots.txt means (RFC 9309 §2.3.1.3). */
export const ALLOW_ALL: Robots = {
  forbids: () => undefined,
  crawlDelay: undefined,
  sitemaps: [],
  size: 0,
}

/** What the parser keeps of a line. */
const RULE_BYTES = 200

/** A slice of a string holds on to all of it: here to comments and all, for as long as the rules are remembered. */
const ownCopy = (text: string): string => Buffer.from(text).toString()

const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)

/** A line as the parser is given it; undefined for one that says nothing about paths, agents or pace. */
const ruleOf = (key: RobotsKey, value: string): string | undefined => {
  if (key === 'sitemap') return undefined
  const plain = value.replace(/#.*$/, '').trim()
  if (key === 'user-agent') return `user-agent: ${tokenOf(plain)}`
  if (key === 'crawl-delay') return `crawl-delay: ${plain}`
  const bounded = bound(plain, key)
  return bounded === undefined
    ? undefined
    : `${key}: ${plainly(bounded).replace(/\$(?=.)/g, '%24')}`
}

/** More wildcards than any honest rule has. */
const MOST_WILDCARDS = 16

/**
 * Keeps a rule from costing seconds to match: runs of wildcards are one, and of a rule with very many a Disallow
 * counts as far as the last it may have (which forbids more) and an Allow not at all.
 */
const bound = (path: string, key: 'allow' | 'disallow'): string | undefined => {
  const parts = path.replace(/\*{2,}/g, '*').split('*')
  if (parts.length - 1 <= MOST_WILDCARDS) return parts.join('*')
  return key === 'allow' ? undefined : parts.slice(0, MOST_WILDCARDS).join('*')
}

/** `Doorstep/1.0 (friendly)` names the token `Doorstep`; a star is every agent. */
const tokenOf = (agent: string): string => /^(?:\*|[A-Za-z_-]+)/.exec(agent)?.[0] ?? agent

type RobotsKey = 'user-agent' | 'disallow' | 'allow' | 'crawl-delay' | 'sitemap'

const KEYS: readonly (readonly [RegExp, RobotsKey])[] = [
  [/^user[- ]?agent$/, 'user-agent'],
  [/^(?:dis+al+ow|dias+l+ow|dis+al+aw)$/, 'disallow'],
  [/^allow$/, 'allow'],
  [/^crawl[- ]?delay$/, 'crawl-delay'],
  [/^site[- ]?map$/, 'sitemap'],
]

const keyOf = (key: string): RobotsKey | undefined => {
  const plain = key.trim().toLowerCase()
  return KEYS.find(([shape]) => shape.test(plain))?.[1]
}

/** Writes escaped unreserved characters (RFC 3986 §2.3) plainly, so that `%7Ejoe` and `~joe` are one path. */
const plainly = (path: string): string =>
  path.replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9\-._~]/.test(char) ? char : whole.toUpperCase()
  })
