import { type Config, type ConfigInput, readConfig } from '../../pipeline/config.ts'
import type { AddressParts } from '../../pipeline/model/listing.ts'
import type { GoldenField, GoldenRecord, Provenance } from '../../pipeline/model/prospect.ts'
import type { Instant, Language, Region, SourceId } from '../../pipeline/model/region.ts'
import type { Store } from '../../pipeline/store/open.ts'

export const AT: Instant = '2026-11-23T09:00:00.000Z'
const READ: Instant = '2026-11-03T08:15:00.000Z'

/** Chance that is none: the same bytes in every run, a different one each time it is asked. */
export const seeded = (seed = 1) => {
  let state = seed
  return (bytes: number): Uint8Array =>
    Uint8Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    })
}

/** The configuration of an invented directory with sites in three countries. */
export const CONFIG: ConfigInput = {
  operator: {
    name: 'Lanternfield Directories Ltd',
    contact: 'hello@lanternfield.example',
    address: ['Lanternfield Directories Ltd', '4 Quay Street', 'Leeds', 'LS1 4AB'],
    country: 'uk',
    registration: 'Registered in England, no. 00000000',
    signer: 'Ellen Marsh',
    role: 'listings editor',
    phone: '0113 496 0000',
    privacy: 'https://lanternfield.example/privacy',
  },
  sites: {
    uk: { name: 'Lanternfield', url: 'https://lanternfield.example' },
    nl: { name: 'Lantaarnveld', url: 'https://lantaarnveld.example' },
    be: { name: 'Lantaarnveld', url: 'https://be.lantaarnveld.example' },
  },
}

/** An invented business, as much of it as a test cares about. */
export interface Shop {
  readonly name: string
  readonly region?: Region
  readonly language?: Language
  readonly trade?: string
  readonly phone?: string
  /** What another listing says. */
  readonly otherPhone?: string
  readonly email?: string
  readonly website?: string
  readonly address?: AddressParts
  readonly otherAddress?: AddressParts
  readonly sources?: readonly [SourceId, SourceId]
}

const field = <T>(
  value: T,
  from: Provenance,
  other?: T,
  otherFrom?: Provenance,
): GoldenField<T> => ({
  value,
  from,
  agree: [],
  differ: other === undefined || otherFrom === undefined ? [] : [{ value: other, from: otherFrom }],
})

/** The golden record of a shop; its listings are numbered from its own id. */
export const golden = (shop: Shop, id = 1): GoldenRecord => {
  const [one, two] = shop.sources ?? ['uk/yell', 'any/osm']
  const from: Provenance = { listing: id * 10, source: one, page: id * 10, at: READ }
  const other: Provenance = { ...from, listing: id * 10 + 1, source: two, page: id * 10 + 1 }
  const set = <T>(value: T | undefined, differ?: T) =>
    value === undefined ? undefined : field(value, from, differ, other)
  return Object.fromEntries(
    Object.entries({
      name: field(shop.name, from),
      trade: set(shop.trade),
      phone: set(shop.phone, shop.otherPhone),
      email: set(shop.email),
      website: set(shop.website),
      address: set(shop.address, shop.otherAddress),
    }).filter(([, value]) => value !== undefined),
  ) as unknown as GoldenRecord
}

/** Stores a shop as a live prospect; answers its id. */
export const addShop = (store: Store, shop: Shop): number => {
  const next =
    Number(
      (store.raw.prepare('select coalesce(max(id), 0) as n from prospect').get() as { n: number })
        .n,
    ) + 1
  store.raw
    .prepare(
      `insert into prospect (id, region, language, golden, name, phone, email, postcode, town, created_at, changed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      next,
      shop.region ?? 'uk',
      shop.language ?? 'en',
      JSON.stringify(golden(shop, next)),
      shop.name,
      shop.phone ?? null,
      shop.email ?? null,
      shop.address?.postcode ?? null,
      shop.address?.town ?? null,
      READ,
      READ,
    )
  return next
}

/** A plumber in Leeds whose two listings give two numbers. */
export const PLUMBER: Shop = {
  name: 'OAKFIELD PLUMBING & HEATING',
  trade: 'plumber',
  phone: '+441134960001',
  otherPhone: '+441134960002',
  email: 'info@oakfield.example',
  website: 'https://www.oakfield.example/',
  address: { street: 'High Street', number: '12', postcode: 'LS6 2AB', town: 'Leeds' },
}

/** A configuration as a stage gets it, defaults filled in. */
export const configured = async (input: ConfigInput = CONFIG): Promise<Config> => ({
  ...(await readConfig(undefined, '/nowhere')),
  ...(input as Partial<Config>),
})
