import { Resolver as NodeResolver } from 'node:dns/promises'
import { domainToASCII } from 'node:url'
import type { AddressAnswer, Resolver } from './resolver.ts'

/** A resolver over the machine's own name servers (or `servers`), each question bounded in time. */
export const openDns = (
  options: { readonly servers?: readonly string[]; readonly timeoutMs?: number } = {},
): Resolver => {
  const dns = new NodeResolver({ timeout: options.timeoutMs ?? 5000, tries: 2 })
  if (options.servers !== undefined) dns.setServers([...options.servers])
  return {
    mx: async (domain) => {
      try {
        const records = await dns.resolveMx(asciiOf(domain))
        const hosts = records.map((one) => ({
          host: one.exchange.replace(/\.$/, '').toLowerCase(),
          preference: one.priority,
        }))
        return { kind: 'records', hosts }
      } catch (error) {
        const why = reasonOf(error)
        return { kind: why === 'yes' ? 'none' : why }
      }
    },
    address: async (host) => {
      const name = asciiOf(host)
      const asked = [dns.resolve4(name), dns.resolve6(name)]
      const answers = await Promise.all(
        asked.map((one): Promise<AddressAnswer> => one.then(() => 'yes' as const, reasonOf)),
      )
      const best: readonly AddressAnswer[] = ['yes', 'failed', 'none', 'no-such-name']
      return best.find((answer) => answers.includes(answer)) ?? 'failed'
    },
  }
}

/** Name servers know `bücher.example` as `xn--bcher-kva.example` (RFC 5891). */
const asciiOf = (domain: string): string => domainToASCII(domain) || domain

const reasonOf = (error: unknown): AddressAnswer => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENODATA') return 'none'
  return code === 'ENOTFOUND' ? 'no-such-name' : 'failed'
}
