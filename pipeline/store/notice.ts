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
