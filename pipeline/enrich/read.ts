import type { StoredListing } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { addressesOn, businessesOn, hoursOn } from '../platforms/own-site.ts'
import type { SitePage, SiteReading } from '../probe.ts'
import type { NewContact } from '../store/contact.ts'
import type { Owner } from './contacts/judge.ts'
import { type FoundContact, type RefusedContact, readContacts } from './contacts/read.ts'
import { reachOf } from './contacts/roles.ts'

/** What is known of a prospect before its site is read: its names and the addresses its listings state. */
export const ownerOf = (
  name: string,
  listings: readonly StoredListing[],
): Omit<Owner, 'hosts'> => ({
  names: [...new Set([name, ...listings.flatMap((one) => [one.name, one.raw.name])])],
  emails: [...new Set(listings.flatMap((one) => one.emails))],
})

/** Reads everything that probes and contacts need from the pages of one site. */
export const readSite = (
  pages: readonly SitePage[],
  region: Region,
  owner: Omit<Owner, 'hosts'>,
): Omit<SiteReading, 'contacts'> & {
  readonly contacts: readonly FoundContact[]
  readonly refused: readonly RefusedContact[]
} => {
  const each = <T extends object>(read: (page: SitePage) => readonly T[]) =>
    pages.flatMap((page) => read(page).map((one) => ({ page: page.id, ...one })))
  return {
    ...readContacts(pages, region, owner),
    hours: each((page) => hoursOn(page.view, page.body)),
    addresses: each((page) => addressesOn(page.view, page.body, region)),
    businesses: each((page) => businessesOn(page.body, page.url)),
  }
}

/** Ways to reach the business that its listings state, each with the page that the listing was read from. */
export const listedContacts = (
  listings: readonly StoredListing[],
  names: readonly string[],
): readonly NewContact[] =>
  listings.flatMap((listing) => {
    const from = (field: 'phones' | 'emails' | 'socials') => {
      const page = listing.origin[field] ?? listing.origin['*']
      return page === undefined
        ? undefined
        : {
            page,
            at: listing.lastSeen,
            listing: listing.id,
            how: 'listing',
            excerpt: listing.source,
          }
    }
    const say = (
      field: 'phones' | 'emails' | 'socials',
      type: NewContact['type'],
      reach: (value: string) => NewContact['reach'],
    ): readonly NewContact[] => {
      const place = from(field)
      if (place === undefined) return []
      const values = listing[field]
      return values.map((value) => ({ prospect: 0, type, value, reach: reach(value), ...place }))
    }
    return [
      ...say('emails', 'email', (value) => reachOf(value, names)),
      ...say('phones', 'phone', () => 'unknown'),
      ...say('socials', 'social', () => 'unknown'),
    ]
  })
