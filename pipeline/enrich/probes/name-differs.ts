import { UNNAMED } from '../../platforms/own-site.ts'
import { directories, otherName } from '../../platforms/statements.ts'
import { defineProbe, type Sighting } from '../../probe.ts'

export default defineProbe({
  about: 'a directory knows the business by another name than the site gives itself',
  severity: 'middle',
  sayable: true,
  says: ['a', 'aSays', 'b', 'bSays'],
  look: (site) => {
    const names = site.reading.businesses.filter(({ listing }) => listing.name !== UNNAMED)
    const [own] = names
    if (own === undefined) return []
    return directories(site)
      .filter(({ listing }) => names.every((one) => otherName(listing.name, one.listing.name)))
      .map(({ who, listing }): Sighting => {
        const data = {
          a: who,
          aSays: listing.name,
          b: 'website',
          bSays: own.listing.name,
          listing: String(listing.id),
        }
        return { page: own.page, excerpt: own.listing.name, data }
      })
  },
})
