import { z } from 'zod'

/** How prospects' own websites are read. */
export const enrich = z.strictObject({
  /** Pages of one site that are read at most, the home page among them. */
  maxPages: z.int().min(1).max(20).default(6),
  /** Most bytes of one page. */
  maxBytes: z.int().min(1000).default(2_000_000),
  /** Sites visited at one time; each is asked one page at a time. */
  sites: z.int().min(1).max(256).default(16),
  /** Days for which an answer of DNS about a mail domain holds. */
  mailDays: z.int().min(0).default(30),
  /**
   * Name of the list in which you brought in your own directory (`pipeline import members.csv --list members`): it
   * tells who is not in it, and who stands there with old data.
   */
  own: z.string().min(1).optional(),
})
