import type { Listing, StoredListing, TidyListing } from '../model/listing.ts'
import { nameShared, sharedOutside, storedTexts } from '../store/erasure.ts'
import type { Keyring, KeyType } from '../store/keyring.ts'
import type { Store } from '../store/open.ts'
import { identitiesOf } from '../store/prospect-key.ts'
import { isForgotten, type Key, keysFor } from '../store/suppression.ts'
import { deliveryPoint, domainIdentity, emailIdentity, phoneIdentity } from '../text/identity.ts'
import { printPhone } from '../text/phones.ts'
import { fold } from '../text/plain.ts'

/** Whose data are meant: prospects with all they were merged with, and their listings. */
export interface Family {
  readonly prospects: readonly number[]
  readonly listings: readonly StoredListing[]
}

/** What only these prospects are known by, as text that may stand anywhere, and as the domains of their own. */
export interface Traces {
  readonly strings: readonly string[]
  readonly domains: readonly string[]
  readonly urls: readonly string[]
  /** How many of its names are common words, or part of other businesses' names: they cannot be struck out everywhere. */
  readonly sharedNames: number
}

/**
 * The words by which a person can be found in rows, pages and files: names, addresses, numbers, domains, descriptions.
 * What another live prospect shares (a chain's number, a landlord's address, a common name) is that one's too and stays.
 */
export const tracesOf = (
  store: Store,
  ring: Keyring,
  family: Family,
  words: readonly string[],
): Traces => {
  const alone = (type: KeyType, value: string | undefined): boolean =>
    keysFor(ring, [[type, value]]).every((key) => !sharedOutside(store, key, family.prospects))
  const ids = family.listings.map(({ id }) => id)
  const texts = storedTexts(store, family.prospects)
  const stated = [...family.listings.flatMap(statedBy), ...texts, ...words]
  const strings = new Set<string>()
  const domains = new Set<string>()
  const sharedNames = new Set<string>()
  for (const text of stated) {
    const email = text.includes('@') ? emailIdentity(text) : undefined
    const domain = ownDomain(text)
    if (email !== undefined ? alone('email', email) : true) strings.add(text)
    if (domain !== undefined && alone('domain', domain)) domains.add(domain)
  }
  for (const listing of family.listings) {
    for (const phone of listing.phones)
      if (alone('phone', phoneIdentity(phone, listing.region)))
        for (const form of phoneForms(phone, listing)) strings.add(form)
    if (alone('address', deliveryPoint(listing.address, listing.region)))
      for (const form of addressForms(listing)) strings.add(form)
    if (!distinctive(listing.name) || nameShared(store, listing.name, ids))
      sharedNames.add(listing.name)
    else for (const form of nameForms(listing)) strings.add(form)
  }
  for (const domain of domains) strings.add(domain)
  const urls = family.listings.flatMap(({ raw }) => (raw.url === undefined ? [] : [raw.url]))
  return {
    strings: longestFirst(strings),
    domains: [...domains],
    urls,
    sharedNames: sharedNames.size,
  }
}

const longestFirst = (strings: ReadonlySet<string>): readonly string[] =>
  [...strings].filter((text) => text.trim().length >= 4).sort((a, b) => b.length - a.length)

/** A listing as far as traces are drawn from it, stored or not. */
type Stated = TidyListing & Pick<StoredListing, 'raw'>

/** What a listing says that is nobody else's, beside name, number and address. */
const statedBy = ({ raw, emails, website, socials, registers }: Stated): readonly string[] => [
  ...emails,
  ...(raw.emails ?? []),
  ...[website, raw.website, raw.url, raw.description].flatMap((text) => text ?? []),
  ...socials,
  ...(raw.socials ?? []),
  ...Object.values(registers),
  ...Object.values(raw.registers ?? {}),
  ...Object.values(raw.extra ?? {}).filter((text) => /@|https?:|\+?\d[\d\s().-]{7,}/.test(text)),
]

const ownDomain = (text: string): string | undefined =>
  /^https?:/i.test(text) || /^[^\s@]+@[^\s@]+$/.test(text) ? domainIdentity(text) : undefined

const phoneForms = (phone: string, { raw, region }: Stated): readonly string[] => {
  const same = (raw.phones ?? []).filter(
    (text) => phoneIdentity(text, region) === phoneIdentity(phone, region),
  )
  return [phone, printPhone(phone, region), ...same]
}

const addressForms = ({ address, raw }: Stated): readonly string[] => {
  const { street, number } = address
  const both = street !== undefined && number !== undefined
  const numbered = (text: string | undefined) =>
    text !== undefined && /\d/.test(text) ? [text] : []
  return [
    ...(both ? [`${street} ${number}`, `${number} ${street}`, `${number}, ${street}`] : []),
    ...numbered(raw.street),
    ...numbered(raw.address),
  ]
}

/** The name as written, and as addresses of pages write it. */
const nameForms = ({ name, raw }: Stated): readonly string[] => {
  const words = fold(name).split(' ')
  return [
    name,
    raw.name,
    ...(words.length > 1 ? [words.join('-'), words.join('_'), words.join('')] : []),
  ]
}

/** A name that is one common word would take every page that uses the word with it. */
const distinctive = (name: string): boolean => {
  const words = fold(name).split(' ')
  return words.length > 1 ? name.length >= 6 : name.length >= 9
}

/** A listing that a source shows again, cleaned up and as it was read. */
interface Shown {
  readonly tidy: TidyListing
  readonly raw: Listing
}

/**
 * The words of an erased person on a page that was fetched again: what the erasure took for the person's alone. What
 * neighbours share with the person was never suppressed, and stays.
 */
export const erasedTraces = (
  store: Store,
  ring: Keyring,
  { tidy, raw }: Shown,
): readonly string[] => {
  const listing = { ...tidy, raw }
  const { region } = tidy
  const gone = (type: KeyType, value: string | undefined): boolean =>
    value !== undefined && isForgotten(store, keysFor(ring, [[type, value]]))
  const stated = statedBy(listing).filter((text) => {
    const email = text.includes('@') ? emailIdentity(text) : undefined
    const domain = ownDomain(text)
    if (email === undefined && domain === undefined) return true
    return gone('email', email) || gone('domain', domain) || gone('url', text)
  })
  const phones = tidy.phones.filter((phone) => gone('phone', phoneIdentity(phone, region)))
  const named = distinctive(tidy.name) && !nameShared(store, tidy.name, [])
  return longestFirst(
    new Set([
      ...stated,
      ...phones.flatMap((phone) => phoneForms(phone, listing)),
      ...(gone('address', deliveryPoint(tidy.address, region)) ? addressForms(listing) : []),
      ...(named ? nameForms(listing) : []),
    ]),
  )
}

/** The keys under which the person is never to come back: those that no other live prospect has. */
export const erasedKeys = (
  store: Store,
  ring: Keyring,
  family: Family,
  known: readonly Key[],
): readonly Key[] =>
  [
    ...known,
    ...keysFor(ring, [
      ...family.listings.flatMap((listing) => [
        ...identitiesOf(listing),
        ['listing', `${listing.source}|${listing.ref}`] as const,
        ['url', listing.raw.url] as const,
      ]),
    ]),
  ].filter((key) => !sharedOutside(store, key, family.prospects))
