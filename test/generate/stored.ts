import type { TidyListing } from '../../pipeline/model/listing.ts'
import type { Region, SourceId } from '../../pipeline/model/region.ts'
import { saveListing } from '../../pipeline/store/listing.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { domainOf, website } from '../../pipeline/text/hosts.ts'
import type { Invented } from './listings.ts'

const REGION: Readonly<Record<string, Region>> = { GB: 'uk', NL: 'nl', BE: 'be' }
const DIAL: Readonly<Record<Region, string>> = { uk: '44', nl: '31', be: '32' }

/** An invented listing as clean-up would leave it. */
export const tidyOf = (l: Invented): TidyListing => {
  const region = REGION[l.country] ?? 'uk'
  const number = /^(\d+) | (\d+)$/.exec(l.address)
  const site = l.website === '' ? undefined : website(l.website)
  const domain = site === undefined ? undefined : domainOf(site)
  const digits = l.phone.replace(/\(0\)|\D/g, '')
  const phone = digits.startsWith('0') ? `+${DIAL[region]}${digits.slice(1)}` : `+${digits}`
  return {
    source: l.source as SourceId,
    ref: `i${l.id}`,
    region,
    name: l.name,
    phones: l.phone === '' ? [] : [phone],
    emails: [],
    socials: [],
    ...(site === undefined ? {} : { website: site }),
    ...(domain === undefined ? {} : { domain }),
    ...(l.category === '' ? {} : { trade: l.category.toLowerCase() }),
    address: {
      ...(l.address === '' ? {} : { street: l.address.replace(/^\d+ | \d+$/, '') }),
      ...(number === null ? {} : { number: number[1] ?? number[2] ?? '' }),
      ...(l.postcode === '' ? {} : { postcode: l.postcode }),
      ...(l.city === '' ? {} : { town: l.city }),
    },
    ...(l.lat === '' ? {} : { lat: Number(l.lat), lon: Number(l.lon) }),
    registers: {},
    noMarketing: false,
    status: 'open',
  }
}

/** Stores invented listings; a batch of another seed is of other businesses. Answers their ids. */
export const saveInvented = (
  store: Store,
  listings: Iterable<Invented>,
  at: string,
  seed = 1,
): number[] => {
  const ids: number[] = []
  for (const listing of listings) {
    const tidy = { ...tidyOf(listing), ref: `${seed}-${listing.id}` }
    const raw = { ref: tidy.ref, name: tidy.name }
    ids.push(saveListing(store, { tidy, raw, origin: { '*': 1 } }, undefined, at).id)
  }
  return ids
}
