import { z } from 'zod'

/** What messages may say, and how letters are laid out. */
export const compose = z.strictObject({
  /** Campaigns by name, where a name is not simply that of its template set. */
  campaigns: z.record(z.string(), z.strictObject({ set: z.string().min(1) })).default({}),
  /** Letter profile by region (`gb-notify`, `nl-brief-left` …: pipeline letters --help lists them). */
  letters: z
    .strictObject({
      uk: z.string().min(1).optional(),
      nl: z.string().min(1).optional(),
      be: z.string().min(1).optional(),
    })
    .prefault({}),
  /** Days after which a finding is too old to be said aloud. */
  findingMaxAgeDays: z.int().min(1).default(30),
})
