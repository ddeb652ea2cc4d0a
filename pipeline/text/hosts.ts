import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { DIRECTORY, PATH_TENANTS, SEARCH, SHORTENER, SOCIAL, TENANTS } from './known-hosts.ts'
import { plain } from './plain.ts'

/** Whose page an address is: the business's own, or that of a network, directory, search engine or shortener. */
export type HostKind = 'own' | 'social' | 'directory' | 'search' | 'shortener'

/** Query parameters that follow people and say nothing about the page. */
const TRACKING =
  /^(?:utm_[a-z_]+|utm|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igsh(?:id)?|li_fat_id|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|hsCtaTracking|hs[A-Z]\w*|__hs\w+|vero_(?:id|conv)|oly_(?:anon|enc)_id|rb_clickid|s_cid|ito|_ga|_gl|srsltid|ref|ref_src|referrer|source|src|cmp|cmpid|campaign|campaignid|adgroupid|trk|trackingid|y_source|sc_lid|epik|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+)$/i

/** Redirectors: the address they lead to is one of their own query parameters. */
const REDIRECTS: readonly (readonly [host: RegExp, path: RegExp, params: readonly string[]])[] = [
  [/(?:^|\.)google\.[a-z.]+$/, /^\/(?:url|aclk|local_url)$/, ['q', 'url', 'adurl']],
  [/(?:^|\.)(?:facebook|instagram|threads)\.com$/, /^\/(?:l\.php|flx\/warn\/?)?$/, ['u']],
  [/(?:^|\.)bing\.com$/, /^\/(?:alink\/link|aclick)$/, ['url', 'u']],
  [/(?:^|\.)youtube\.com$/, /^\/redirect$/, ['q']],
  [/(?:^|\.)linkedin\.com$/, /^\/(?:redir\/redirect|safety\/go)$/, ['url']],
  [/(?:^|\.)yelp\.[a-z.]+$/, /^\/(?:biz_redir|redirect_url)$/, ['url']],
  [/(?:^|\.)safelinks\.protection\.outlook\.com$/, /^\//, ['url']],
  [/(?:^|\.)(?:duckduckgo)\.com$/, /^\/l\/?$/, ['uddg']],
  [/(?:^|\.)admarkt\.[a-z.]+$/, /^\//, ['url', 'u', 'target', 'redirectUrl']],
]
/** Redirectors that carry the address in their path: `admarkt.marktplaats.nl/…/url/https%3A%2F%2F…`. */
const IN_PATH = /\/(?:url|redirect|out|goto|link)\/(https?(?::|%3A)[^?#]+)/i

/** Redirects unwrapped at most; nothing honest nests deeper. */
const DEEPEST = 4

/** Punctuation of the sentence that an address stood in. */
const CLOSING = /[>)"',;]+$/

const asUrl = (text: string): URL | undefined => {
  const bare = plain(text)
    .replace(/^[<("']+/, '')
    .replace(CLOSING, '')
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(bare)
    ? bare
    : `http://${bare.replace(/^[/\\]+/, '')}`
  try {
    const url = new URL(whole.replace(/^(https?):\/*(?:https?:\/*)+/i, '$1://'))
    return /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const unwrapOnce = (url: URL): URL | undefined => {
  const rule = REDIRECTS.find(([host, path]) => host.test(url.hostname) && path.test(url.pathname))
  for (const param of rule?.[2] ?? []) {
    const target = url.searchParams.get(param)
    if (target && /^(?:https?:|www\.)/i.test(target)) return asUrl(target)
  }
  const inPath = IN_PATH.exec(url.pathname)?.[1]
  return inPath === undefined ? undefined : asUrl(decode(inPath))
}

const unwrap = (url: URL): URL => {
  let now = url
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = unwrapOnce(now)
    if (next === undefined) return now
    now = next
  }
  return now
}

/** Whether a host name could be a public website's: under a known suffix (or the reserved `.example`), no address, no bare word. */
const publicHost = (host: string): boolean => {
  const parts = parse(host, { allowPrivateDomains: true, validateHostname: true })
  if (parts.isIp || parts.domain === null) return parts.isPrivate === true
  return parts.isIcann === true || parts.isPrivate === true || host.endsWith('.example')
}

/**
 * An address as it is kept: redirects unwrapped, tracking parameters and fragment off, host in lower-case
 * punycode, no default port, no bare final slash. Undefined where it is no public http(s) address.
 */
export const website = (text: string): string | undefined => {
  const given = asUrl(text)
  if (given === undefined) return undefined
  const url = unwrap(given)
  const host = domainToASCII(url.hostname.replace(/\.+$/, ''))
  if (host === '' || url.username !== '' || !publicHost(host)) return undefined
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name))
  const query = kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`
  const port = url.port === '' ? '' : `:${url.port}`
  const path = `${url.pathname}${query}`.replace(CLOSING, '')
  return `${url.protocol}//${host}${port}${path === '/' ? '' : path}`
}

/**
 * Registrable domain of an address or host (tldts over the public suffix list, private section included),
 * or the whole host where many firms live below one domain (`smith.wixsite.com`). `www.` is never part of it;
 * undefined where only the path tells whose site it is (`sites.google.com/view/…`).
 */
export const domainOf = (address: string): string | undefined => {
  const host = asUrl(address)
    ?.hostname.replace(/^www\./, '')
    .replace(/\.+$/, '')
  if (host === undefined || host === '' || PATH_TENANTS.has(host)) return undefined
  const domain = parse(host, { allowPrivateDomains: true }).domain
  if (domain === null) return undefined
  return TENANTS.has(domain) ? host : domain
}

const KINDS: readonly (readonly [ReadonlySet<string>, Exclude<HostKind, 'own'>])[] = [
  [SOCIAL, 'social'],
  [DIRECTORY, 'directory'],
  [SEARCH, 'search'],
  [SHORTENER, 'shortener'],
]

/** Whose page an address is. A tenant's host (`smith.business.site`) is its own. */
export const hostKind = (address: string): HostKind => {
  const url = asUrl(address)
  const host = url?.hostname.replace(/^www\./, '') ?? ''
  const domain = parse(host).domain ?? host
  if (PATH_TENANTS.has(host) || (TENANTS.has(domain) && host !== domain)) return 'own'
  return KINDS.find(([hosts]) => hosts.has(domain) || hosts.has(host))?.[1] ?? 'own'
}
