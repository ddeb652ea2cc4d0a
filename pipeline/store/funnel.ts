import type { Store } from './open.ts'

/** One step of the funnel: what is counted, and how many there are. */
export interface Step {
  readonly step: string
  readonly n: number
  /** Parts of the count that are worth a word: `{ vanished: 3 }`. */
  readonly parts: Readonly<Record<string, number>>
}

/** Each step with the statement that counts it and, where it has parts, one that splits it. */
const STEPS: readonly (readonly [step: string, count: string, parts?: string])[] = [
  [
    'pages',
    'select count(*) from page',
    'select verdict as part, count(*) as n from page group by 1',
  ],
  [
    'listings',
    'select count(*) from listing where vanished_at is null',
    'select source as part, count(*) as n from listing where vanished_at is null group by 1',
  ],
  [
    'prospects',
    "select count(*) from prospect where state = 'live'",
    "select region as part, count(*) as n from prospect where state = 'live' group by 1",
  ],
]

/** The funnel from pages to messages, as far as each stage has come. */
export const funnel = (store: Store): readonly Step[] =>
  STEPS.map(([step, count, parts]) => ({
    step,
    n: Number(store.raw.prepare(count).pluck().get()),
    parts:
      parts === undefined
        ? {}
        : Object.fromEntries(
            store.raw
              .prepare<[], { part: string; n: number }>(parts)
              .all()
              .map(({ part, n }) => [part, n]),
          ),
  }))
