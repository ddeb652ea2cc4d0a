import type { StoredListing } from '../model/listing.ts'
import type { Instant } from '../model/region.ts'
import { fromRow, type ListingRow } from './listing.ts'
import type { Store } from './open.ts'
import type { Key } from './suppression.ts'

/** Everything that merges tied to a prospect, itself included: an erasure reaches all of it. */
export const mergeFamily = (store: Store, prospects: readonly number[]): readonly number[] =>
  store.raw
    .prepare(
      `with recursive family (id) as (
         select value from json_each(?)
         union
         select case when p.id = f.id then p.merged_into else p.id end
         from prospect p join family f on p.id = f.id or p.merged_into = f.id
         where p.merged_into is not null
       )
       select id from family where id is not null order by id`,
    )
    .pluck()
    .all(JSON.stringify(prospects)) as number[]

/** The listings of some prospects. */
export const memberListings = (
  store: Store,
  prospects: readonly number[],
): readonly StoredListing[] =>
  store.raw
    .prepare<[string], ListingRow>(
      `select l.* from member m join listing l on l.id = m.listing
       where m.prospect in (select value from json_each(?)) order by l.id`,
    )
    .all(JSON.stringify(prospects))
    .map(fromRow)

/** Listings that hold a text in their addresses or numbers and belong to no prospect yet. */
export const looseListings = (store: Store, text: string): readonly StoredListing[] =>
  store.raw
    .prepare<[{ text: string }], ListingRow>(
      `select l.* from listing l
       where (instr(l.emails, @text) or instr(l.phones, @text))
         and not exists (select 1 from member m where m.listing = l.id)`,
    )
    .all({ text: text.toLowerCase() })
    .map(fromRow)

/** Whether a live prospect outside the family states the key too. */
export const sharedOutside = (store: Store, key: Key, family: readonly number[]): boolean =>
  store.raw
    .prepare(
      `select 1 from prospect_key k join prospect p on p.id = k.prospect
       where k.key = ? and k.stated = 1 and p.state = 'live' and k.prospect not in (select value from json_each(?)) limit 1`,
    )
    .get(key.key, JSON.stringify(family)) !== undefined

/** Whether a listing outside the given ones bears the name, alone or within a longer one. */
export const nameShared = (store: Store, name: string, listings: readonly number[]): boolean =>
  store.raw
    .prepare(
      `select 1 from listing where instr(lower(name), lower(?))
         and id not in (select value from json_each(?)) limit 1`,
    )
    .get(name, JSON.stringify(listings)) !== undefined

/** A kept page that goes as a whole. */
export interface DroppedPage {
  readonly id: number
  readonly file: string
  readonly offset: number
}

/** Pages that speak of the person alone: those of its own site, its pages at sources, and pages with no other listing. */
export const ownPages = (
  store: Store,
  of: {
    readonly domains: readonly string[]
    readonly urls: readonly string[]
    readonly listings: readonly number[]
  },
): readonly DroppedPage[] =>
  store.raw
    .prepare<[{ domains: string; urls: string; listings: string }], DroppedPage>(
      `select id, archive as file, archive_offset as offset from page where id in (
         select vp.page from visit v join visit_page vp on vp.visit = v.id
           where v.domain in (select value from json_each(@domains)) and vp.page is not null
         union select id from page where url in (select value from json_each(@urls))
         union select s.page from sighting s join page p on p.id = s.page
           where s.listing in (select value from json_each(@listings)) and p.listings = 1
       )`,
    )
    .all({
      domains: JSON.stringify(of.domains),
      urls: JSON.stringify(of.urls),
      listings: JSON.stringify(of.listings),
    })

/** What contacts, evidence and messages hold of the prospects as text: addresses, numbers, excerpts. */
export const storedTexts = (store: Store, prospects: readonly number[]): readonly string[] =>
  store.raw
    .prepare(
      `select value from contact where prospect in (select value from json_each(@ids))
       union select value from legal where prospect in (select value from json_each(@ids))
         and by in ('company-number', 'kvk-number', 'kbo-number', 'vat-number', 'companies-house', 'kbo')`,
    )
    .pluck()
    .all({ ids: JSON.stringify(prospects) }) as string[]

/** Takes the visits to some domains off the record, with the links that led to some addresses. */
export const dropVisits = (store: Store, domains: readonly string[], urls: readonly string[]) => {
  const gone = JSON.stringify(domains)
  store.raw.prepare('delete from visit where domain in (select value from json_each(?))').run(gone)
  store.raw
    .prepare('delete from mail_domain where domain in (select value from json_each(?))')
    .run(gone)
  store.raw
    .prepare('delete from link where url in (select value from json_each(?))')
    .run(JSON.stringify(urls))
}

/** Writes down that kept pages changed or went; their rows stay, for other facts may stand on them. */
export const markRewritten = (
  store: Store,
  changed: readonly { readonly file: string; readonly offset: number; readonly digest: string }[],
  dropped: readonly DroppedPage[],
) => {
  const digest = store.raw.prepare(
    'update page set digest = ? where archive = ? and archive_offset = ?',
  )
  for (const one of changed) digest.run(one.digest, one.file, one.offset)
  const drop = store.raw.prepare(
    `update page set url = 'erased:' || id, etag = null, last_modified = null, digest = '', listings = 0 where id = ?`,
  )
  for (const { id } of dropped) drop.run(id)
}

/** How many messages to the prospects are leaving at this moment. */
export const leavingMessages = (store: Store, prospects: readonly number[]): number =>
  Number(
    store.raw
      .prepare(
        `select count(*) from message where state in ('claimed', 'sending')
           and prospect in (select value from json_each(?))`,
      )
      .pluck()
      .get(JSON.stringify(prospects)),
  )

/** Where the pages lie that showed some listings. */
export const pagesShowing = (store: Store, listings: readonly number[]): readonly DroppedPage[] =>
  store.raw
    .prepare<[string], DroppedPage>(
      `select distinct p.id, p.archive as file, p.archive_offset as offset
       from sighting s join page p on p.id = s.page
       where s.listing in (select value from json_each(?))`,
    )
    .all(JSON.stringify(listings))

/**
 * Live prospects that nobody has seen since `since` and nobody ever contacted or heard of: no message left, no consent,
 * no event. What is not needed is not kept (GDPR art. 5(1)(e)).
 */
export const idleProspects = (store: Store, since: Instant): readonly number[] =>
  store.raw
    .prepare(
      `select p.id from prospect p
       where p.state in ('live', 'gone') and p.name <> '' and p.changed_at < @since
         and not exists (select 1 from member m join listing l on l.id = m.listing
           where m.prospect = p.id and l.last_seen >= @since)
         and not exists (select 1 from message x where x.prospect = p.id and x.sent_at is not null)
         and not exists (select 1 from event e where e.prospect = p.id)
         and not exists (select 1 from consent c where c.prospect = p.id)
       order by p.id`,
    )
    .pluck()
    .all({ since }) as number[]

/** Drops replaced verdicts and register answers from before `since`; a verdict on which a message rests stays. Answers how many rows. */
export const dropOldRecords = (store: Store, since: Instant): number =>
  store.transaction(() => {
    const verdicts = store.raw
      .prepare(
        `delete from verdict where current = 0 and at < @since and not exists (
           select 1 from message m where m.prospect = verdict.prospect and m.channel = verdict.channel)`,
      )
      .run({ since }).changes
    const answers = store.raw
      .prepare(
        `delete from register_answer where listed = 0 and screen in (
           select id from register_screen where taken_on < substr(@since, 1, 10))`,
      )
      .run({ since }).changes
    return verdicts + answers
  })
