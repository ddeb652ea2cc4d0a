import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import { recordEvent } from './event.ts'
import { saveNotice } from './notice.ts'
import type { Store } from './open.ts'
import { mayGo } from './verdict.ts'

/** A letter with what its page needs. `id` is the message's, or the draft's for a proof. */
export interface LetterRow {
  readonly id: number
  readonly prospect: number
  readonly campaign: string
  readonly region: Region
  readonly language: Language
  readonly golden: GoldenRecord
  readonly subject?: string
  readonly text: string
}

export interface LetterQuery {
  readonly at: Instant
  readonly campaign?: string
  readonly region?: Region
}

type Row = Omit<LetterRow, 'golden' | 'subject'> & {
  readonly golden: string
  readonly subject: string | null
}

const letterOf = ({ golden, subject, ...row }: Row): LetterRow => ({
  ...row,
  golden: JSON.parse(golden),
  ...(subject === null ? {} : { subject }),
})

/** Letters that somebody approved, that the law and no opt-out refuse now, and whose findings are fresh; not yet printed. */
export const lettersToPrint = (store: Store, query: LetterQuery): readonly LetterRow[] =>
  store.raw
    .prepare<unknown[], Row>(
      `select m.id, m.prospect, m.campaign, p.region, d.language, p.golden, m.subject, w.body as text
       from message m join message_words w on w.message = m.id join prospect p on p.id = m.prospect join draft d on d.id = m.draft and d.digest = m.digest
       where m.channel = 'letter' and m.state = 'approved' and m.due_at <= @at
         and (@campaign is null or m.campaign = @campaign) and (@region is null or p.region = @region)
         and ${mayGo({ prospect: 'm.prospect', channel: 'm.channel', contact: 'm.contact', campaign: 'm.campaign', at: '@at' })}
         and (m.fresh_until is null or m.fresh_until > @at)
         and not exists (select 1 from campaign_stop c where c.campaign in (m.campaign, '*') and c.resumed_at is null)
       order by m.id`,
    )
    .all(parameters(query))
    .map(letterOf)

/** Letter drafts as they read now, approved or not: for proofs. */
export const letterDrafts = (store: Store, query: LetterQuery): readonly LetterRow[] =>
  store.raw
    .prepare<unknown[], Row>(
      `select d.id, d.prospect, d.campaign, p.region, d.language, p.golden, d.subject, d.body as text
       from draft d join prospect p on p.id = d.prospect
       where d.channel = 'letter' and p.state = 'live'
         and (@campaign is null or d.campaign = @campaign) and (@region is null or p.region = @region)
         and @at is not null
       order by d.id`,
    )
    .all(parameters(query))
    .map(letterOf)

const parameters = ({ at, campaign, region }: LetterQuery) => ({
  at,
  campaign: campaign ?? null,
  region: region ?? null,
})

/**
 * Writes down, in one transaction, that letters were printed: each is sent, its piece number is kept, and whoever the
 * letter told where the data came from (Art. 14) counts as told. A letter already written down is left alone.
 */
export const recordPrinted = (
  store: Store,
  printed: readonly { readonly id: number; readonly piece: string }[],
  at: Instant,
): number =>
  store.transaction(() => {
    const sent = store.raw.prepare<
      unknown[],
      { prospect: number; notice: 'none' | 'art14' | null }
    >(
      `update message set state = 'sent', sent_at = @at, claimed_at = @at, reply = 'printed as piece ' || @piece
       where id = @id and state = 'approved' and channel = 'letter'
       returning prospect, (select d.notice from draft d where d.id = message.draft) as notice`,
    )
    let count = 0
    for (const { id, piece } of printed) {
      const row = sent.get({ id, piece, at })
      if (row === undefined) continue
      count += 1
      recordEvent(store, {
        message: id,
        prospect: row.prospect,
        kind: 'sent',
        at,
        detail: { piece },
      })
      if (row.notice === 'art14')
        saveNotice(store, { prospect: row.prospect, how: 'letter', message: id, at })
    }
    return count
  })
