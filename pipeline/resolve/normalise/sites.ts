import { parse } from 'tldts'
import { DIRECTORY, SEARCH, SHORTENER, SOCIAL } from '../../text/known-hosts.ts'

/** Whether a domain carries many businesses' pages: a page there is no website of one's own. */
const isCarrier = (domain: string): boolean =>
  SOCIAL.has(domain) || DIRECTORY.has(domain) || SEARCH.has(domain) || SHORTENER.has(domain)

/** Carriers on which the first step of the path names the business. */
const HANDLES: ReadonlySet<string> = new Set(['facebook.com', 'instagram.com'])

/** A website as matching sees it; empty texts where there is none of one's own. */
export interface Site {
  /** Registrable domain, or `facebook.com/handle`. */
  readonly domain: string
  /** The domain without its public suffix. */
  readonly label: string
  /** Path below the domain without query, or empty for the front page. */
  readonly path: string
}

const NONE: Site = { domain: '', label: '', path: '' }

const HOST = /^(?:[a-z][a-z0-9+.-]*:)?\/*(?:[^/?#@]*@)?([^/?#:]+)(?::\d*)?([^?#]*)/i

const known = new Map<string, { domain: string; label: string }>()
const MOST_KNOWN = 20_000

const registrable = (host: string): { domain: string; label: string } => {
  const before = known.get(host)
  if (before !== undefined) return before
  const { domain, domainWithoutSuffix } = parse(host, { allowPrivateDomains: true })
  const found = { domain: domain ?? '', label: domainWithoutSuffix ?? '' }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(host, found)
  return found
}

/** Reads a website address; directories and social networks are void, but a social handle is kept. */
export const readSite = (text: string): Site => {
  if (text === '') return NONE
  const found = HOST.exec(text.trim())
  if (found === null) return NONE
  let host = (found[1] ?? '').toLowerCase()
  if (host.startsWith('www.')) host = host.slice(4)
  if (!host.includes('.')) return NONE
  const { domain, label } = registrable(host)
  if (domain === '') return NONE
  const path = pathOf(found[2] ?? '')
  if (!isCarrier(domain)) return { domain, label, path }
  const handle = HANDLES.has(domain) ? handleOf(path) : ''
  return handle === '' ? NONE : { domain: `${domain}/${handle}`, label: '', path: '' }
}

const pathOf = (raw: string): string => {
  const path = raw.toLowerCase().replace(/\/(?:index|home|default)?(?:\.\w{2,5})?\/?$/, '')
  return path === '/' ? '' : path
}

/** `/sutton.bakery` → `suttonbakery`; deeper paths and numbers name pages, not businesses. */
const handleOf = (path: string): string => {
  const steps = path.split('/').filter(Boolean)
  const first = steps[0] ?? ''
  return steps.length === 1 &&
    /^[a-z0-9.\-_]{5,}$/.test(first) &&
    !/^(pages|groups|explore)$/.test(first)
    ? first.replace(/[.\-_]/g, '')
    : ''
}
