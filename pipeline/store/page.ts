import { type Generated, type Selectable, sql } from 'kysely'
import type { PageVerdict, Unread } from '../model/page.ts'
import type { Store } from './open.ts'

export interface PageTable {
  id: Generated<number>
  source: string
  kind: string
  url: string
  status: number
  content_type: string
  fetched_at: string
  etag: string | null
  last_modified: string | null
  archive: string
  archive_offset: number
  archive_length: number
  digest: string
  verdict: PageVerdict | 'drift'
  cards: number | null
  total: number | null
  listings: Generated<number>
  run: number | null
}

interface UnreadTable {
  page: number
  what: string
  why: string
  excerpt: string | null
  times: Generated<number>
}

declare module './schema.ts' {
  interface Tables {
    page: PageTable
    unread: UnreadTable
  }
}

/** A kept page: where it lies in the archive and what it turned out to be. */
export type PageRow = Selectable<PageTable>
export type NewPage = Omit<PageRow, 'id'>

/**
 * Stores a page with what its reader did not take; answers its id. A record that was read before
 * keeps its id and gets the new verdict.
 */
export const savePage = (store: Store, page: NewPage, unread: readonly Unread[]): number => {
  const { source, kind, verdict, cards, total, listings } = page
  const id =
    store.get(
      store.sql
        .insertInto('page')
        .values(page)
        .onConflict((conflict) =>
          conflict
            .columns(['archive', 'archive_offset'])
            .where(sql<boolean>`archive_length > 0`)
            .doUpdateSet({ source, kind, verdict, cards, total, listings }),
        )
        .returning('id'),
    )?.id ?? 0
  store.run(store.sql.deleteFrom('unread').where('page', '=', id))
  for (const { what, why, excerpt } of unread)
    store.run(
      store.sql
        .insertInto('unread')
        .values({ page: id, what, why, excerpt: excerpt?.slice(0, 200) ?? null })
        .onConflict((conflict) =>
          conflict
            .columns(['page', 'what', 'why'])
            .doUpdateSet((set) => ({ times: set('unread.times', '+', 1) })),
        ),
    )
  return id
}

/** The newest kept page of an address, whose validators a conditional request may carry. */
export const newestPage = (store: Store, source: string, url: string): PageRow | undefined =>
  store.get(
    store.sql
      .selectFrom('page')
      .selectAll()
      .where('url', '=', url)
      .where('source', '=', source)
      .where('verdict', 'in', ['ok', 'empty'])
      .orderBy('fetched_at', 'desc')
      .limit(1),
  )

/** Whether this very content of this address has been read before, and well. */
export const hasPage = (store: Store, source: string, url: string, digest: string): boolean =>
  store.get(
    store.sql
      .selectFrom('page')
      .select('id')
      .where('url', '=', url)
      .where('source', '=', source)
      .where('digest', '=', digest)
      .where('verdict', 'in', ['ok', 'empty'])
      .limit(1),
  ) !== undefined

/** The page that a record of the archive was read as; undefined when this database never read it. */
export const pageAt = (store: Store, archive: string, offset: number): PageRow | undefined =>
  store.get(
    store.sql
      .selectFrom('page')
      .selectAll()
      .where('archive', '=', archive)
      .where('archive_offset', '=', offset),
  )

/** A page by id. */
export const findPage = (store: Store, id: number): PageRow | undefined =>
  store.get(store.sql.selectFrom('page').selectAll().where('id', '=', id))

/** Makes the next request for this page unconditional: not all that it showed was taken. */
export const forgetValidators = (store: Store, page: number) => {
  store.run(
    store.sql.updateTable('page').set({ etag: null, last_modified: null }).where('id', '=', page),
  )
}
