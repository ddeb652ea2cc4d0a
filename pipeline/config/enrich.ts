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
  /** Source id under which the listings of your own directory were brought in; they tell who is not in it. */
  own: z
    .string()
    .regex(/^(uk|nl|be|any)\/[a-z0-9-]+$/, 'a source id such as any/own')
    .optional(),
})
