import type { Config } from '../config.ts'
import type { Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { hostOf } from './observe.ts'

/** Who writes, as the configuration has it. */
export interface Sender {
  readonly site: string
  readonly siteUrl: string
  readonly siteHost: string
  readonly operator: string
  readonly signer: string
  readonly address: readonly string[]
  readonly contact: string
  readonly role?: string
  readonly registration?: string
  readonly privacy?: string
  readonly phone?: string
  readonly country?: Region
}

/** The sender for a region. Trouble `bad-config` names the key that a message needs and the configuration lacks. */
export const senderOf = (config: Config, region: Region): Sender => {
  const lacking = (key: string, why: string) =>
    new Trouble(
      'bad-config',
      'usage',
      `a message needs ${key} (${why}); add it to ${config.file ?? 'pipeline.config.ts (pipeline init writes one)'}`,
    )
  const { operator } = config
  const site = config.sites[region]
  if (operator === undefined) throw lacking('operator', 'who writes: name, contact, address')
  if (operator.address === undefined)
    throw lacking('operator.address', 'the law asks for a postal address in every message')
  if (site === undefined) throw lacking(`sites.${region}`, 'the directory it invites to')
  return {
    site: site.name,
    siteUrl: site.url,
    siteHost: hostOf(site.url),
    operator: operator.name,
    signer: operator.signer ?? operator.name,
    // The first line of an address is often the firm itself, which every foot names beside it.
    address: operator.address.filter((line) => line !== operator.name),
    contact: operator.contact,
    ...(operator.role === undefined ? {} : { role: operator.role }),
    ...(operator.registration === undefined ? {} : { registration: operator.registration }),
    ...(operator.privacy === undefined ? {} : { privacy: operator.privacy }),
    ...(operator.phone === undefined ? {} : { phone: operator.phone }),
    ...(operator.country === undefined ? {} : { country: operator.country }),
  }
}
