import type { Rule } from '../model/law.ts'
import type { Instant } from '../model/region.ts'
import type { Evidence } from '../store/verdict.ts'
import { addDays, earlier } from '../text/days.ts'
import type { Target } from './facts.ts'
import type { ProvenKind } from './kind.ts'
import type { Bench } from './weigh.ts'

/** What proves the legal kind, as it is written down. */
export const proofOf = (proven: ProvenKind): readonly Evidence[] =>
  proven.evidence.map((one) => ({
    what: `legal kind: ${one.kind}`,
    value: `${one.by}: ${one.value}`,
    source:
      one.register ??
      (one.page === undefined ? `listing ${one.listing ?? '?'}` : `page ${one.page}`),
    at: one.at,
  }))

/** Where the address was read. */
export const addressProof = (target: Target): readonly Evidence[] => [
  {
    what: target.ownPage === undefined ? 'address' : 'published by the recipient',
    value: target.contact === undefined ? target.type : `contact ${target.contact}`,
    source: target.ownPage === undefined ? 'listing' : `page ${target.ownPage.page}`,
    at: target.at,
  },
]

/** The moment at which the first thing it rests on grows too old. */
export const firstExpiry = (
  proven: ProvenKind,
  target: Target,
  rule: Rule,
  bench: Bench,
): Instant => {
  const { config, at } = bench
  const made = addDays(at, config.verdictDays)
  // The newest proof carries the kind; older ones beside it may lapse.
  const newest = proven.evidence
    .map((one) => one.at)
    .sort()
    .at(-1)
  const kind =
    rule.evidence.includes('legal-person') && newest !== undefined
      ? addDays(newest, config.evidenceDays)
      : made
  const published =
    target.ownPage === undefined ? made : addDays(target.ownPage.at, config.evidenceDays)
  return earlier(made, earlier(kind, published > at ? published : made))
}
