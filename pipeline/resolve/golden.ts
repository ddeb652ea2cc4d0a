import type { ListingField } from '../model/listing.ts'
import type { GoldenField, GoldenRecord, Provenance } from '../model/prospect.ts'
import type { GoldenListing } from '../store/member.ts'
import { fold } from '../text/plain.ts'
import { rankOf, type Trust } from './rank.ts'

type Field = keyof GoldenRecord

/** One field: which value a listing states, how two values are told to be the same, and where it was read. */
interface Rule<T> {
  readonly read: (listing: GoldenListing) => T | undefined
  readonly key: (value: T) => string
  readonly from: readonly ListingField[]
  readonly trust: Trust
}

const text = (value: string): string => fold(value).replace(/ /g, '')

const rule = <T>(made: Rule<T>): Rule<T> => made

const RULES = {
  name: rule({ read: (l) => l.name, key: text, from: ['name'], trust: 'name' }),
  legalForm: rule({
    read: (l) => l.legalForm,
    key: text,
    from: ['legalForm', 'name'],
    trust: 'register',
  }),
  trade: rule({ read: (l) => l.trade, key: text, from: ['categories'], trust: 'contact' }),
  phone: rule({ read: (l) => l.phones[0], key: (v) => v, from: ['phones'], trust: 'contact' }),
  email: rule({ read: (l) => l.emails[0], key: (v) => v, from: ['emails'], trust: 'contact' }),
  website: rule({
    read: (l) => l.website,
    key: (v) => v.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, ''),
    from: ['website'],
    trust: 'contact',
  }),
  address: rule({
    read: (l) => (Object.keys(l.address).length === 0 ? undefined : l.address),
    key: (a) =>
      a.street === undefined && a.postcode === undefined
        ? text(a.town ?? '')
        : text(`${a.street ?? ''} ${a.number ?? ''} ${a.unit ?? ''} ${a.postcode ?? a.town ?? ''}`),
    from: ['street', 'address', 'postcode', 'town'],
    trust: 'place',
  }),
  point: rule({
    read: (l) =>
      l.lat === undefined || l.lon === undefined ? undefined : { lat: l.lat, lon: l.lon },
    // about 100 metres: closer points are one
    key: (p) => `${p.lat.toFixed(3)} ${p.lon.toFixed(3)}`,
    from: ['lat', 'lon'],
    trust: 'place',
  }),
  hours: rule({ read: (l) => l.hours, key: text, from: ['hours'], trust: 'contact' }),
  registers: rule({
    read: (l) => (Object.keys(l.registers).length === 0 ? undefined : l.registers),
    key: (r) => `${r.company ?? ''} ${r.kvk ?? ''} ${r.kbo ?? ''} ${r.vat ?? ''}`,
    from: ['registers'],
    trust: 'register',
  }),
} as const satisfies { readonly [F in Field]-?: unknown }

/** How much less a listing counts that its source no longer shows, or that says the business has closed. */
const VANISHED = 0.3

/** Months after which a listing counts half. */
const HALF_LIFE = 18

const MONTH = 30 * 24 * 3600 * 1000

const freshness = (listing: GoldenListing, newest: number): number => {
  const age = (newest - Date.parse(listing.lastSeen)) / MONTH
  const gone = listing.vanishedAt !== undefined || listing.status === 'closed' ? VANISHED : 1
  return gone * 0.5 ** (Math.max(0, age) / HALF_LIFE)
}

/** More of an address is better than less, when several listings state the same place. */
const completeness = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 1

interface Said<T> {
  readonly value: T
  readonly from: Provenance
  readonly weight: number
}

const best = <T>(
  said: readonly Said<T>[],
  key: (value: T) => string,
): GoldenField<T> | undefined => {
  const [only] = said
  if (only === undefined) return undefined
  if (said.length === 1) return { value: only.value, from: only.from, agree: [], differ: [] }
  // most listings of a business state the very same: no need to fold what is equal
  const equal = said.every(({ value }) => value === only.value)
  const groups = new Map<string, Said<T>[]>()
  for (const one of said) {
    const name = equal ? '' : key(one.value)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [one])
    else group.push(one)
  }
  const sum = (group: readonly Said<T>[]) => group.reduce((total, { weight }) => total + weight, 0)
  const [chosen = [], ...others] = [...groups.values()].sort((a, b) => sum(b) - sum(a))
  const [first, ...agree] = [...chosen].sort(
    (a, b) => completeness(b.value) - completeness(a.value) || b.weight - a.weight,
  )
  return (
    first && {
      value: first.value,
      from: first.from,
      agree: agree.map(({ from }) => from),
      differ: others.flat().map(({ value, from }) => ({ value, from })),
    }
  )
}

const fieldOf = <T>(
  { read, key, from, trust }: Rule<T>,
  listings: readonly GoldenListing[],
  fresh: readonly number[],
): GoldenField<T> | undefined => {
  const said: Said<T>[] = []
  listings.forEach((listing, k) => {
    const value = read(listing)
    if (value === undefined) return
    const { origin, id, source, lastSeen } = listing
    const page = from.map((field) => origin[field]).find((found) => found !== undefined)
    said.push({
      value,
      from: { listing: id, source, page: page ?? origin['*'] ?? 0, at: lastSeen },
      weight: rankOf(source, trust) * (fresh[k] ?? 1),
    })
  })
  return best(said, key)
}

/**
 * The golden record of a business: of each field the value that the most trusted, most and freshest
 * listings state, who else states it, and who states otherwise. The listings come in any order.
 */
export const goldenOf = (given: readonly GoldenListing[]): GoldenRecord => {
  const listings = [...given].sort((a, b) => a.id - b.id)
  const newest = Math.max(...listings.map(({ lastSeen }) => Date.parse(lastSeen)))
  const fresh = listings.map((listing) => freshness(listing, newest))
  const fields: Partial<Record<Field, unknown>> = {}
  for (const [field, made] of Object.entries(RULES)) {
    const found = fieldOf(made as Rule<unknown>, listings, fresh)
    if (found !== undefined) fields[field as Field] = found
  }
  // every listing has a name, so there is one
  return fields as unknown as GoldenRecord
}
