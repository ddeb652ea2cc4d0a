import { z } from 'zod'

/** Per source id: whether it may run live, and what it needs. */
export const sources = z.record(
  z.string().regex(/^(uk|nl|be|any)\/[a-z0-9-]+$/, 'a source id such as uk/yell'),
  z.strictObject({
    /** Confirms that the owner of the source permits automated reading; say who and when. */
    permission: z.string().min(1).optional(),
    /** Turns a source off (or on, when its card has it off). */
    enabled: z.boolean().optional(),
    /** Overrides the address a source is read from (a mirror of Overpass, a test server). */
    base: z.url().optional(),
    /** Slows the source's own pace; with `base`, the pace of that other server. */
    perMinute: z.number().positive().optional(),
    /** File or folder of a bulk source (Companies House, KBO, Overture). */
    path: z.string().optional(),
  }),
)
