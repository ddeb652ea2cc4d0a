import { z } from 'zod'

export const listen = z.strictObject({})
