import type { Generated } from 'kysely'
import type { TidyListing } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { FREEMAIL } from '../text/emails.ts'
import {
  businessIdentity,
  deliveryPoint,
  domainIdentity,
  emailIdentity,
  phoneIdentity,
  registerIdentity,
} from '../text/identity.ts'
import type { Keyring, KeyType } from './keyring.ts'
import { fromRow, type ListingRow } from './listing.ts'
import type { Store } from './open.ts'
import { statement } from './statement.ts'
import { isForgotten, type Key, keysFor } from './suppression.ts'

interface ProspectKeyRow {
  prospect: number
  key: Buffer
  type: KeyType
  pinned: number
  stated: Generated<number>
}

declare module './schema.ts' {
  interface Tables {
    prospect_key: ProspectKeyRow
    comply_due: { prospect: number; keyed: Generated<number> }
  }
}

/** What a value says about whom, before it is hashed. */
export type Identity = readonly [KeyType, string | undefined]

/** Every identity that a listing states: what suppression and erasure recognise it by. */
export const identitiesOf = (listing: TidyListing): readonly Identity[] => [
  ...listing.emails.flatMap(emailIdentities),
  ...listing.phones.map((phone): Identity => ['phone', phoneIdentity(phone, listing.region)]),
  ['domain', ownDomain(listing.domain ?? listing.website)],
  ['address', deliveryPoint(listing.address, listing.region)],
  ['business', businessIdentity(listing.name, listing.address.postcode)],
  ...registerIdentities(listing.registers),
]

const emailIdentities = (email: string): readonly Identity[] => [
  ['email', emailIdentity(email)],
  ['domain', ownDomain(email)],
]

const registerIdentities = (registers: TidyListing['registers']): readonly Identity[] =>
  (['company', 'kvk', 'kbo', 'vat'] as const).flatMap((register) => {
    const number = registers[register]
    return number === undefined ? [] : [['register', registerIdentity(register, number)] as const]
  })

/** A domain that can be somebody's own: a mail provider's is everybody's. */
const ownDomain = (text: string | undefined): string | undefined => {
  const domain = text === undefined ? undefined : domainIdentity(text)
  return domain === undefined || FREEMAIL.has(domain) ? undefined : domain
}

/** The hashed keys of a listing, with the source's own reference and page address: `harvest` asks `isForgotten` with them. */
export const listingKeys = (ring: Keyring, listing: TidyListing, url?: string): readonly Key[] =>
  keysFor(ring, [
    ...identitiesOf(listing),
    ['listing', `${listing.source}|${listing.ref}`],
    ['url', url],
  ])

/** What an erasure leaves of a name on a kept page. */
const REDACTED = /^(?=.{4})x+(?:[^\p{L}\p{N}]+x+)*$/iu

/** Whether a listing is of somebody who asked to be erased, or what an erasure left of one: it must not be stored. */
export const isErased = (
  store: Store,
  ring: Keyring,
  listing: TidyListing,
  url?: string,
): boolean => REDACTED.test(listing.name) || isForgotten(store, listingKeys(ring, listing, url))

/** Which prospects a run takes: those after an id, so many at once, of one market or all. */
export interface Slice {
  readonly after: number
  readonly limit: number
  readonly region?: Region
}

/** Prospects whose keys and verdicts are not up to date, by id. */
export const dueProspects = (store: Store, { after, limit, region }: Slice): readonly number[] =>
  statement(
    store,
    `select d.prospect from comply_due d left join prospect p on p.id = d.prospect
       where d.prospect > @after and (@region is null or p.region = @region)
       order by d.prospect limit @limit`,
  )
    .pluck()
    .all({ after, limit, region: region ?? null }) as number[]

/** Whether a prospect changed since `comply` last looked. */
export const isDue = (store: Store, prospect: number): boolean =>
  store.get(
    store.sql.selectFrom('comply_due').select('prospect').where('prospect', '=', prospect),
  ) !== undefined

/** Says that a prospect must be looked at again before anything goes to it. */
export const markDue = (store: Store, prospect: number) => {
  store.run(
    store.sql
      .insertInto('comply_due')
      .values({ prospect })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Says that a prospect's keys and verdicts are up to date. */
export const clearDue = (store: Store, prospect: number) => {
  store.run(store.sql.deleteFrom('comply_due').where('prospect', '=', prospect))
}

/** Computes the hashed keys of a prospect anew, from its listings and contacts; pinned ones stay. */
export const keepProspectKeys = (store: Store, ring: Keyring, prospect: number) => {
  const keys = keysFor(ring, [
    ['prospect', String(prospect)],
    ...listingsOf(store, prospect).flatMap(identitiesOf),
    ...contactIdentities(store, prospect),
  ])
  store.transaction(() => {
    statement(store, 'delete from prospect_key where prospect = ? and pinned = 0').run(prospect)
    statement(store, 'update prospect_key set stated = 0 where prospect = ?').run(prospect)
    const add = statement(
      store,
      `insert into prospect_key (prospect, key, type, pinned, stated) values (?, ?, ?, 0, 1)
         on conflict do update set stated = 1`,
    )
    for (const { key, type } of keys) add.run(prospect, key, type)
    statement(store, 'update comply_due set keyed = 1 where prospect = ?').run(prospect)
  })
}

/** Computes the keys of every prospect that changed since they were last computed: a no must find them all. */
export const keepDueKeys = (store: Store, ring: Keyring) => {
  const next = statement(
    store,
    'select prospect from comply_due where keyed = 0 order by prospect limit 500',
  ).pluck()
  for (let due = next.all() as number[]; due.length > 0; due = next.all() as number[])
    store.transaction(() => {
      for (const prospect of due) keepProspectKeys(store, ring, prospect)
    })
}

const listingsOf = (store: Store, prospect: number): readonly TidyListing[] =>
  statement<[number], ListingRow>(
    store,
    'select l.* from member m join listing l on l.id = m.listing where m.prospect = ?',
  )
    .all(prospect)
    .map(fromRow)

const contactIdentities = (store: Store, prospect: number): readonly Identity[] => {
  const region = statement<[number], Region>(store, 'select region from prospect where id = ?')
    .pluck()
    .get(prospect) as Region | undefined
  return statement<[number], { type: string; value: string }>(
    store,
    'select type, value from contact where prospect = ?',
  )
    .all(prospect)
    .flatMap(({ type, value }): readonly Identity[] => {
      if (type === 'email') return emailIdentities(value)
      if (type === 'phone') return [['phone', phoneIdentity(value, region)]]
      return []
    })
}

/** The hashed keys of a prospect as last computed, with those that a merge or split brought over. */
export const keysOfProspect = (store: Store, prospect: number): readonly Key[] =>
  store.all(
    store.sql.selectFrom('prospect_key').select(['type', 'key']).where('prospect', '=', prospect),
  )

/** The hashed keys that a prospect's own listings and contacts state, as last computed. */
export const statedKeys = (store: Store, prospect: number): readonly Key[] =>
  store.all(
    store.sql
      .selectFrom('prospect_key')
      .select(['type', 'key'])
      .where('prospect', '=', prospect)
      .where('stated', '=', 1),
  )

/** Prospects that have any of the keys, live or not, also by a merge or split. */
export const prospectsWith = (store: Store, keys: readonly Key[]): readonly number[] =>
  prospectsBy(store, keys, 'select prospect from prospect_key where key = ?')

/** Prospects whose own listings or contacts state any of the keys, live or not: the data are theirs. */
export const prospectsStating = (store: Store, keys: readonly Key[]): readonly number[] =>
  prospectsBy(store, keys, 'select prospect from prospect_key where key = ? and stated = 1')

const prospectsBy = (store: Store, keys: readonly Key[], query: string): readonly number[] => {
  const find = statement<[Buffer]>(store, query).pluck()
  return [...new Set(keys.flatMap(({ key }) => find.all(key) as number[]))].sort((a, b) => a - b)
}

/** How many prospects share a key. */
export const sharersOf = (store: Store, key: Buffer): number =>
  Number(
    statement(
      store,
      `select count(*) from prospect_key k join prospect p on p.id = k.prospect
         where k.key = ? and p.state = 'live'`,
    )
      .pluck()
      .get(key),
  )
