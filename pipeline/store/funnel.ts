import type { Store } from './open.ts'

/** One step of the funnel: what is counted, and how many there are. */
export interface Step {
  readonly step: string
  readonly n: number
  /** Parts of the count that are worth a word: `{ vanished: 3 }`. */
  readonly parts: Readonly<Record<string, number>>
}

/** A step: what is counted, from which rows, and the column that splits the count into parts. */
const STEPS: readonly (readonly [step: string, from: string, part: string])[] = [
  ['pages', 'page', 'verdict'],
  ['listings', 'listing where vanished_at is null', 'source'],
  ['prospects', "prospect where state = 'live'", 'region'],
  ['contacts', 'contact where gone_at is null', 'type'],
  ['findings', 'finding where gone_at is null', 'probe'],
  ['verdicts', 'verdict where current = 1', "channel || ' ' || may"],
  ['drafts', 'draft', 'channel'],
  ['messages', 'message', 'state'],
  ['events', 'event', 'kind'],
  ['suppressions', 'suppression', 'reason'],
]

/** The funnel from pages to messages, as far as each stage has come. */
export const funnel = (store: Store): readonly Step[] =>
  STEPS.map(([step, from, part]) => {
    const rows = store.raw
      .prepare<[], { part: string; n: number }>(
        `select ${part} as part, count(*) as n from ${from} group by 1 order by 2 desc`,
      )
      .all()
    return {
      step,
      n: rows.reduce((sum, { n }) => sum + n, 0),
      parts: Object.fromEntries(rows.map((row) => [row.part, row.n])),
    }
  })
