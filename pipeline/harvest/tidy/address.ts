import type { AddressParts } from '../../model/listing.ts'
import type { Region } from '../../model/region.ts'
import { readAddress } from '../../text/addresses.ts'
import { naturalCase } from '../../text/names.ts'
import type { Note, Step } from './step.ts'

const REGION_OF: Readonly<Record<string, Region>> = { GB: 'uk', NL: 'nl', BE: 'be' }

/** A town or street shouted in capitals, as registers write them, in natural case. */
const calm = (parts: AddressParts, note: Note): AddressParts => {
  const out: { -readonly [K in keyof AddressParts]: AddressParts[K] } = { ...parts }
  for (const part of ['street', 'town', 'building', 'unit'] as const) {
    const said = parts[part]
    if (said === undefined || !/\p{Lu}{3}/u.test(said)) continue
    const written = naturalCase(said)
    if (written === said) continue
    out[part] = written
    note(part === 'town' ? 'town' : 'street', 'case')
  }
  return out
}

/** Address parts as the region writes them. A listing that says it lies in another of our regions is filed there. */
export const address: Step = (raw, _so, { region }, note) => {
  const parts = readAddress(raw, region)
  const there = REGION_OF[parts.country ?? '']
  if (there !== undefined && there !== region) {
    note('country', 'another region')
    return { region: there, address: calm(readAddress(raw, there), note) }
  }
  if (there === undefined) note('country', 'abroad')
  if (raw.postcode !== undefined && parts.postcode === undefined) note('postcode', 'unreadable')
  if ((raw.street ?? raw.address) !== undefined && parts.street === undefined)
    note(raw.street === undefined ? 'address' : 'street', 'no street')
  return { address: calm(parts, note) }
}
