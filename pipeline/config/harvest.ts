import { z } from 'zod'

/** What a harvest covers when the command line does not say. */
export const harvest = z.strictObject({
  /** Trades by id or any word for them, in the order in which they are asked for; `all` is every one known. */
  trades: z.array(z.string().min(1)).min(1).optional(),
  /** Places as `--where` takes them; `all` is every town of the region, largest first. */
  places: z.array(z.string().min(1)).min(1).optional(),
})
