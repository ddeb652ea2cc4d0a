import type { Listing } from '../../pipeline/model/listing.ts'
import type { Region, SourceId } from '../../pipeline/model/region.ts'
import type { Store } from '../../pipeline/store/open.ts'

/** What a test says of one listing; the rest is filled in. */
export interface Told {
  readonly source?: SourceId
  readonly name?: string
  readonly website?: string
  readonly phones?: readonly string[]
  readonly emails?: readonly string[]
  readonly street?: string
  readonly number?: string
  readonly postcode?: string
  readonly town?: string
  readonly hours?: string
  readonly legalForm?: string
}

const SEEN = '2026-11-01T09:00:00.000Z'

/** Puts a prospect with its listings into the store, as harvest and resolve leave it; answers its id. */
export const settle = (store: Store, region: Region, told: readonly Told[]): number => {
  const { raw } = store
  const page = raw
    .prepare(
      `insert into page (source, kind, url, status, content_type, fetched_at, archive, archive_offset, archive_length, digest, verdict)
       values ('test', 'detail', 'https://directory.example/', 200, 'text/html', ?, 'none', (select count(*) from page), 0, '', 'ok')`,
    )
    .run(SEEN).lastInsertRowid
  const ids = told.map((one) => {
    const source = one.source ?? 'uk/yell'
    const name = one.name ?? 'Harbour Bakery'
    const ref = `r${raw.prepare('select count(*) as n from listing').pluck().get()}`
    const listing: Listing = { ref, name, url: `https://directory.example/${ref}` }
    return raw
      .prepare(
        `insert into listing (source, ref, region, name, legal_form, phones, emails, website, street, number, postcode, town, hours,
           raw, origin, digest, first_seen, last_seen, changed_at)
         values (@source, @ref, @region, @name, @legalForm, @phones, @emails, @website, @street, @number, @postcode, @town, @hours,
           @raw, @origin, '', @at, @at, @at)`,
      )
      .run({
        source,
        ref,
        region,
        name,
        legalForm: one.legalForm ?? null,
        phones: JSON.stringify(one.phones ?? []),
        emails: JSON.stringify(one.emails ?? []),
        website: one.website ?? null,
        street: one.street ?? null,
        number: one.number ?? null,
        postcode: one.postcode ?? null,
        town: one.town ?? null,
        hours: one.hours ?? null,
        raw: JSON.stringify(listing),
        origin: JSON.stringify({ '*': Number(page) }),
        at: SEEN,
      }).lastInsertRowid
  })
  const [first = {}] = told
  const from = {
    listing: Number(ids[0]),
    source: first.source ?? 'uk/yell',
    page: Number(page),
    at: SEEN,
  }
  const field = (value: unknown) => ({ value, from, agree: [], differ: [] })
  const website = told.find((one) => one.website !== undefined)?.website
  const golden = {
    name: field(first.name ?? 'Harbour Bakery'),
    ...(website === undefined ? {} : { website: field(website) }),
    ...(first.postcode === undefined
      ? {}
      : {
          address: field({
            street: first.street,
            number: first.number,
            postcode: first.postcode,
            town: first.town,
          }),
        }),
  }
  const prospect = Number(
    raw
      .prepare(
        `insert into prospect (region, language, golden, name, created_at, changed_at) values (?, 'en', ?, ?, ?, ?)`,
      )
      .run(region, JSON.stringify(golden), first.name ?? 'Harbour Bakery', SEEN, SEEN)
      .lastInsertRowid,
  )
  for (const id of ids)
    raw
      .prepare(
        `insert into member (listing, prospect, because, probability, at) values (?, ?, '["alone"]', 1, ?)`,
      )
      .run(id, prospect, SEEN)
  return prospect
}
