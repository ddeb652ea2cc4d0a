import { hash } from 'node:crypto'
import type { Generated, Selectable } from 'kysely'
import type { Listing, StoredListing, TidyListing } from '../model/listing.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'

interface ListingTable {
  id: Generated<number>
  source: string
  ref: string
  region: string
  name: string
  legal_form: string | null
  trade: string | null
  phones: string
  emails: string
  website: string | null
  domain: string | null
  socials: string
  street: string | null
  number: string | null
  unit: string | null
  building: string | null
  postcode: string | null
  town: string | null
  country: string | null
  lat: number | null
  lon: number | null
  hours: string | null
  registers: string
  no_marketing: number
  status: string
  raw: string
  origin: string
  digest: string
  first_seen: string
  last_seen: string
  changed_at: string
  vanished_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    listing: ListingTable
  }
}

export type ListingRow = Selectable<ListingTable>

/** What a listing was to the store: never seen, seen with other values, or the same as before. */
export type Seen = 'new' | 'changed' | 'same'

/** What the store holds of a listing that a new reading is merged into. */
export interface KnownListing {
  readonly id: number
  readonly raw: Listing
  /** The raw reading as it is written, to tell quickly that nothing changed. */
  readonly text: string
  readonly origin: Readonly<Record<string, number>>
  readonly digest: string
}

const COLUMNS = [
  'source',
  'ref',
  'region',
  'name',
  'legal_form',
  'trade',
  'phones',
  'emails',
  'website',
  'domain',
  'socials',
  'street',
  'number',
  'unit',
  'building',
  'postcode',
  'town',
  'country',
  'lat',
  'lon',
  'hours',
  'registers',
  'no_marketing',
  'status',
  'raw',
  'digest',
] as const satisfies readonly (keyof ListingTable)[]

/** What a listing is stored as, but for the pages it was read from: the values of `COLUMNS`, which threads may hand on. */
export type ListingValues = readonly (string | number | null)[]

const DIGEST = COLUMNS.indexOf('digest')

/** The statements of the harvest's hot loop. */
const hot = prepared((raw) => ({
  find: raw.prepare<[string, string], { id: number; raw: string; origin: string; digest: string }>(
    'select id, raw, origin, digest from listing where source = ? and ref = ?',
  ),
  insert: raw.prepare(
    `insert into listing (${COLUMNS.join(', ')}, origin, first_seen, last_seen, changed_at)
     values (${COLUMNS.map(() => '?').join(', ')}, ?, ?, ?, ?)`,
  ),
  change: raw.prepare(
    `update listing set ${COLUMNS.map((column) => `${column} = ?`).join(', ')}, origin = ?, changed_at = ?,
       last_seen = max(last_seen, ?), vanished_at = case when vanished_at > ? then vanished_at end
     where id = ?`,
  ),
  touch: raw.prepare(
    `update listing set last_seen = max(last_seen, @seen),
       vanished_at = case when vanished_at > @seen then vanished_at end where id = @id`,
  ),
}))

/** The stored state of a listing, or undefined when it was never seen. */
export const findKnown = (store: Store, source: string, ref: string): KnownListing | undefined => {
  const row = hot(store).find.get(source, ref)
  return row && { ...row, raw: JSON.parse(row.raw), text: row.raw, origin: JSON.parse(row.origin) }
}

/** A reading with clean-up done, and the page that each field was read from. */
export interface FreshListing {
  readonly tidy: TidyListing
  readonly raw: Listing
  readonly origin: Readonly<Record<string, number>>
}

/** The values that a listing is stored as. Pure. */
export const listingValues = (tidy: TidyListing, raw: string): ListingValues => {
  const { address } = tidy
  const values = [
    tidy.source,
    tidy.ref,
    tidy.region,
    tidy.name,
    tidy.legalForm ?? null,
    tidy.trade ?? null,
    JSON.stringify(tidy.phones),
    JSON.stringify(tidy.emails),
    tidy.website ?? null,
    tidy.domain ?? null,
    JSON.stringify(tidy.socials),
    address.street ?? null,
    address.number ?? null,
    address.unit ?? null,
    address.building ?? null,
    address.postcode ?? null,
    address.town ?? null,
    address.country ?? null,
    tidy.lat ?? null,
    tidy.lon ?? null,
    tidy.hours ?? null,
    JSON.stringify(tidy.registers),
    tidy.noMarketing ? 1 : 0,
    tidy.status,
    raw,
  ]
  return [...values, hash('sha1', JSON.stringify(values), 'base64url')]
}

/** The tidy listing that values were made of. */
export const tidyOf = (values: ListingValues): TidyListing => {
  const row = Object.fromEntries(COLUMNS.map((column, i) => [column, values[i]]))
  return tidyColumns(row as unknown as TidyColumns)
}

/**
 * Stores a listing, new or merged; `changed_at` moves only when a value did. Pages read again were seen
 * (`seenAt`) earlier than they are written down (`at`). Answers its id and what it was.
 */
export const saveValues = (
  store: Store,
  fresh: { readonly values: ListingValues; readonly origin: KnownListing['origin'] },
  known: KnownListing | undefined,
  seenAt: Instant,
  at: Instant = seenAt,
): { readonly id: number; readonly seen: Seen } => {
  const { insert, change, touch } = hot(store)
  const { values } = fresh
  if (known === undefined) {
    const origin = JSON.stringify(fresh.origin)
    const { lastInsertRowid } = insert.run(...values, origin, seenAt, seenAt, at)
    return { id: Number(lastInsertRowid), seen: 'new' }
  }
  const changed = values[DIGEST] !== known.digest
  if (changed) change.run(...values, JSON.stringify(fresh.origin), at, seenAt, seenAt, known.id)
  else touch.run({ id: known.id, seen: seenAt })
  return { id: known.id, seen: changed ? 'changed' : 'same' }
}

/** Stores a tidy listing. */
export const saveListing = (
  store: Store,
  { tidy, raw, origin }: FreshListing,
  known: KnownListing | undefined,
  seenAt: Instant,
  at: Instant = seenAt,
): ReturnType<typeof saveValues> =>
  saveValues(store, { values: listingValues(tidy, JSON.stringify(raw)), origin }, known, seenAt, at)

/** Notes that a listing was seen again just as it is known. */
export const touchListing = (store: Store, id: number, seenAt: Instant) => {
  hot(store).touch.run({ id, seen: seenAt })
}

/** A row as the rest of the pipeline reads it. */
export const fromRow = (row: ListingRow): StoredListing => ({
  ...tidyColumns(row),
  id: row.id,
  ...defined({ vanishedAt: row.vanished_at }),
  raw: JSON.parse(row.raw),
  origin: JSON.parse(row.origin),
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
})

type TidyColumns = Omit<Pick<ListingRow, (typeof COLUMNS)[number]>, 'raw' | 'digest'>

const tidyColumns = (row: TidyColumns): TidyListing => ({
  source: row.source as SourceId,
  ref: row.ref,
  region: row.region as Region,
  name: row.name,
  ...defined({
    legalForm: row.legal_form,
    trade: row.trade,
    website: row.website,
    domain: row.domain,
    lat: row.lat,
    lon: row.lon,
    hours: row.hours,
  }),
  phones: JSON.parse(row.phones),
  emails: JSON.parse(row.emails),
  socials: JSON.parse(row.socials),
  address: defined({
    street: row.street,
    number: row.number,
    unit: row.unit,
    building: row.building,
    postcode: row.postcode,
    town: row.town,
    country: row.country,
  }),
  registers: JSON.parse(row.registers),
  noMarketing: row.no_marketing === 1,
  status: row.status as StoredListing['status'],
})

type Defined<T> = { [K in keyof T]?: NonNullable<T[K]> }

const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Defined<T>
