import { z } from 'zod'
import { judge } from '../text/replies/judge.ts'
import type { Verdicted } from './bounce.ts'
import type { Mail } from './mail.ts'

const recipient = z.object({
  emailAddress: z.string(),
  action: z.string().optional(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
})

/** What a sending service mails as JSON instead of a bounce (Amazon SES through SNS; field names from its manual). */
const notice = z.object({
  notificationType: z.enum(['Bounce', 'Complaint', 'Delivery']),
  bounce: z.object({ bouncedRecipients: z.array(recipient) }).optional(),
  complaint: z.object({ complainedRecipients: z.array(recipient) }).optional(),
  delivery: z
    .object({ recipients: z.array(z.string()), smtpResponse: z.string().optional() })
    .optional(),
})

/** Reads a JSON notice out of a mail's text; undefined for every other mail. */
export const readNotice = (
  mail: Mail,
):
  | { readonly kind: 'bounce' | 'complaint' | 'none'; readonly rows: readonly Verdicted[] }
  | undefined => {
  if (!/^\s*\{/.test(mail.text)) return undefined
  const read = notice.safeParse(json(mail.text))
  if (!read.success) return undefined
  const { bounce, complaint, delivery } = read.data
  if (bounce)
    return {
      kind: 'bounce',
      rows: bounce.bouncedRecipients.map((one) => ({
        address: one.emailAddress,
        ...row({
          text: one.diagnosticCode ?? '',
          status: one.status ?? '',
          action: one.action ?? '',
        }),
      })),
    }
  if (complaint)
    return {
      kind: 'complaint',
      rows: complaint.complainedRecipients.map((one) => ({
        address: one.emailAddress,
        hard: false,
        status: '',
        reply: '',
        reason: 'complaint',
      })),
    }
  const text = delivery?.smtpResponse ?? ''
  return {
    kind: 'none',
    rows: (delivery?.recipients ?? []).map((address) => ({
      address,
      hard: false,
      status: /\b2\.\d\.\d+\b/.exec(text)?.[0] ?? '',
      reply: /\b2[05]\d\b/.exec(text)?.[0] ?? '',
      reason: 'delivered',
    })),
  }
}

const row = (said: Parameters<typeof judge>[0]) => {
  const { understood: _, ...judged } = judge(said)
  return judged
}

const json = (text: string): unknown => {
  const end = text.lastIndexOf('}')
  try {
    return JSON.parse(text.slice(0, end + 1).replace(/\r?\n/g, ''))
  } catch {
    return undefined
  }
}
