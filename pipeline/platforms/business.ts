import type { Listing, RegisterNumbers } from '../model/listing.ts'
import { absolute, distinct, email, hostOf, sites } from './address.ts'
import { isObject } from './json.ts'
import { type Card, facts, listing, shown } from './reading.ts'
import { BUSINESS_TYPES, FIRM_TYPES } from './schema-types.ts'
import { type Thing, typesOf } from './structured.ts'
import { oneLine } from './tree.ts'
import { specifiedHours } from './week.ts'

/** Whether a thing is a business with a place, by its types. */
export const isBusiness = (thing: Thing): boolean =>
  typesOf(thing).some((type) => BUSINESS_TYPES.has(type))

/** Whether a thing may be a firm: a business, or an organisation that the page must vouch for. */
export const maybeFirm = (thing: Thing): boolean =>
  isBusiness(thing) || typesOf(thing).some((type) => FIRM_TYPES.has(type))

/** Plain text of the first value that has one: texts, numbers, `{"@value"}` and named things. */
const word = (value: unknown): string | undefined => words(value)[0]

const words = (value: unknown): readonly string[] => {
  if (value === undefined) return []
  if (typeof value === 'string') {
    const said = oneLine(unescaped(value))
    return said === undefined ? [] : [said]
  }
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(words)
  return isObject(value) ? words(value['@value'] ?? value.name ?? value['@id']) : []
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  '#39': "'",
  '#039': "'",
  '#x27': "'",
  '#34': '"',
}

/** Text of JSON-LD is often escaped for HTML a second time. */
const unescaped = (raw: string): string =>
  !/[&<]/.test(raw)
    ? raw
    : raw
        .replace(
          /&(amp|quot|apos|lt|gt|nbsp|#0?39|#34|#x27);/gi,
          (all, name: string) => ENTITIES[name.toLowerCase()] ?? all,
        )
        .replace(/<[^<>]{1,200}>/g, ' ')

const first = (value: unknown): Thing => [value].flat(2).find(isObject) ?? {}

const number = (value: unknown): number | undefined => {
  const said = word(value)?.replace(',', '.')
  const found = said === undefined ? Number.NaN : Number(said)
  return Number.isFinite(found) ? found : undefined
}

/** What a thing says of one business. `page` resolves addresses; `directory` is the host whose links are no websites. */
export const businessOf = (thing: Thing, page: string, directory: string): Card => {
  const points = [thing.contactPoint].flat(2).filter(isObject)
  const [urls = [], same = [], pages = []] = [
    thing.url,
    thing.sameAs,
    [thing.mainEntityOfPage, thing['@id']],
  ].map(words)
  const own = (url: string) => sameHost(hostOf(absolute(url, page) ?? ''), directory)
  const profile = [...urls, ...pages, ...same]
    .filter(own)
    .map((url) => absolute(url, page))
    .find((url) => pathOf(url) !== undefined)
  const rating = first(thing.aggregateRating)
  const best = number(rating.bestRating)
  const reviews = number(rating.reviewCount) ?? number(rating.ratingCount)
  const linked = sites([...urls, ...same].filter((url) => !own(url)))
  const name = word(thing.name) ?? word(thing.legalName)
  const where = address(thing)
  return listing({
    ref:
      word(thing.identifier) ??
      pathOf(profile) ??
      [name, where.postcode ?? where.street ?? where.address]
        .filter(Boolean)
        .join(', ')
        .toLowerCase(),
    name,
    url: profile,
    phones: distinct(
      [thing.telephone, thing.phone, ...points.map((point) => point.telephone)]
        .flatMap(words)
        .map((phone) => phone.replace(/^tel:/i, '')),
    ),
    emails: distinct(
      [thing.email, ...points.map((point) => point.email)].flatMap(words).map(email),
    ),
    website: linked.website,
    socials: linked.socials,
    ...where,
    hours:
      specifiedHours(thing.openingHoursSpecification) ??
      (words(thing.openingHours).join('; ') || undefined),
    rating: reviews === 0 ? undefined : number(rating.ratingValue),
    ratingBest: best === undefined || best === 5 || reviews === 0 ? undefined : best,
    reviews: reviews === 0 ? undefined : reviews,
    description: word(thing.description),
    registers: registers(thing),
    extra: facts({
      type: typesOf(thing)
        .filter((type) => type !== 'LocalBusiness')
        .join(', '),
      legalName: word(thing.legalName),
      fax: word(thing.faxNumber),
      priceRange: word(thing.priceRange),
      founded: word(thing.foundingDate),
      employees: word(thing.numberOfEmployees),
    }),
  })
}

const sameHost = (host: string, directory: string): boolean =>
  directory !== '' && (host === directory || host.endsWith(`.${directory}`))

const pathOf = (url: string | undefined): string | undefined => {
  const path = url === undefined ? '' : new URL(url).pathname.replace(/\/$/, '')
  return path === '' ? undefined : path
}

const address = (
  thing: Thing,
): Pick<
  Listing,
  'lat' | 'lon' | 'street' | 'town' | 'postcode' | 'county' | 'country' | 'address'
> => {
  const given = [thing.address ?? first(thing.location).address].flat(2)
  const parts = given.find(isObject) ?? {}
  const line = given.find((one) => typeof one === 'string')
  const geo = first(thing.geo ?? first(thing.location).geo)
  const [lat, lon] = [
    number(geo.latitude ?? thing.latitude),
    number(geo.longitude ?? thing.longitude),
  ]
  const placed = lat !== undefined && lon !== undefined && !(lat === 0 && lon === 0)
  const trimmed = (value: unknown) => word(value)?.replace(/[\s,]+$/, '')
  return shown({
    street: trimmed(parts.streetAddress),
    town: trimmed(parts.addressLocality),
    postcode: trimmed(parts.postalCode),
    county: trimmed(parts.addressRegion),
    country: word(parts.addressCountry),
    address: word(line),
    lat: placed ? lat : undefined,
    lon: placed ? lon : undefined,
  })
}

const registers = (thing: Thing): RegisterNumbers => shown({ vat: word(thing.vatID) })
