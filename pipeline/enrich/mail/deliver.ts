import { isDisposableEmailDomain } from 'disposable-email-domains-js'
import { domainOf } from '../../text/hosts.ts'
import type { MxHost, Resolver } from './resolver.ts'
import { mailSyntax } from './syntax.ts'

/** Whether mail can be delivered, and the fact it rests on, in words for a person. */
export interface Deliverability {
  readonly deliverable: 'yes' | 'no' | 'unknown'
  readonly why: string
  /** Registrable domain of the exchanger that takes the mail: many domains may share one. */
  readonly exchanger?: string
}

const yes = (why: string): Deliverability => ({ deliverable: 'yes', why })
const no = (why: string): Deliverability => ({ deliverable: 'no', why })
const unknown = (why: string): Deliverability => ({ deliverable: 'unknown', why })

/** Exchangers asked for an address before a domain is called unreachable. */
const MOST_HOSTS = 5

/**
 * Whether a domain takes mail: MX (RFC 5321 §5.1) with at least one exchanger that exists, the null MX of RFC 7505
 * respected, else the domain's own address. No mailbox is probed: nothing but DNS is asked.
 */
const domainDeliverability = async (
  domain: string,
  resolver: Resolver,
): Promise<Deliverability> => {
  if (isDisposableEmailDomain(domain)) return no('a throw-away mail domain')
  const answer = await resolver.mx(domain)
  switch (answer.kind) {
    case 'no-such-name':
      return no('the domain does not exist')
    case 'failed':
      return unknown('DNS did not answer')
    case 'none':
      return withoutMx(domain, resolver)
    case 'records':
      return withMx(answer.hosts, resolver)
  }
}

const withoutMx = async (domain: string, resolver: Resolver): Promise<Deliverability> => {
  const address = await resolver.address(domain)
  if (address === 'yes') return yes('no MX, the domain itself has an address')
  return address === 'failed' ? unknown('DNS did not answer') : no('no MX and no address')
}

const withMx = async (hosts: readonly MxHost[], resolver: Resolver): Promise<Deliverability> => {
  const named = hosts.filter(({ host }) => host !== '' && host !== '.')
  if (named.length === 0) return no('the domain takes no mail (null MX)')
  const sorted = [...named].sort((a, b) => a.preference - b.preference).slice(0, MOST_HOSTS)
  let failed = false
  for (const { host } of sorted) {
    const address = await resolver.address(host)
    if (address === 'yes') return { ...yes(`MX ${host}`), ...operatorOf(host) }
    if (address === 'failed') failed = true
  }
  return failed ? unknown('DNS did not answer for the MX') : no('no MX of the domain exists')
}

const operatorOf = (host: string): { readonly exchanger?: string } => {
  const exchanger = domainOf(host)
  return exchanger === undefined ? {} : { exchanger }
}

/** Where answers about mail domains are kept between runs. */
export interface DomainCache {
  readonly find: (domain: string) => Deliverability | undefined
  readonly save: (domain: string, answer: Deliverability) => void
}

/** Whether mail can be delivered to an address, as far as its syntax and DNS tell. */
export const deliverability = async (
  email: string,
  resolver: Resolver,
  cache: DomainCache,
): Promise<Deliverability> => {
  const syntax = mailSyntax(email)
  if (!syntax.ok) return no(syntax.why)
  const known = cache.find(syntax.domain)
  const answer = known ?? (await domainDeliverability(syntax.domain, resolver))
  if (known === undefined) cache.save(syntax.domain, answer)
  return answer.deliverable === 'yes' && syntax.utf8
    ? unknown('the local part is not ASCII: its server must speak SMTPUTF8 (RFC 6531)')
    : answer
}
