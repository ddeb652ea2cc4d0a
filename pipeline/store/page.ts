import type { Generated, Selectable } from 'kysely'
import type { PageVerdict, Unread } from '../model/page.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'

interface PageTable {
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

const COLUMNS = [
  'source',
  'kind',
  'url',
  'status',
  'content_type',
  'fetched_at',
  'etag',
  'last_modified',
  'archive',
  'archive_offset',
  'archive_length',
  'digest',
  'verdict',
  'cards',
  'total',
  'listings',
  'run',
] as const satisfies readonly (keyof NewPage)[]

/** What reading a kept record again may change. */
const READ = ['source', 'kind', 'verdict', 'cards', 'total', 'listings'] as const

/** The statements of the harvest's hot loop. */
const hot = prepared((raw) => ({
  save: raw
    .prepare<[NewPage], number>(
      `insert into page (${COLUMNS.join(', ')}) values (${COLUMNS.map((column) => `@${column}`).join(', ')})
       on conflict (archive, archive_offset) where archive_length > 0
         do update set ${READ.map((column) => `${column} = @${column}`).join(', ')}
       returning id`,
    )
    .pluck(),
  forgetUnread: raw.prepare<[number]>('delete from unread where page = ?'),
  unread: raw.prepare<[number, string, string, string | null]>(
    `insert into unread (page, what, why, excerpt) values (?, ?, ?, ?)
     on conflict (page, what, why) do update set times = times + 1`,
  ),
  newest: raw.prepare<[string, string], PageRow>(
    `select * from page where url = ? and source = ? and verdict in ('ok', 'empty')
     order by fetched_at desc limit 1`,
  ),
}))

/**
 * Stores a page with what its reader did not take; answers its id. A record that was read before
 * keeps its id and gets the new verdict.
 */
export const savePage = (store: Store, page: NewPage, unread: readonly Unread[]): number => {
  const statements = hot(store)
  const id = statements.save.get(page) ?? 0
  statements.forgetUnread.run(id)
  for (const { what, why, excerpt } of unread)
    statements.unread.run(id, what, why, excerpt?.slice(0, 200) ?? null)
  return id
}

/** The newest kept page of an address, whose validators a conditional request may carry. */
export const newestPage = (store: Store, source: string, url: string): PageRow | undefined =>
  hot(store).newest.get(url, source)

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
