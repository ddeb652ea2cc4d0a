import type { AddressParts, StoredListing } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { isOwn, type Site } from '../probe.ts'
import { nameIdentity } from '../text/identity.ts'
import { phoneLine, withoutExtension } from '../text/phones.ts'

/** Directories by the names that people know them by. A list of one's own is no directory and has none. */
const NAMES: Readonly<Record<string, string>> = {
  'uk/yell': 'Yell',
  'uk/gumtree': 'Gumtree',
  'uk/thomson-local': 'Thomson Local',
  'uk/scoot': 'Scoot',
  'uk/freeindex': 'FreeIndex',
  'uk/companies-house': 'Companies House',
  'nl/goudengids': 'Gouden Gids',
  'nl/telefoongids': 'De Telefoongids',
  'nl/marktplaats': 'Marktplaats',
  'be/goudengids': 'Gouden Gids',
  'be/pagesdor': "Pages d'Or",
  'be/2dehands': '2dehands',
  'be/2ememain': '2ememain',
  'be/kbo': 'KBO/BCE',
  'any/google-maps': 'Google Maps',
  'any/google-places': 'Google Maps',
  'any/osm': 'OpenStreetMap',
  'any/overture': 'Overture Maps',
  'any/infobel': 'Infobel',
}

/** Registers state a seat and a legal name, which may rightly differ from the shop's; lists are the user's own. */
const SILENT = new Set(['uk/companies-house', 'be/kbo', 'any/list'])

/** The name of a listing's source as a sentence uses it; undefined where it has none that a reader would know. */
const directoryName = (source: string): string | undefined => NAMES[source]

/** One directory's word about the business. */
export interface Stated {
  readonly who: string
  readonly listing: StoredListing
}

/** The directories that speak about the business today, the one seen last first; registers, lists and one's own directory are left out. */
export const directories = (site: Site): readonly Stated[] =>
  site.listings
    .filter(
      (listing) =>
        listing.vanishedAt === undefined &&
        listing.status === 'open' &&
        !isOwn(site.own, listing) &&
        !SILENT.has(listing.source),
    )
    .flatMap((listing) => {
      const who = directoryName(listing.source)
      return who === undefined ? [] : [{ who, listing }]
    })
    .sort((a, b) => (a.listing.lastSeen < b.listing.lastSeen ? 1 : -1))

/** Numbers that lead to the business itself: call-tracking and service numbers stand in for it and prove no difference. */
export const ownLines = (phones: readonly string[]): readonly string[] =>
  phones
    .map(withoutExtension)
    .filter((phone) => ['landline', 'mobile', 'unknown'].includes(phoneLine(phone)))

/** The phone that a site shows most plainly, and all that it shows. */
export const sitePhones = (site: Site) => {
  const found = site.reading.contacts.filter((contact) => contact.type === 'phone')
  const rank = ['tel', 'data', 'text']
  const [main] = [...found].sort((a, b) => rank.indexOf(a.how) - rank.indexOf(b.how))
  return { main, all: new Set(found.map(({ value }) => withoutExtension(value))) }
}

const squash = (text: string | undefined): string =>
  (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const digits = (text: string | undefined): string => /\d+/.exec(text ?? '')?.[0] ?? ''

/** Whether two whole addresses are surely two places: another postcode, or another number in the same one. Spelling proves nothing. */
export const otherPlace = (a: AddressParts, b: AddressParts): boolean => {
  if (!isWhole(a) || !isWhole(b)) return false
  const [here, there] = [squash(a.postcode), squash(b.postcode)]
  // The front half of a postcode (`AB1`, `1234`) agrees with the whole of it.
  if (!here.startsWith(there) && !there.startsWith(here)) return true
  const [first, second] = [digits(a.number), digits(b.number)]
  return first !== '' && second !== '' && first !== second && !isRange(a, b)
}

const isRange = (a: AddressParts, b: AddressParts): boolean => {
  const numbers = (text: string | undefined) => (text?.match(/\d+/g) ?? []).map(Number)
  const [first, second] = [numbers(a.number), numbers(b.number)]
  const within = (one: readonly number[], two: readonly number[]) =>
    two.length > 1 && one.some((n) => n >= (two[0] ?? 0) && n <= (two.at(-1) ?? 0))
  return within(first, second) || within(second, first)
}

/** Whether an address says which door it means. */
export const isWhole = (address: AddressParts): boolean =>
  Boolean(address.street && address.number && address.postcode)

/** The one address that the site states everywhere; undefined where it states none, or more than one place. */
export const siteAddress = (site: Site) => {
  const [first, ...rest] = site.reading.addresses
  if (first === undefined) return undefined
  return rest.some(({ address }) => otherPlace(first.address, address)) ? undefined : first
}

/** An address in one line, as a reader expects it. */
export const printAddress = (address: AddressParts, region: Region): string => {
  const street =
    region === 'uk'
      ? [address.number, address.street].filter(Boolean).join(' ')
      : [address.street, address.number].filter(Boolean).join(' ')
  const town =
    region === 'uk'
      ? [address.town, address.postcode].filter(Boolean).join(' ')
      : [address.postcode, address.town].filter(Boolean).join(' ')
  return [address.unit, street, town].filter(Boolean).join(', ')
}

/** Whether two names are surely two: neither holds the other once legal form, case and the words that come and go are off. */
export const otherName = (a: string, b: string): boolean => {
  const [first, second] = [nameIdentity(a), nameIdentity(b)]
  if (first.length < 3 || second.length < 3) return false
  return !first.includes(second) && !second.includes(first) && shared(a, b) === 0
}

const shared = (a: string, b: string): number => {
  const words = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? []
  const second = new Set(words(b))
  return words(a).filter((word) => second.has(word)).length
}
