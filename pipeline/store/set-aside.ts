import type { Generated } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'
import { prepared } from './prepared.ts'

interface SetAsideTable {
  id: Generated<number>
  run: number | null
  source: string | null
  what: string
  why: string
  at: string
}

interface TidyNoteTable {
  source: string
  field: string
  note: string
  times: number
}

declare module './schema.ts' {
  interface Tables {
    set_aside: SetAsideTable
    tidy_note: TidyNoteTable
  }
}

/** Keeps the reason why a page, row or file was not used. */
export const setAside = (
  store: Store,
  thing: {
    readonly run?: number
    readonly source?: string
    readonly what: string
    readonly why: string
    readonly at: Instant
  },
) => {
  store.run(
    store.sql.insertInto('set_aside').values({
      run: thing.run ?? null,
      source: thing.source ?? null,
      what: thing.what,
      why: thing.why,
      at: thing.at,
    }),
  )
}

/** The statement of the harvest's hot loop. */
const hot = prepared((raw) => ({
  note: raw.prepare<[string, string, string, number]>(
    `insert into tidy_note (source, field, note, times) values (?, ?, ?, ?)
     on conflict (source, field, note) do update set times = times + excluded.times`,
  ),
}))

/** Adds to the counts of what clean-up did, per source, field and note. */
export const countTidyNotes = (
  store: Store,
  source: string,
  notes: ReadonlyMap<string, number>,
) => {
  const { note } = hot(store)
  for (const [key, times] of notes) {
    const [field = '', what = ''] = key.split('\t')
    note.run(source, field, what, times)
  }
}
