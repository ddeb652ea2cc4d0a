import { z } from 'zod'

export const deliver = z.strictObject({})
