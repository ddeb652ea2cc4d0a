import type { Instant, Region } from '../model/region.ts'
import { domainIdentity, emailIdentity, phoneIdentity } from '../text/identity.ts'
import type { Keyring } from './keyring.ts'
import type { Store } from './open.ts'
import {
  keepDueKeys,
  keepProspectKeys,
  keysOfProspect,
  markDue,
  prospectsWith,
  sharersOf,
} from './prospect-key.ts'
import {
  type Key,
  keysFor,
  type No,
  REASONS,
  suppress,
  suppressionsOf,
  suppressionsOfProspect,
  unsuppress,
} from './suppression.ts'

/** What a no reached: how many keys, and which prospects it stops. */
export interface Reach {
  readonly keys: number
  readonly prospects: readonly number[]
}

/** An address, number or domain as text. */
export interface Named {
  readonly email?: string
  readonly phone?: string
  readonly domain?: string
  /** In whose numbering plan a national telephone number is read. */
  readonly region?: Region
}

/** The hashed keys of an address, number or domain; empty when the text is none. */
export const namedKeys = (ring: Keyring, { email, phone, domain, region }: Named): readonly Key[] =>
  keysFor(ring, [
    ['email', email === undefined ? undefined : emailIdentity(email)],
    ['phone', phone === undefined ? undefined : phoneIdentity(phone, region)],
    ['domain', domain === undefined ? undefined : domainIdentity(domain)],
  ])

/**
 * A no said under an address or number: it stops every prospect that has it, on every channel (a hard bounce: on its
 * own). The rest of what they are known by is suppressed with it, so that a listing which comes back under another
 * number, or a half that is split off, is stopped too.
 */
export const optOut = (store: Store, ring: Keyring, keys: readonly Key[], no: No): Reach =>
  optOutAll(store, ring, [keys], no)

/** Many nos at once, each under the keys of one business; one transaction and one flush to the disk. */
export const optOutAll = (
  store: Store,
  ring: Keyring,
  groups: readonly (readonly Key[])[],
  no: No,
): Reach =>
  store.transaction(() => {
    keepDueKeys(store, ring)
    const reached = new Set<number>()
    const keys = groups.flatMap((group) => {
      const prospects = prospectsWith(store, group)
      for (const prospect of prospects) reached.add(prospect)
      const few = stopsAll(no) && prospects.length <= EXPANDED_AT_MOST
      return few ? [...group, ...prospects.flatMap((id) => freshKeys(store, ring, id))] : group
    })
    const count = suppress(store, keys, no)
    for (const prospect of reached) markDue(store, prospect)
    return { keys: count, prospects: [...reached].sort((a, b) => a - b) }
  })

/** A no said by a business itself, whichever way: everything it is known by is suppressed. */
export const optOutProspect = (store: Store, ring: Keyring, prospect: number, no: No): Reach =>
  store.transaction(() => {
    const keys = suppress(store, freshKeys(store, ring, prospect), no)
    markDue(store, prospect)
    return { keys, prospects: [prospect] }
  })

/** A number that more prospects share says nothing about any one of them; it stops them all the same. */
const EXPANDED_AT_MOST = 20

const stopsAll = ({ reason, stops }: No): boolean =>
  stops === 'all' || (stops === undefined && reason !== 'bounce')

const freshKeys = (store: Store, ring: Keyring, prospect: number): readonly Key[] => {
  keepProspectKeys(store, ring, prospect)
  return ownKeys(store, prospect)
}

/**
 * What a business alone is known by: its addresses, numbers, register numbers, and name with postcode; its letterbox
 * and domain only where no other prospect shares them.
 */
const ownKeys = (store: Store, prospect: number): readonly Key[] =>
  keysOfProspect(store, prospect).filter(
    ({ type, key }) => !(type === 'address' || type === 'domain') || sharersOf(store, key) <= 1,
  )

/** What taking a no back came to. */
export interface TakenBack {
  readonly removed: number
  /** Keys that stay because a person asked to be erased. */
  readonly erased: number
  /** Prospects with one of the keys that something else still stops. */
  readonly left: readonly number[]
}

/** Takes the no of some keys back, whatever its reason; an erasure stays. */
export const takeBack = (
  store: Store,
  keys: readonly Key[],
  back: { readonly via: string; readonly at: Instant },
): TakenBack =>
  store.transaction(() => {
    const erased = suppressionsOf(store, keys).filter((row) => row.reason === 'erased').length
    const removed = unsuppress(store, keys, { ...back, reasons: REASONS })
    const prospects = prospectsWith(store, keys)
    for (const prospect of prospects) markDue(store, prospect)
    const left = prospects.filter((id) => suppressionsOfProspect(store, id).length > 0)
    return { removed, erased, left }
  })
