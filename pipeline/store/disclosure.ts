import type { Store } from './open.ts'

/** A kept page that speaks of a person. */
export interface KeptPage {
  readonly id: number
  readonly url: string
  readonly source: string
  readonly fetched_at: string
}

/** The kept pages that showed the listings or contacts of some prospects, the oldest first. */
export const pagesAbout = (
  store: Store,
  whose: { readonly prospects: readonly number[]; readonly listings: readonly number[] },
): readonly KeptPage[] =>
  store.raw
    .prepare<[{ prospects: string; listings: string }], KeptPage>(
      `select id, url, source, fetched_at from page where id in (
         select page from sighting where listing in (select value from json_each(@listings))
         union select page from contact where prospect in (select value from json_each(@prospects))
         union select page from legal where prospect in (select value from json_each(@prospects))
         union select page from finding where prospect in (select value from json_each(@prospects))
       ) order by fetched_at, id`,
    )
    .all({ prospects: JSON.stringify(whose.prospects), listings: JSON.stringify(whose.listings) })

/** What registers answered about the hashed keys of some prospects. */
export const registerAnswersAbout = (
  store: Store,
  prospects: readonly number[],
): readonly { readonly register: string; readonly listed: number; readonly taken_on: string }[] =>
  store.raw
    .prepare<[string], { register: string; listed: number; taken_on: string }>(
      `select distinct a.register, a.listed, s.taken_on
       from prospect_key k join register_answer a on a.key = k.key
       join register_screen s on s.id = a.screen
       where k.prospect in (select value from json_each(?)) order by s.taken_on`,
    )
    .all(JSON.stringify(prospects))
