import type { Generated } from 'kysely'
import type { Instant } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { Store } from './open.ts'

interface NoticeTable {
  id: Generated<number>
  prospect: number
  how: Channel | 'hand'
  message: number | null
  at: string
}

declare module './schema.ts' {
  interface Tables {
    notice: NoticeTable
  }
}

/** Records that a person was told where their data came from (GDPR art. 14): whoever sends or prints such a message calls it. */
export const saveNotice = (
  store: Store,
  notice: {
    readonly prospect: number
    readonly how: Channel | 'hand'
    readonly message?: number
    readonly at: Instant
  },
) => {
  store.run(store.sql.insertInto('notice').values({ ...notice, message: notice.message ?? null }))
}

/** A person whose data came from elsewhere and who has not been told. */
export interface Untold {
  readonly prospect: number
  /** When the first of its listings was read. */
  readonly since: Instant
  /** Whether a letter may go, which is the way to tell without an address for mail. */
  readonly letter: 0 | 1
}

/**
 * Live prospects that are persons, or are reached through a person, and that neither a notice nor a message with its
 * notice has reached; the longest waiting first. Nothing is a person whose verdicts all speak of a legal person alone.
 */
export const untold = (store: Store): readonly Untold[] =>
  store.raw
    .prepare<[], Untold>(
      `select p.id as prospect,
         coalesce((select min(l.first_seen) from member m join listing l on l.id = m.listing
           where m.prospect = p.id), p.created_at) as since,
         exists (select 1 from verdict v where v.prospect = p.id and v.current = 1
           and v.channel = 'letter' and v.may = 'open') as letter
       from prospect p
       where p.state = 'live'
         and (exists (select 1 from verdict v where v.prospect = p.id and v.current = 1 and v.notice = 'art14')
           or exists (select 1 from contact c where c.prospect = p.id and c.gone_at is null
             and c.type = 'email' and c.reach <> 'impersonal')
           or not exists (select 1 from verdict v where v.prospect = p.id and v.current = 1))
         and not exists (select 1 from notice n where n.prospect = p.id)
         and not exists (select 1 from message x left join draft d on d.id = x.draft
           where x.prospect = p.id and x.state in ('sent', 'replied', 'opted-out')
             and (d.id is null or d.notice = 'art14'))
       order by since, p.id`,
    )
    .all()
