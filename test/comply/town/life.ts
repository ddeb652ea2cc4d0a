import { openVoice } from '../../../pipeline/comply/words.ts'
import { comply as section } from '../../../pipeline/config/comply.ts'
import { loadRegions } from '../../../pipeline/region.ts'
import { type Keyring, openKeyring } from '../../../pipeline/store/keyring.ts'
import { findKnown } from '../../../pipeline/store/listing.ts'
import { placeReader } from '../../../pipeline/store/member.ts'
import type { Store } from '../../../pipeline/store/open.ts'
import { AT } from '../house.ts'
import { parts, TOWN } from './town.ts'

/** What the test itself remembers: who stands together, who said what. It knows nothing of how the store keeps it. */
interface Memory {
  /** Clusters of listings, as `who/which`. */
  clusters: string[][]
  consents: Map<string, string>
  decisions: Map<string, string>
}

/** The three countries. */
export const regions = await loadRegions()
const voice = openVoice('en')
/** What the configuration says when it says nothing. */
export const config = section.parse({})

/** One sequence under way. */
export interface Life {
  store: Store
  readonly ring: Keyring
  readonly dir: string
  readonly path: string
  readonly wrongs: string[]
  sent: number
  forgotten: number
  at: string
  campaign: number
  /** What was said no to, for ever, by identity; a restore does not take it back. */
  readonly nos: Set<string>
  readonly bounced: Set<string>
  readonly erased: Set<string>
  memory: Memory
  saved: Memory | undefined
}

/** Begins a sequence with nothing remembered. */
export const openLife = (dir: string, path: string, store: Store): Life => {
  return {
    store,
    ring: openKeyring(store, {}),
    dir,
    path,
    wrongs: [],
    sent: 0,
    forgotten: 0,
    at: AT,
    campaign: 0,
    nos: new Set(),
    bounced: new Set(),
    erased: new Set(),
    memory: { clusters: [], consents: new Map(), decisions: new Map() },
    saved: undefined,
  }
}

/** Notes a promise that was broken. */
export const wrong = (life: Life, what: string) => {
  life.wrongs.push(what)
}

/** The stored listing of a business at a source, if there is one. */
export const listingOf = (life: Life, who: number, which: number): number | undefined => {
  const tidy = TOWN[who]?.listings[which]
  return tidy && findKnown(life.store, tidy.source, tidy.ref)?.id
}

/** The prospect in which a listing stands, if it is stored. */
export const prospectOf = (life: Life, listed: string): number | undefined => {
  const id = listingOf(life, ...parts(listed))
  return id === undefined ? undefined : placeReader(life.store).placeOf(id)?.prospect
}

/** What the stage is given at this moment. */
export const job = (life: Life) => {
  return { store: life.store, ring: life.ring, regions, config, voice, at: life.at }
}
