import { z } from 'zod'

export const comply = z.strictObject({})
