import type { Listing, TidyListing } from '../model/listing.ts'
import { address } from './tidy/address.ts'
import { emails } from './tidy/emails.ts'
import { hours } from './tidy/hours.ts'
import { name } from './tidy/name.ts'
import { phones } from './tidy/phones.ts'
import { point } from './tidy/point.ts'
import { registers } from './tidy/registers.ts'
import { repair } from './tidy/repairs.ts'
import { standing } from './tidy/standing.ts'
import type { Note, Step, Tidying } from './tidy/step.ts'
import { trade } from './tidy/trade.ts'
import { web } from './tidy/web.ts'

export type { Note, Tidying } from './tidy/step.ts'

/** The steps in their order: the address may move a listing to another region, which the steps after it read by. */
const STEPS: readonly Step[] = [
  address,
  point,
  name,
  phones,
  emails,
  web,
  hours,
  registers,
  trade,
  standing,
]

const OURS: ReadonlySet<string | undefined> = new Set(['GB', 'NL', 'BE', undefined])

/**
 * Whether a listing says that it lies outside every region: no law, language or post is known for it here. Where it
 * names neither country nor a postcode of its region, a point outside of that says so too; four digits are a postcode
 * in half of the world.
 */
export const isAbroad = ({ region, address, lat }: TidyListing, raw: Listing): boolean =>
  !OURS.has(address.country) ||
  (raw.country === undefined &&
    (address.postcode === undefined || region === 'be') &&
    lat === undefined &&
    typeof raw.lat === 'number' &&
    typeof raw.lon === 'number' &&
    (raw.lat !== 0 || raw.lon !== 0))

/** Cleans one listing up. Pure and total: every raw value is kept, changed with a note, or dropped with a note. */
export const tidy = (raw: Listing, about: Tidying, note: Note): TidyListing => {
  const listing = repair(raw, about.repairs, note)
  const empty: TidyListing = {
    source: about.source,
    ref: raw.ref,
    region: about.region,
    name: raw.name,
    phones: [],
    emails: [],
    socials: [],
    address: {},
    registers: {},
    noMarketing: false,
    status: 'open',
  }
  let so = empty
  for (const step of STEPS) {
    const here = so.region === about.region ? about : { ...about, region: so.region }
    so = { ...so, ...step(listing, so, here, note) }
  }
  return so
}
