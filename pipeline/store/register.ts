import type { Generated, Selectable } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { KeyType } from './keyring.ts'
import type { Store } from './open.ts'
import { statement } from './statement.ts'

interface RegisterScreenTable {
  id: Generated<number>
  register: string
  covers: 'all' | 'asked'
  taken_on: string
  campaign: string | null
  file: string
  rows: Generated<number>
  imported_at: string
}

interface RegisterAnswerTable {
  register: string
  key: Buffer
  screen: number
  listed: number
}

declare module './schema.ts' {
  interface Tables {
    register_screen: RegisterScreenTable
    register_answer: RegisterAnswerTable
  }
}

export type ScreenRow = Selectable<RegisterScreenTable>

/** What a register says about one key: listed or not, as of which day, for which campaign. */
export interface RegisterAnswer {
  readonly screen: number
  readonly listed: boolean
  readonly takenOn: string
  readonly campaign?: string
}

/** A file of register answers: the whole register (`all`: a number that is not in it is not listed) or the numbers asked about. */
export interface Screening {
  readonly register: string
  readonly covers: 'all' | 'asked'
  /** Day of the register's data, `2026-11-01`. */
  readonly takenOn: string
  readonly campaign?: string
  readonly file: string
  readonly at: Instant
}

/** One row of a screening. */
export interface Answered {
  readonly key: Buffer
  readonly listed: boolean
}

/** Begins a screening; until it is finished it counts as `asked` only, so a half-read register never clears a number. */
export const beginScreening = (store: Store, screening: Screening): number =>
  store.run(
    store.sql.insertInto('register_screen').values({
      register: screening.register,
      covers: 'asked',
      taken_on: screening.takenOn,
      campaign: screening.campaign ?? null,
      file: screening.file,
      imported_at: screening.at,
    }),
  ).lastId

/** Keeps answers of a screening in one transaction; an older file never overrules a newer answer. */
export const saveAnswers = (store: Store, screen: number, answers: readonly Answered[]) => {
  store.transaction(() => {
    const keep = store.raw.prepare(
      `insert into register_answer (register, key, screen, listed)
       select register, ?, id, ? from register_screen where id = ?
       on conflict do update set screen = excluded.screen, listed = excluded.listed
       where (select taken_on from register_screen where id = excluded.screen)
          >= (select taken_on from register_screen where id = register_answer.screen)`,
    )
    for (const { key, listed } of answers) keep.run(key, listed ? 1 : 0, screen)
  })
}

/** Ends a screening; every prospect that it may speak about is due to be judged again. */
export const finishScreening = (
  store: Store,
  screen: number,
  { covers, rows, asks }: { covers: Screening['covers']; rows: number; asks: KeyType },
) => {
  store.transaction(() => {
    store.run(
      store.sql.updateTable('register_screen').set({ covers, rows }).where('id', '=', screen),
    )
    store.raw
      .prepare(
        `insert or ignore into comply_due (prospect)
         select distinct k.prospect from prospect_key k join prospect p on p.id = k.prospect
         where k.type = ? and p.state = 'live'`,
      )
      .run(asks)
  })
}

/** The newest answer of a register about a key; undefined when it was never asked. */
export const registerAnswer = (
  store: Store,
  register: string,
  key: Buffer,
): RegisterAnswer | undefined => {
  const named = statement<[string, Buffer], ScreenRow & { listed: number }>(
    store,
    `select s.*, a.listed from register_answer a join register_screen s on s.id = a.screen
       where a.register = ? and a.key = ?`,
  ).get(register, key)
  const whole = statement<[string], ScreenRow>(
    store,
    `select * from register_screen where register = ? and covers = 'all'
       order by taken_on desc, id desc limit 1`,
  ).get(register)
  // A whole register that is newer than the last answer and does not name the key: it is not listed any more.
  if (whole !== undefined && (named === undefined || named.taken_on < whole.taken_on))
    return answer(whole, false)
  return named && answer(named, named.listed === 1)
}

const answer = (row: ScreenRow, listed: boolean): RegisterAnswer => ({
  screen: row.id,
  listed,
  takenOn: row.taken_on,
  ...(row.campaign === null ? {} : { campaign: row.campaign }),
})

/** Every screening kept, the newest first. */
export const listScreenings = (store: Store): readonly ScreenRow[] =>
  store.all(
    store.sql
      .selectFrom('register_screen')
      .selectAll()
      .orderBy('taken_on', 'desc')
      .orderBy('id', 'desc'),
  )
