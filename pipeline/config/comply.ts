import { z } from 'zod'

/** How long facts hold, and what must be on record. Ages are in days. */
export const comply = z.strictObject({
  /** A verdict is made anew after this long, whatever it rests on. */
  verdictDays: z.int().min(1).max(365).default(30),
  /** Evidence of a legal form or of an address that is older counts for nothing. */
  evidenceDays: z.int().min(1).max(3650).default(365),
  /** Consent that is older must be asked for again. */
  consentDays: z.int().min(1).max(3650).default(730),
  /** Written balancing tests (legitimate interests assessments), by country and channel: `'uk/letter': 'LIA-2026-03'`. */
  balancingTests: z
    .record(
      z.string().regex(/^(uk|nl|be)\/(email|letter|call|form)$/, 'a key such as uk/letter'),
      z.string().min(1),
    )
    .default({}),
  /** Without a balancing test on record nothing goes to a person. */
  requireBalancingTest: z.boolean().default(false),
  /** A person whose data came from elsewhere is told within this long (GDPR art. 14(3)). */
  noticeDays: z.int().min(1).max(30).default(30),
  /** Prospects never contacted whose listings nobody has seen for this long are erased by `pipeline tidy`. */
  retentionDays: z.int().min(30).max(3650).default(365),
  /** Verdicts that were replaced and on which no message rests are dropped by `pipeline tidy` after this long. */
  recordDays: z.int().min(30).max(3650).default(730),
})
