import { lookup as systemLookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** Finds the addresses of a name. The default asks the system; tests bring their own. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

/** Asks the system's resolver for every address of a name. */
export const systemResolve: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map((entry) => entry.address)

type Class = 'loopback' | 'private' | 'never'

/** Ranges that are no public web server (IANA special-purpose registries for IPv4 and IPv6). */
const RANGES: readonly (readonly [cidr: string, is: Class, why: string])[] = [
  ['127.0.0.0/8', 'loopback', 'loopback'],
  ['10.0.0.0/8', 'private', 'a private network (RFC 1918)'],
  ['172.16.0.0/12', 'private', 'a private network (RFC 1918)'],
  ['192.168.0.0/16', 'private', 'a private network (RFC 1918)'],
  ['100.64.0.0/10', 'private', 'shared carrier space (RFC 6598)'],
  ['0.0.0.0/8', 'never', '"this network" (RFC 1122)'],
  ['169.254.0.0/16', 'never', 'link-local, where cloud metadata lives (RFC 3927)'],
  ['192.0.0.0/24', 'never', 'protocol assignments (RFC 6890)'],
  ['192.0.2.0/24', 'never', 'documentation (RFC 5737)'],
  ['192.31.196.0/24', 'never', 'AS112 (RFC 7535)'],
  ['192.52.193.0/24', 'never', 'AMT relays (RFC 7450)'],
  ['192.88.99.0/24', 'never', 'the 6to4 relay (RFC 7526)'],
  ['192.175.48.0/24', 'never', 'AS112 (RFC 7534)'],
  ['198.18.0.0/15', 'never', 'benchmarking (RFC 2544)'],
  ['198.51.100.0/24', 'never', 'documentation (RFC 5737)'],
  ['203.0.113.0/24', 'never', 'documentation (RFC 5737)'],
  ['168.63.129.16/32', 'never', 'the Azure host agent'],
  ['224.0.0.0/4', 'never', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'never', 'reserved or broadcast (RFC 1112)'],
  ['::1/128', 'loopback', 'loopback'],
  ['fc00::/7', 'private', 'a private network (RFC 4193)'],
  ['::/128', 'never', 'the unspecified address'],
  ['::ffff:0:0/96', 'never', 'an IPv4 address mapped into IPv6 (RFC 4291)'],
  ['::ffff:0:0:0/96', 'never', 'an IPv4 address translated into IPv6 (RFC 2765)'],
  ['::/96', 'never', 'an IPv4-compatible address (RFC 4291)'],
  ['64:ff9b::/96', 'never', 'NAT64 (RFC 6052)'],
  ['64:ff9b:1::/48', 'never', 'local NAT64 (RFC 8215)'],
  ['100::/64', 'never', 'discard-only (RFC 6666)'],
  ['2001::/32', 'never', 'Teredo (RFC 4380)'],
  ['2001::/23', 'never', 'protocol assignments (RFC 2928)'],
  ['2001:db8::/32', 'never', 'documentation (RFC 3849)'],
  ['2002::/16', 'never', '6to4 (RFC 3056)'],
  ['3fff::/20', 'never', 'documentation (RFC 9637)'],
  ['5f00::/16', 'never', 'segment routing (RFC 9602)'],
  ['fe80::/10', 'never', 'link-local (RFC 4291)'],
  ['fec0::/10', 'never', 'site-local (RFC 3879)'],
  ['ff00::/8', 'never', 'multicast (RFC 4291)'],
]

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

const lists = RANGES.map(([cidr, is, why]) => {
  const [net = '', bits] = cidr.split('/')
  const list = new BlockList()
  list.addSubnet(net, Number(bits), family(net))
  return { list, v6: isIPv6(net), is, why }
})

const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/**
 * Why this IP address is not to be connected to, or undefined when it is a public one.
 * `allowPrivate` opens loopback and private networks; link-local, metadata and translated ranges stay shut.
 */
export const judgeAddress = (address: string, allowPrivate: boolean): string | undefined => {
  if (isIP(address) === 0) return `${address} is not an IP address`
  const v6 = isIPv6(address)
  const found = lists.find(
    (range) => range.v6 === v6 && range.list.check(address, v6 ? 'ipv6' : 'ipv4'),
  )
  if (found !== undefined)
    return allowPrivate && found.is !== 'never' ? undefined : `${address} is ${found.why}`
  if (v6 && !global6.check(address, 'ipv6')) return `${address} is not global unicast`
  return undefined
}

/** Names that are never on the public web (RFC 6761, 6762, 7686, 8375, 9476). */
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|onion|alt|test|invalid)$/

/** Why an address from the web is not followed before anything is resolved, or undefined. */
export const judgeUrl = (text: string, allowPrivate: boolean): string | undefined => {
  if (!URL.canParse(text)) return 'is not an address'
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `${url.protocol} is not http or https`
  if (url.username !== '' || url.password !== '') return 'carries credentials'
  const host = bareHost(url)
  if (isIP(host) !== 0) {
    const why = judgeAddress(host, allowPrivate)
    if (why !== undefined) return why
  }
  if (allowPrivate) return undefined
  if (url.port !== '') return `port ${url.port} is not the port of ${url.protocol.slice(0, -1)}`
  if (isIP(host) !== 0) return undefined
  const name = host.replace(/\.$/, '')
  if (!name.includes('.')) return `${name} is not a public name`
  return LOCAL_NAME.test(name) ? `${name} is a local name` : undefined
}

/** The host without the brackets of an IPv6 address. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** Code of the error that a guarded lookup gives for a name with an address that is not public. */
export const ADDRESS_REFUSED = 'ADDRESS_REFUSED'

/**
 * Resolves a name once and checks every address it gives; throws an error of code `ADDRESS_REFUSED` when one of
 * them is not public, also when others are: such a name is either broken or set up to slip past a check.
 */
export const resolveSafely = async (
  hostname: string,
  resolve: Resolve,
  allowPrivate: boolean,
): Promise<readonly string[]> => {
  const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname]
  for (const address of addresses) {
    const why = judgeAddress(address, allowPrivate)
    if (why !== undefined)
      throw Object.assign(new Error(`${hostname} leads to an address that is not public: ${why}`), {
        code: ADDRESS_REFUSED,
      })
  }
  if (addresses.length === 0)
    throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
  return addresses
}

/** A lookup for `net.connect` that hands on checked addresses only, so the connection is pinned to them. */
export const guardedLookup =
  (resolve: Resolve, allowPrivate: boolean): LookupFunction =>
  (hostname, options, callback) => {
    resolveSafely(hostname, resolve, allowPrivate).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
        const first = found[0]
        if (options.all === true || first === undefined) callback(null, found)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
