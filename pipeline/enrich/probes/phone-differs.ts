import { directories, ownLines, sitePhones } from '../../platforms/statements.ts'
import { defineProbe, type Sighting } from '../../probe.ts'
import { printPhone } from '../../text/phones.ts'

export default defineProbe({
  about: 'a directory shows another phone number than the site, or than another directory',
  severity: 'high',
  sayable: true,
  says: ['a', 'aSays', 'b', 'bSays'],
  look: (site) => {
    const { main, all } = sitePhones(site)
    const stated = directories(site)
      .map(({ who, listing }) => ({ who, listing, phones: ownLines(listing.phones) }))
      .filter(({ phones }) => phones.length > 0)
    const print = (phone: string) => printPhone(phone, site.region)
    if (main !== undefined)
      return stated
        .filter(({ phones }) => !phones.some((phone) => all.has(phone)))
        .map(({ who, listing, phones }): Sighting => {
          const data = {
            a: who,
            aSays: print(phones[0] ?? ''),
            b: 'website',
            bSays: print(main.value),
            listing: String(listing.id),
          }
          return { page: main.page, excerpt: main.excerpt, data }
        })
    const [first, ...rest] = stated
    const other = rest.find(
      ({ who, phones }) =>
        who !== first?.who && !phones.some((phone) => first?.phones.includes(phone)),
    )
    if (first === undefined || other === undefined) return []
    const data = {
      a: first.who,
      aSays: print(first.phones[0] ?? ''),
      b: other.who,
      bSays: print(other.phones[0] ?? ''),
      listing: String(first.listing.id),
      otherListing: String(other.listing.id),
    }
    const { url } = first.listing.raw
    return [{ ...(url === undefined ? {} : { url }), data }]
  },
})
