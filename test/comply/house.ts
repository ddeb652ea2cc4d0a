import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TidyListing } from '../../pipeline/model/listing.ts'
import { type Keyring, openKeyring } from '../../pipeline/store/keyring.ts'
import { saveListing } from '../../pipeline/store/listing.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'

/** A database with its local key in a folder of its own. */
export interface House {
  readonly dir: string
  readonly path: string
  readonly store: Store
  readonly ring: Keyring
  readonly close: () => void
}

export const AT = '2026-11-23T09:00:00.000Z'

/** Opens a fresh house on disk. */
export const openHouse = (): House => {
  const dir = mkdtempSync(join(tmpdir(), 'doorstep-comply-'))
  const path = join(dir, 'pipeline.db')
  const store = openStore(path)
  return {
    dir,
    path,
    store,
    ring: openKeyring(store, {}),
    close: () => {
      if (store.raw.open) store.close()
      rmSync(dir, { recursive: true })
    },
  }
}

/** A listing of an invented firm; the parts given replace its own. */
export const listing = (parts: Partial<TidyListing> = {}): TidyListing => ({
  source: 'uk/yell',
  ref: 'r1',
  region: 'uk',
  name: 'Harbour Bakery',
  phones: ['+441632960101'],
  emails: ['info@harbour-bakery.example'],
  socials: [],
  address: { street: 'High Street', number: '12', postcode: 'AB10 1XG', town: 'Aberdeen' },
  registers: {},
  noMarketing: false,
  status: 'open',
  ...parts,
})

/** Stores a listing and a prospect of its own for it; answers both ids. */
export const addProspect = (
  store: Store,
  tidy: TidyListing,
  at = AT,
): { readonly prospect: number; readonly listing: number } => {
  const { id } = saveListing(
    store,
    { tidy, raw: { ref: tidy.ref, name: tidy.name }, origin: {} },
    undefined,
    at,
  )
  const from = { listing: id, source: tidy.source, page: 1, at }
  const field = <T>(value: T | undefined) =>
    value === undefined ? undefined : { value, from, agree: [], differ: [] }
  const golden = {
    name: field(tidy.name),
    legalForm: field(tidy.legalForm),
    phone: field(tidy.phones[0]),
    email: field(tidy.emails[0]),
    website: field(tidy.website),
    address: field(tidy.address),
    registers: field(tidy.registers),
  }
  const prospect = Number(
    store.raw
      .prepare(
        `insert into prospect (region, language, golden, name, phone, email, postcode, created_at, changed_at)
         values (?, 'en', ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        tidy.region,
        JSON.stringify(golden),
        tidy.name,
        tidy.phones[0] ?? null,
        tidy.emails[0] ?? null,
        tidy.address.postcode ?? null,
        at,
        at,
      ).lastInsertRowid,
  )
  joinListing(store, id, prospect, at)
  return { prospect, listing: id }
}

/** Makes a listing a member of a prospect. */
const joinListing = (store: Store, listing: number, prospect: number, at = AT) => {
  store.raw
    .prepare(
      `insert into member (listing, prospect, because, probability, at) values (?, ?, '[]', 1, ?)
       on conflict do update set prospect = excluded.prospect`,
    )
    .run(listing, prospect, at)
}

/** Keeps a page row, so that contacts and evidence can stand on it. */
const addPage = (store: Store, url = 'https://harbour-bakery.example/contact', at = AT): number =>
  Number(
    store.raw
      .prepare(
        `insert into page (source, kind, url, status, content_type, fetched_at, archive, archive_offset,
           archive_length, digest, verdict) values ('site', 'site', ?, 200, 'text/html', ?, 'none',
           (select coalesce(max(id), 0) from page), 0, '', 'ok')`,
      )
      .run(url, at).lastInsertRowid,
  )

/** What a prospect's own site or its listings say about how to reach it. */
export interface Reached {
  readonly type: 'email' | 'phone' | 'form'
  readonly value: string
  readonly reach: 'impersonal' | 'personal' | 'freemail' | 'unknown'
  /** Read from a listing, not from the recipient's own page. */
  readonly listed?: number
}

/** Adds a contact; answers its id. */
export const addContact = (store: Store, prospect: number, reached: Reached, at = AT): number =>
  Number(
    store.raw
      .prepare(
        `insert into contact (prospect, type, value, reach, how, page, listing, at, first_at)
         values (?, ?, ?, ?, 'text', ?, ?, ?, ?)`,
      )
      .run(
        prospect,
        reached.type,
        reached.value,
        reached.reach,
        addPage(store, undefined, at),
        reached.listed ?? null,
        at,
        at,
      ).lastInsertRowid,
  )

/** Adds what proves a legal kind. */
export const addLegal = (
  store: Store,
  prospect: number,
  kind: 'corporate' | 'sole' | 'unknown',
  by: string,
  value: string,
  at = AT,
) => {
  store.raw
    .prepare('insert into legal (prospect, kind, by, value, at) values (?, ?, ?, ?, ?)')
    .run(prospect, kind, by, value, at)
}

/** Puts a message in the outbox; answers its id. */
export const addMessage = (
  store: Store,
  message: {
    readonly prospect: number
    readonly contact?: number | null
    readonly state: string
    readonly at?: string
    readonly claimedAt?: string
    readonly sentAt?: string
  },
): number => {
  const { prospect, contact = null, state, at = AT, claimedAt = null, sentAt = null } = message
  return Number(
    store.raw
      .prepare(
        `insert into message (prospect, contact, campaign, step, channel, region, address, domain, digest, token,
           state, approved_by, approved_at, due_at, claimed_at, sent_at)
         values (?, ?, 'spring', 0, 'email', 'uk', 'info@harbour-bakery.example', 'harbour-bakery.example', '',
           lower(hex(randomblob(8))), ?, 'Jo Smith', ?, ?, ?, ?)`,
      )
      .run(prospect, contact, state, at, at, claimedAt, sentAt).lastInsertRowid,
  )
}
