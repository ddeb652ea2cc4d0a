import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeAddress, judgeUrl, resolveSafely } from '../../pipeline/fetch/address.ts'

/** Hostile addresses as they may stand in a listing, and a word of the reason each must be refused for. */
const HOSTILE: readonly (readonly [url: string, reason: RegExp])[] = [
  // loopback in every spelling
  ['http://127.0.0.1/', /loopback/],
  ['http://127.255.255.254/', /loopback/],
  ['http://127.1/', /loopback/],
  ['http://2130706433/', /loopback/],
  ['http://0x7f000001/', /loopback/],
  ['http://0x7f.1/', /loopback/],
  ['http://0177.0.0.1/', /loopback/],
  ['http://0177.0000.0000.0001/', /loopback/],
  ['http://%31%32%37.0.0.1/', /loopback/],
  ['http://127\u30020\u30020\u30021/', /loopback/],
  ['http://\u2460\u2461\u2466.0.0.1/', /loopback/],
  ['http://localhost/', /not a public name/],
  ['http://LOCALHOST/', /not a public name/],
  ['http://localhost./', /not a public name/],
  ['http://www.localhost/', /local name/],
  ['http://[::1]/', /loopback/],
  ['http://[0:0:0:0:0:0:0:1]/', /loopback/],
  ['http://[0000::0001]/', /loopback/],
  // unspecified and "this network"
  ['http://0.0.0.0/', /this network/],
  ['http://0/', /this network/],
  ['http://0.1.2.3/', /this network/],
  ['http://[::]/', /unspecified/],
  // private networks
  ['http://10.0.0.1/', /private/],
  ['http://10.255.255.255/', /private/],
  ['http://167772161/', /private/],
  ['http://012.0.0.1/', /private/],
  ['http://172.16.0.1/', /private/],
  ['http://172.31.255.255/', /private/],
  ['http://192.168.0.1/', /private/],
  ['http://192.168.1.254/admin', /private/],
  ['http://0xC0A80101/', /private/],
  ['http://100.64.0.1/', /carrier/],
  ['http://100.127.255.255/', /carrier/],
  ['http://[fc00::1]/', /private/],
  ['http://[fd12:3456:789a::1]/', /private/],
  // link-local and metadata
  ['http://169.254.169.254/latest/meta-data/', /metadata/],
  ['http://169.254.170.2/', /metadata/],
  ['http://2852039166/', /metadata/],
  ['http://0xa9fea9fe/', /metadata/],
  ['http://[fe80::1]/', /link-local/],
  ['http://[febf::1]/', /link-local/],
  ['http://[fec0::1]/', /site-local/],
  ['http://[fd00:ec2::254]/', /private/],
  ['http://168.63.129.16/', /Azure/],
  ['http://metadata/', /not a public name/],
  ['http://metadata.google.internal/', /local name/],
  // multicast, broadcast, reserved
  ['http://224.0.0.1/', /multicast/],
  ['http://239.255.255.250/', /multicast/],
  ['http://240.0.0.1/', /reserved/],
  ['http://255.255.255.255/', /reserved/],
  ['http://[ff02::1]/', /multicast/],
  // special purpose
  ['http://192.0.0.170/', /protocol assignments/],
  ['http://192.0.2.1/', /documentation/],
  ['http://198.51.100.7/', /documentation/],
  ['http://203.0.113.9/', /documentation/],
  ['http://198.18.0.1/', /benchmarking/],
  ['http://198.19.255.255/', /benchmarking/],
  ['http://192.88.99.1/', /6to4/],
  ['http://[2001:db8::1]/', /documentation/],
  ['http://[3fff::1]/', /documentation/],
  ['http://[100::1]/', /discard/],
  ['http://[5f00::1]/', /segment routing/],
  // IPv4 inside IPv6
  ['http://[::ffff:127.0.0.1]/', /mapped/],
  ['http://[::ffff:7f00:1]/', /mapped/],
  ['http://[::ffff:10.0.0.1]/', /mapped/],
  ['http://[::ffff:169.254.169.254]/', /mapped/],
  ['http://[::ffff:8.8.8.8]/', /mapped/],
  ['http://[::ffff:0:127.0.0.1]/', /translated/],
  ['http://[::127.0.0.1]/', /compatible/],
  ['http://[64:ff9b::127.0.0.1]/', /NAT64/],
  ['http://[64:ff9b::a9fe:a9fe]/', /NAT64/],
  ['http://[64:ff9b:1::1]/', /NAT64/],
  ['http://[2002:7f00:1::]/', /6to4/],
  ['http://[2002:a9fe:a9fe::1]/', /6to4/],
  ['http://[2001:0:7f00:1::1]/', /Teredo/],
  ['http://[4000::1]/', /not global unicast/],
  // names of networks at home and at work
  ['http://router.local/', /local name/],
  ['http://nas.lan/', /local name/],
  ['http://git.corp/', /local name/],
  ['http://printer.home.arpa/', /local name/],
  ['http://intranet/', /not a public name/],
  ['http://kubernetes.default.svc.cluster.local/', /local name/],
  ['http://x.onion/', /local name/],
  // other ports
  ['http://example.com:22/', /port 22/],
  ['http://example.com:6379/', /port 6379/],
  ['http://example.com:8080/', /port 8080/],
  ['https://example.com:9200/', /port 9200/],
  ['http://example.com:443/', /port 443/],
  // other schemes
  ['file:///etc/passwd', /not http/],
  ['ftp://example.com/', /not http/],
  ['gopher://example.com/', /not http/],
  ['javascript:alert(1)', /not http/],
  ['data:text/html,hello', /not http/],
  ['blob:https://example.com/1', /not http/],
  ['ws://example.com/', /not http/],
  ['dict://127.0.0.1:11211/stat', /not http/],
  // credentials
  ['http://user:password@example.com/', /credentials/],
  ['http://user@example.com/', /credentials/],
  ['http://example.com@127.0.0.1/', /credentials/],
  ['http://:x@example.com/', /credentials/],
  // no address at all
  ['', /not an address/],
  ['example.com', /not an address/],
  ['http://', /not an address/],
  ['http://[::1', /not an address/],
  ['http://256.256.256.256/', /not an address/],
]

describe('an address from the web', () => {
  it('is tried with at least sixty hostile ones', () => {
    expect(new Set(HOSTILE.map(([url]) => url)).size).toBeGreaterThanOrEqual(60)
  })

  it.each(HOSTILE)('refuses %s', (url, reason) => {
    expect(judgeUrl(url, false)).toMatch(reason)
  })

  it.each([
    'http://example.com/',
    'https://www.example.co.uk/contact?x=1#y',
    'https://example.com:443/',
    'http://example.com:80/',
    'http://8.8.8.8/',
    'https://[2a00:1450:4009::1]/',
    'https://b\u00fccher.example/',
    'https://localhost.example.com/',
    'https://10.0.0.1.example.com/',
  ])('lets %s pass', (url) => {
    expect(judgeUrl(url, false)).toBeUndefined()
  })

  it.each([
    ['http://127.0.0.1:8080/', true],
    ['http://[::1]:3000/', true],
    ['http://192.168.1.5/', true],
    ['http://localhost:3000/', true],
    ['http://169.254.169.254/', false],
    ['http://[::ffff:169.254.169.254]/', false],
    ['http://0.0.0.0/', false],
    ['http://user@127.0.0.1/', false],
    ['file:///etc/passwd', false],
  ])('with private addresses open, %s passes: %s', (url, passes) => {
    expect(judgeUrl(url, true) === undefined).toBe(passes)
  })

  it('refuses every private address however it is drawn', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const inside = fc.oneof(
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    )
    fc.assert(
      fc.property(inside, ([a, b, c, d]) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d
        const spellings = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${a.toString(8)}.${b}.${c}.${d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[64:ff9b::${a}.${b}.${c}.${d}]`,
        ]
        for (const host of spellings) expect(judgeUrl(`http://${host}/`, false)).toBeDefined()
      }),
    )
  })

  it('takes only whole IP addresses for IP addresses', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (/^[\d.]+$/.test(text) || text.includes(':')) return
        expect(judgeAddress(text, false)).toMatch(/not an IP address/)
      }),
    )
  })
})

describe('a name', () => {
  const resolvesTo =
    (...addresses: string[]) =>
    async () =>
      addresses

  it.each([
    [['127.0.0.1']],
    [['8.8.8.8', '127.0.0.1']],
    [['127.0.0.1', '8.8.8.8']],
    [['2a00:1450:4009::1', '::1']],
    [['8.8.8.8', 'fe80::1']],
    [['169.254.169.254']],
    [['::ffff:10.0.0.1']],
  ])('that resolves to %j is refused', async (addresses) => {
    await expect(
      resolveSafely('firm.example', resolvesTo(...addresses), false),
    ).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })

  it('that resolves to public addresses only is resolved once', async () => {
    let asked = 0
    const resolve = async () => {
      asked++
      return ['8.8.8.8', '2a00:1450:4009::1']
    }
    expect(await resolveSafely('firm.example', resolve, false)).toEqual([
      '8.8.8.8',
      '2a00:1450:4009::1',
    ])
    expect(asked).toBe(1)
  })
})
