import { z } from 'zod'

export const enrich = z.strictObject({})
