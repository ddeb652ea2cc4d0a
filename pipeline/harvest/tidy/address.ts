import type { Region } from '../../model/region.ts'
import { readAddress } from '../../text/addresses.ts'
import type { Step } from './step.ts'

const REGION_OF: Readonly<Record<string, Region>> = { GB: 'uk', NL: 'nl', BE: 'be' }

/** Address parts as the region writes them. A listing that says it lies in another of our regions is filed there. */
export const address: Step = (raw, _so, { region }, note) => {
  const parts = readAddress(raw, region)
  const there = REGION_OF[parts.country ?? '']
  if (there !== undefined && there !== region) {
    note('country', 'another region')
    return { region: there, address: readAddress(raw, there) }
  }
  if (there === undefined) note('country', 'abroad')
  if (raw.postcode !== undefined && parts.postcode === undefined) note('postcode', 'unreadable')
  if ((raw.street ?? raw.address) !== undefined && parts.street === undefined)
    note(raw.street === undefined ? 'address' : 'street', 'no street')
  return { address: parts }
}
