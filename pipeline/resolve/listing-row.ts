import type { MatchableRow } from '../store/match.ts'
import { FREEMAIL } from '../text/emails.ts'
import type { Row } from './row.ts'

/** A listing of the store as matching reads it. */
export const rowOfListing = (listing: MatchableRow): Row => {
  const registers = listing.registers === '{}' ? {} : JSON.parse(listing.registers)
  return {
    source: listing.source,
    name: listing.name,
    address: [listing.street, listing.number, listing.unit].filter(Boolean).join(' '),
    town: listing.town ?? '',
    postcode: listing.postcode ?? '',
    country: listing.country ?? '',
    phone: listing.phones === '[]' ? '' : JSON.parse(listing.phones).join(';'),
    website: listing.website ?? otherSite(listing),
    trade: listing.trade ?? '',
    lat: listing.lat ?? Number.NaN,
    lon: listing.lon ?? Number.NaN,
    company: registers.company ?? '',
    kvk: registers.kvk ?? '',
    kbo: registers.kbo ?? '',
    vat: registers.vat ?? '',
  }
}

/** Where no website is stated: the domain of its mail, or its page on a social network. */
const otherSite = ({ emails, socials }: MatchableRow): string => {
  if (emails !== '[]')
    for (const email of JSON.parse(emails) as string[]) {
      const domain = email.slice(email.indexOf('@') + 1)
      if (!FREEMAIL.has(domain)) return domain
    }
  return socials === '[]' ? '' : ((JSON.parse(socials) as string[])[0] ?? '')
}
