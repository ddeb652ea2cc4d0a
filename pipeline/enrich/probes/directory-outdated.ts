import type { StoredListing } from '../../model/listing.ts'
import {
  otherPlace,
  ownLines,
  printAddress,
  siteAddress,
  sitePhones,
} from '../../platforms/statements.ts'
import { defineProbe, isOwn, type Sighting, type Site } from '../../probe.ts'
import { printPhone } from '../../text/phones.ts'

export default defineProbe({
  about:
    "the user's own directory lists the business with a phone or address that its site contradicts",
  severity: 'high',
  sayable: true,
  says: ['directory', 'field', 'ours', 'a', 'aSays'],
  look: (site) => {
    const { own } = site
    if (own === undefined) return []
    const listed = site.listings.filter((listing) => isOwn(own, listing))
    return listed.flatMap((listing) => [...phone(site, listing), ...address(site, listing)])
  },
})

const phone = (site: Site, listing: StoredListing): readonly Sighting[] => {
  const { main, all } = sitePhones(site)
  const ours = ownLines(listing.phones)
  const [first] = ours
  if (main === undefined || first === undefined || ours.some((one) => all.has(one))) return []
  const data = {
    ...about(site, listing, 'phone'),
    ours: printPhone(first, site.region),
    aSays: printPhone(main.value, site.region),
  }
  return [{ page: main.page, excerpt: main.excerpt, data }]
}

const address = (site: Site, listing: StoredListing): readonly Sighting[] => {
  const theirs = siteAddress(site)
  if (theirs === undefined || !otherPlace(listing.address, theirs.address)) return []
  const data = {
    ...about(site, listing, 'address'),
    ours: printAddress(listing.address, site.region),
    aSays: printAddress(theirs.address, site.region),
  }
  return [{ page: theirs.page, excerpt: theirs.excerpt, data }]
}

const about = (site: Site, listing: StoredListing, field: string) => ({
  directory: site.own?.name ?? '',
  field,
  a: 'website',
  listing: String(listing.id),
})
