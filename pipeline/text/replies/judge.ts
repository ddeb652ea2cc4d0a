import type { Reason } from './reasons.ts'
import { REASONS } from './reasons.ts'
import { RULES } from './rules.ts'

/** What a server said about one recipient, put together from every place where it speaks of it. */
export interface Said {
  /** The reply or the sentence, folded to one line. */
  readonly text: string
  /** `Status` field of RFC 3464, or empty. */
  readonly status?: string
  /** `Action` field: failed, delayed, delivered, relayed, expanded; or empty. */
  readonly action?: string
  /** Diagnostic type: `smtp`, `x-unix` …; or empty. */
  readonly type?: string
  /** The reply came after the message itself: the mailbox had been accepted before. */
  readonly afterData?: boolean
  /** The reply came to RCPT TO, or the reporter itself calls the mailbox bad. */
  readonly atRcpt?: boolean
}

/** A decision about one recipient. */
export interface Judgement {
  readonly hard: boolean
  /** RFC 3463, or empty where nobody gave one. */
  readonly status: string
  /** SMTP reply code, or empty. */
  readonly reply: string
  readonly reason: Reason
  /** Decided by words, not by codes alone. */
  readonly understood: boolean
}

const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d|\.\d)/g
const REPLY = /(?:^|[^\d.:#/[-])([245][0-5]\d)(?=[ -][^:.]|$)/g

/** Enhanced status codes that mean one thing wherever they stand (RFC 3463, 7505 and the registry). */
const CODES: Readonly<Record<string, Reason>> = {
  '1.1': 'user-unknown',
  '1.2': 'host-unknown',
  '1.3': 'user-unknown',
  '1.4': 'user-unknown',
  '1.6': 'moved',
  '1.7': 'sender-refused',
  '1.8': 'sender-refused',
  '1.9': 'content',
  '1.10': 'user-unknown',
  '2.1': 'suspended',
  '2.2': 'mailbox-full',
  '2.3': 'too-big',
  '3.1': 'mailbox-full',
  '3.2': 'no-mail-taken',
  '3.4': 'too-big',
  '4.1': 'expired',
  '4.2': 'network',
  '4.3': 'system',
  '4.4': 'host-unknown',
  '4.6': 'network',
  '4.7': 'expired',
  '7.13': 'suspended',
  '7.17': 'moved',
  '7.25': 'no-reverse-dns',
}

const byCode = (status: string): Reason | undefined => {
  const [kind, subject, detail] = status.split('.')
  if (kind !== '5' && kind !== '4') return undefined
  const known = CODES[`${subject}.${detail}`]
  if (known) return known
  if (subject === '6') return 'content'
  return subject === '7' ? 'policy' : undefined
}

/** The most telling enhanced code: the server's own in its reply, else the reporter's field. */
const statusOf = (said: Said): string => {
  const quoted = [...said.text.matchAll(ENHANCED)].map((found) => found[1] ?? '')
  const telling = quoted.find((code) => !/^\d\.0\.0$/.test(code))
  const field = said.status?.match(/[245]\.\d{1,3}\.\d{1,3}/)?.[0] ?? ''
  if (field && !/^\d\.[05]\.0$/.test(field)) return field
  return telling ?? field ?? quoted[0] ?? ''
}

/** Words by which reporters tell that the refused command was DATA or the message after it. */
export const AFTER_DATA =
  /(?:end of DATA|reply to (?:the )?DATA|after end of data|after (?:I|we) sent the message|final DATA|after DATA|command: DATA|to: DATA|after data)/i

/**
 * Decides why, and whether the address is gone for good: the wording first, because codes are often generic or
 * wrong, then the enhanced code, then the action. What is only delayed or not understood is never hard.
 */
export const judge = (said: Said): Judgement => {
  const status = statusOf(said)
  const replies = [...said.text.matchAll(REPLY)].map((found) => found[1] ?? '')
  const reply = replies.find((code) => code.startsWith('5')) ?? replies[0] ?? ''
  const worded = wordedReason(said, status)
  const reason = worded ?? codedReason(status, reply)
  return { hard: REASONS[reason].hard, status, reply, reason, understood: worded !== undefined }
}

const wordedReason = (said: Said, status: string): Reason | undefined => {
  if (/^(delivered|relayed|expanded)$/.test(said.action ?? '')) return 'delivered'
  if (said.action === 'delayed') return 'delayed'
  // 5.2.0 with an unknown user is how sendmail reports a refusal after DATA.
  const worded = wording(said, /^5\.2\.0$/.test(status))
  if (said.type === 'x-unix' && (worded === undefined || REASONS[worded].hard)) return 'system'
  // A mailbox that is only asleep has a status of its own (5.2.1); 5.1.1 says that there is none.
  if (worded === 'suspended' && /^[45]\.1\.1$/.test(status)) return 'user-unknown'
  // 5.7.x is the server's policy: the mailbox may well be there.
  if (worded === 'user-unknown' && /^5\.7\./.test(status) && !ACCESS.test(said.text))
    return 'filtered'
  // 5.2.1 says that the mailbox is there but takes nothing; `unknown` beside it is believed only at RCPT.
  if (worded === 'user-unknown' && status === '5.2.1' && !said.atRcpt && !AT_RCPT.test(said.text))
    return 'filtered'
  return worded
}

/** Words by which reporters tell that the refused command named the recipient. */
export const AT_RCPT = /RCPT TO|to RCPT\b|after RCPT|does not like recipient|bad-mailbox/i
const ACCESS = /recipient address rejected: access denied/i

const codedReason = (status: string, reply: string): Reason => {
  const coded = byCode(status)
  if (coded) return coded
  if (/^4/.test(reply || status)) return 'delayed'
  return 'refused'
}

const wording = (said: Said, late: boolean): Reason | undefined => {
  const data = late || said.afterData || AFTER_DATA.test(said.text)
  return RULES.find((rule) => (rule.phase !== 'data' || data) && rule.when.test(said.text))?.is
}
