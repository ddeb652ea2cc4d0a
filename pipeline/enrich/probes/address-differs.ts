import {
  directories,
  isWhole,
  otherPlace,
  printAddress,
  siteAddress,
} from '../../platforms/statements.ts'
import { defineProbe, type Sighting } from '../../probe.ts'

export default defineProbe({
  about: 'a directory gives another address than the site, or than another directory',
  severity: 'high',
  sayable: true,
  says: ['a', 'aSays', 'b', 'bSays'],
  look: (site) => {
    const print = (address: Parameters<typeof printAddress>[0]) =>
      printAddress(address, site.region)
    const stated = directories(site).filter(({ listing }) => isWhole(listing.address))
    const own = siteAddress(site)
    if (own !== undefined)
      return stated
        .filter(({ listing }) => otherPlace(listing.address, own.address))
        .map(({ who, listing }): Sighting => {
          const data = {
            a: who,
            aSays: print(listing.address),
            b: 'website',
            bSays: print(own.address),
            listing: String(listing.id),
          }
          return { page: own.page, excerpt: own.excerpt, data }
        })
    // A site with several addresses has several branches, and each directory may rightly speak of another.
    if (site.reading.addresses.length > 0) return []
    const [first, ...rest] = stated
    const other = rest.find(
      ({ who, listing }) =>
        first !== undefined &&
        who !== first.who &&
        otherPlace(listing.address, first.listing.address),
    )
    if (first === undefined || other === undefined) return []
    const data = {
      a: first.who,
      aSays: print(first.listing.address),
      b: other.who,
      bSays: print(other.listing.address),
      listing: String(first.listing.id),
      otherListing: String(other.listing.id),
    }
    const { url } = first.listing.raw
    return [{ ...(url === undefined ? {} : { url }), data }]
  },
})
