import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { tidy } from '../../pipeline/harvest/tidy.ts'
import type { Listing } from '../../pipeline/model/listing.ts'
import { defineBench, seeded } from './bench.ts'

const LISTINGS = 20_000

const made = (): readonly Listing[] => {
  const random = seeded(1)
  const some = (most: number) => Math.floor(random() * most)
  return Array.from({ length: LISTINGS }, (_, i) => ({
    ref: String(i),
    name: ['SMITH &amp; SONS PLUMBING LTD', 'Blue Door Café', 'harbour dental llp'][some(3)] ?? '',
    categories: ['Plumbers & Heating Engineers'],
    phones: [`020 7946 0${String(some(1000)).padStart(3, '0')}`],
    emails: [`Info@Firm-${i}.example`],
    website: `https://www.firm-${i}.example/?utm_source=directory`,
    street: `Unit ${some(20)}, Foo Business Park, ${some(300)} Mill Lane,`,
    town: 'Leeds',
    postcode: `ls${some(20) + 1} ${some(10)}ap`,
    lat: 53.8,
    lon: -1.5,
    hours: 'Mon-Fri 9am - 5pm, Sat closed',
  }))
}

export default defineBench({
  about: `${LISTINGS} directory listings of twelve fields cleaned up: names, phone, e-mail, website, address, hours, trade`,
  unit: 'listings',
  setup: async () => {
    const listings = made()
    return {
      rows: [
        {
          name: 'libphonenumber-js alone, one number each',
          role: 'floor',
          run: async () => {
            for (const { phones } of listings) parsePhoneNumberFromString(phones?.[0] ?? '', 'GB')
            return listings.length
          },
        },
        {
          name: 'clean-up, all steps',
          role: 'ours',
          run: async () => {
            for (const listing of listings)
              tidy(listing, { source: 'uk/yell', region: 'uk' }, () => undefined)
            return listings.length
          },
        },
      ],
    }
  },
})
