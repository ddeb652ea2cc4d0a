import { domainOf, hostKind, website } from '../../text/hosts.ts'

/** A website to visit: what makes it one site, and the addresses to try first, the best first. */
export interface Entry {
  /** Host without `www.` and path without its last slash: `firm.nl`, `chain.co.uk/leeds`. */
  readonly site: string
  /** Registrable domain. */
  readonly domain: string
  readonly url: string
}

/** The entry to a listing's website; undefined where it is no public site of the firm's own (a social or directory page). */
export const entryOf = (address: string | undefined): Entry | undefined => {
  if (address === undefined) return undefined
  const clean = website(address) ?? loopback(address)
  if (clean === undefined || hostKind(clean) !== 'own') return undefined
  const url = new URL(clean)
  const host = url.host.replace(/^www\./, '')
  const path = `${url.pathname}${url.search}`.replace(/\/+$/, '')
  return { site: `${host}${path}`, domain: siteDomain(clean), url: url.href }
}

/** The registrable domain of an address, or its host where there is none to register: two pages of one are one site. */
export const siteDomain = (address: string): string =>
  domainOf(address) ?? new URL(address).hostname

/** Addresses of this machine are no public sites; the fetcher's own setting decides whether they may be asked. */
const loopback = (address: string): string | undefined => {
  try {
    const url = new URL(address)
    const local = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|(?:[\w-]+\.)+(?:localhost|test))$/
    return /^https?:$/.test(url.protocol) && local.test(url.hostname) ? url.href : undefined
  } catch {
    return undefined
  }
}

/**
 * Where to try next after an entry failed: the secure address is asked first, then the plain one, and for a name that
 * does not exist the same with or without `www.`.
 */
export const entryUrls = (entry: string): readonly string[] => {
  const url = new URL(entry)
  const bare = url.hostname.replace(/^www\./, '')
  const other = url.hostname === bare ? `www.${bare}` : bare
  const at = (protocol: string, hostname: string) => {
    const copy = new URL(url)
    copy.protocol = protocol
    copy.hostname = hostname
    return copy.href
  }
  // A port of its own speaks one protocol only; names without a dot and numbers have no `www.`.
  if (url.port !== '') return [url.href]
  if (!bare.includes('.') || /^[\d.]+$/.test(bare) || bare.startsWith('['))
    return [at('https:', bare), at('http:', bare)]
  return [
    at('https:', url.hostname),
    at('http:', url.hostname),
    at('https:', other),
    at('http:', other),
  ]
}
