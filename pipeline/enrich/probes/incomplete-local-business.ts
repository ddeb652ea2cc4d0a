import { UNNAMED } from '../../platforms/own-site.ts'
import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: 'the schema.org description of the business lacks its name, phone, address or hours',
  severity: 'low',
  sayable: true,
  says: ['missing'],
  look: ({ reading }) => {
    const all = reading.businesses
    const [first] = all
    if (first === undefined) return []
    const has = {
      name: all.some(({ listing }) => listing.name !== UNNAMED),
      phone: all.some(({ listing }) => (listing.phones ?? []).length > 0),
      address: all.some(({ listing }) => listing.street ?? listing.address ?? listing.postcode),
      hours: all.some(({ listing }) => listing.hours),
    }
    const missing = Object.entries(has)
      .filter(([, there]) => !there)
      .map(([field]) => field)
    if (missing.length === 0) return []
    return [
      {
        page: first.page,
        excerpt: first.types.join(', '),
        data: { missing: missing.join(', ') },
      },
    ]
  },
})
