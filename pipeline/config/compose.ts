import { z } from 'zod'

export const compose = z.strictObject({})
