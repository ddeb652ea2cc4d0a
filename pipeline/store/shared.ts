import type { Selectable } from 'kysely'
import type { Instant, Region } from '../model/region.ts'
import { isShared, SHARED_FROM, spreadOf, type Use } from '../text/shared-contact.ts'
import './listing.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'

type SharedKind = 'phone' | 'email' | 'domain'

interface SharedTable {
  kind: SharedKind
  value: string
  names: number
  areas: number
  listings: number
  found_at: string
}

declare module './schema.ts' {
  interface Tables {
    shared_contact: SharedTable
  }
}

/** A phone, e-mail address or domain that is no single business's own, and how widely it was seen. */
export type SharedContact = Selectable<SharedTable>

/** Every use of a contact that at least `@from` listings carry, contact by contact. */
const USES = `
  with use as (
    select 'phone' as kind, p.value as value, l.id as listing from listing l, json_each(l.phones) p
      where l.vanished_at is null
    union all
    select 'email', e.value, l.id from listing l, json_each(l.emails) e where l.vanished_at is null
    union all
    select 'domain', l.domain, l.id from listing l
      where l.vanished_at is null and l.domain is not null
  ), wide as (
    select kind, value from use group by kind, value having count(*) >= @from
  )
  select use.kind, use.value, l.name, l.region, l.postcode, l.town
  from wide join use using (kind, value) join listing l on l.id = use.listing
  order by use.kind, use.value`

interface UseRow {
  readonly kind: SharedKind
  readonly value: string
  readonly name: string
  readonly region: Region
  readonly postcode: string | null
  readonly town: string | null
}

const hot = prepared((raw) => ({
  add: raw.prepare<[SharedContact]>(
    `insert into shared_contact (kind, value, names, areas, listings, found_at)
     values (@kind, @value, @names, @areas, @listings, @found_at)`,
  ),
}))

/** Groups the ordered rows by contact, one group in memory at a time. */
function* byContact(rows: Iterable<UseRow>): Generator<readonly [UseRow, readonly Use[]]> {
  let first: UseRow | undefined
  let uses: Use[] = []
  for (const row of rows) {
    if (first !== undefined && (first.kind !== row.kind || first.value !== row.value)) {
      yield [first, uses]
      uses = []
    }
    first = row
    const { name, region, postcode, town } = row
    uses.push({ name, region, postcode: postcode ?? undefined, town: town ?? undefined })
  }
  if (first !== undefined) yield [first, uses]
}

/**
 * Judges every contact of the living listings by `isShared`, writes the table anew and answers it, the widest first.
 * Listings that carry a contact which was judged otherwise before are due for resolving again: what their prospect's
 * record says of it is no longer so.
 */
export const markShared = (
  store: Store,
  at: Instant,
  from: number = SHARED_FROM,
): readonly SharedContact[] => {
  const rows = store.raw.prepare(USES).iterate({ from }) as IterableIterator<UseRow>
  const found: SharedContact[] = []
  for (const [{ kind, value }, uses] of byContact(rows)) {
    const spread = spreadOf(uses)
    if (isShared(spread, from)) found.push({ kind, value, ...spread, found_at: at })
  }
  store.transaction(() => {
    const before = store.all(store.sql.selectFrom('shared_contact').select(['kind', 'value']))
    markDue(store, changedIn(before, found))
    store.run(store.sql.deleteFrom('shared_contact'))
    for (const contact of found) hot(store).add.run(contact)
  })
  return found.sort((a, b) => b.listings - a.listings)
}

type Contact = Pick<SharedContact, 'kind' | 'value'>

/** Contacts that stand in one of two lists only. */
const changedIn = (one: readonly Contact[], other: readonly Contact[]): readonly Contact[] => {
  const keyed = (list: readonly Contact[]) =>
    new Map(list.map((contact) => [`${contact.kind} ${contact.value}`, contact]))
  const [a, b] = [keyed(one), keyed(other)]
  return [...[...a].filter(([key]) => !b.has(key)), ...[...b].filter(([key]) => !a.has(key))].map(
    ([, contact]) => contact,
  )
}

/** Golden records leave shared phones and e-mail addresses out; a website stays, whoever shares it. */
const markDue = (store: Store, contacts: readonly Contact[]) => {
  for (const [kind, column] of [
    ['phone', 'phones'],
    ['email', 'emails'],
  ] as const) {
    const values = contacts.filter((one) => one.kind === kind).map(({ value }) => value)
    if (values.length === 0) continue
    store.raw
      .prepare(
        `update member set digest = '' where listing in (
           select l.id from listing l, json_each(l.${column}) c
           where c.value in (select value from json_each(?)))`,
      )
      .run(JSON.stringify(values))
  }
}

/** Tells whether a contact was found to be shared. */
export type IsShared = (kind: SharedKind, value: string) => boolean

/** The shared contacts as of the last `markShared`, for those who choose contact data. */
export const loadShared = (store: Store): IsShared => {
  const known = new Set(
    store
      .all(store.sql.selectFrom('shared_contact').select(['kind', 'value']))
      .map(({ kind, value }) => `${kind} ${value}`),
  )
  return (kind, value) => known.has(`${kind} ${value}`)
}
