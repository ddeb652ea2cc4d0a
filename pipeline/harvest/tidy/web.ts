import { domainOf, hostKind, website } from '../../text/hosts.ts'
import type { Step } from './step.ts'

/** The business's own website; a social page given as one goes to the socials, a directory's or shortener's to nobody. */
export const web: Step = (raw, _so, _about, note) => {
  const socials = new Set<string>()
  for (const text of raw.socials ?? []) {
    const address = website(text)
    if (address === undefined) note('socials', 'unreadable')
    else if (hostKind(address) !== 'social') note('socials', `not social: ${hostKind(address)}`)
    else socials.add(address)
  }
  if (raw.website === undefined) return { socials: [...socials] }
  const address = website(raw.website)
  if (address === undefined) {
    note('website', 'unreadable')
    return { socials: [...socials] }
  }
  const kind = hostKind(address)
  if (kind !== 'own') {
    note('website', kind)
    if (kind === 'social') socials.add(address)
    return { socials: [...socials] }
  }
  if (address !== raw.website.trim()) note('website', 'cleaned')
  const domain = domainOf(address)
  return { website: address, ...(domain !== undefined && { domain }), socials: [...socials] }
}
