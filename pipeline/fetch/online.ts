import { Resolver } from 'node:dns/promises'

/** Whether names can be resolved at all; asked when one could not be and nobody else answers either. */
export type Online = (hostname: string) => Promise<boolean>

const WAIT_MS = 2000

/**
 * Asks the resolver for the name servers of the name's top-level domain: whoever cannot say who serves `.com` is no
 * way to the network, and says nothing about whether a firm's name exists.
 */
export const resolverAnswers: Online = async (hostname) => {
  const top = hostname.replace(/\.$/, '').split('.').at(-1) ?? ''
  try {
    return (await new Resolver({ timeout: WAIT_MS, tries: 1 }).resolveNs(top)).length > 0
  } catch (error) {
    // The resolver itself answered that there is no such top-level domain, and it said who says so.
    return error instanceof Error && 'code' in error && error.code === 'ENODATA'
  }
}
