import { createHash } from 'node:crypto'
import type { Instant } from '../model/region.ts'
import { type EventKind, eventsOf, recordEvent } from '../store/event.ts'
import type { Keyring } from '../store/keyring.ts'
import { cancelMessages, type MessageRow } from '../store/message.ts'
import { markAnswered, messageByMessageId, messageToAddress } from '../store/message-answer.ts'
import type { Store } from '../store/open.ts'
import { namedKeys, optOut, optOutProspect } from '../store/opt-out.ts'
import { parkUntil, takeMail, wasTaken } from '../store/taken.ts'
import { type Mail, openMail } from './mail.ts'
import { type Match, type MatchedBy, matchMail } from './match.ts'
import { type MailKind, type Reading, type ReadRecipient, readOpened } from './read.ts'

/** What was done about a mail. */
export interface Act {
  /** `again`: taken before, nothing was done. */
  readonly kind: MailKind | 'again' | 'own-copy'
  readonly message?: number
  readonly prospect?: number
  readonly by?: MatchedBy
  /** Opted out, with or without a message of ours. */
  readonly suppressed: boolean
  readonly reading?: Reading
}

/** What acting takes. */
export interface Acting {
  readonly store: Store
  readonly ring: Keyring
  readonly at: Instant
}

/**
 * Reads a mail and does what it asks for, once: the mail is marked as taken in the same transaction, so that another
 * listener, or the same one after a crash, finds either all of it done or nothing.
 */
export const actOn = async (acting: Acting, bytes: Uint8Array): Promise<Act> => {
  const digest = createHash('sha256').update(bytes).digest()
  if (wasTaken(acting.store, digest)) return { kind: 'again', suppressed: false }
  const mail = await openMail(bytes)
  const reading = readOpened(mail, acting.at)
  return acting.store.transaction(() => {
    const match = matchMail(acting.store, mail, reading)
    const mine = takeMail(
      acting.store,
      { digest, kind: reading.kind, ...(match ? { message: match.message.id } : {}) },
      acting.at,
    )
    if (!mine) return { kind: 'again', suppressed: false }
    return ownCopy(acting, mail) ?? done(acting, mail, reading, match)
  })
}

/** Our own message, found in a folder for sent mail: it did leave. */
const ownCopy = ({ store, at }: Acting, mail: Mail): Act | undefined => {
  const message = mail.messageId && messageByMessageId(store, mail.messageId)
  if (!message) return undefined
  markAnswered(store, message, 'sent', at)
  return { kind: 'own-copy', message: message.id, prospect: message.prospect, suppressed: false }
}

const done = (acting: Acting, mail: Mail, reading: Reading, match: Match | undefined): Act => {
  const suppressed = DEEDS[reading.kind](acting, reading, match?.message, mail)
  return {
    kind: reading.kind,
    suppressed,
    reading,
    ...(match ? { message: match.message.id, prospect: match.message.prospect, by: match.by } : {}),
  }
}

/** Answers whether somebody was put on the list of those who said no. */
type Deed = (
  acting: Acting,
  reading: Reading,
  message: MessageRow | undefined,
  mail: Mail,
) => boolean

const note = (
  { store, at }: Acting,
  message: MessageRow,
  kind: EventKind,
  detail: Readonly<Record<string, string | number | boolean>> = {},
) => recordEvent(store, { message: message.id, prospect: message.prospect, kind, at, detail })

const bounced: Deed = (acting, reading, matched) => {
  let suppressed = false
  for (const row of reading.recipients) {
    const message =
      reading.recipients.length === 1 && matched
        ? matched
        : messageToAddress(acting.store, row.address.toLowerCase())
    if (message) suppressed = bouncedOne(acting, row, message) || suppressed
  }
  return suppressed
}

const bouncedOne = (acting: Acting, row: ReadRecipient, message: MessageRow): boolean => {
  const { store, ring, at } = acting
  if (row.reason === 'delayed' || row.reason === 'delivered') {
    markAnswered(store, message, 'sent', at)
    note(acting, message, 'automatic', { reason: row.reason })
    return false
  }
  markAnswered(store, message, 'bounced', at)
  note(acting, message, 'bounced', { reason: row.reason, hard: row.hard, status: row.status })
  cancelMessages(store, message.prospect, 'bounced', at, { afterStep: message.step })
  if (!row.hard) return false
  // The address we wrote to, not the one that the notice names: a forwarder's target is not ours to judge.
  const keys = namedKeys(ring, { email: message.address })
  optOut(store, ring, keys, { reason: 'bounce', via: 'bounce', at })
  return true
}

const complained: Deed = (acting, reading, message) =>
  refused(acting, message, 'complained', 'complaint', reading.recipients)

const optedOut: Deed = (acting, reading, message) =>
  refused(acting, message, 'opted-out', 'opt-out', reading.recipients)

/** A no, by whichever way: stops the business on every channel; without a message of ours, the address it came from. */
const refused = (
  acting: Acting,
  message: MessageRow | undefined,
  kind: 'complained' | 'opted-out',
  reason: 'complaint' | 'opt-out',
  recipients: readonly ReadRecipient[],
): boolean => {
  const { store, ring, at } = acting
  const no = { reason, via: kind === 'complained' ? 'feedback report' : 'mail', at } as const
  if (message) {
    markAnswered(store, message, 'opted-out', at)
    note(acting, message, kind)
    cancelMessages(store, message.prospect, kind, at)
    optOutProspect(store, ring, message.prospect, no)
  }
  for (const { address } of recipients) optOut(store, ring, namedKeys(ring, { email: address }), no)
  return message !== undefined || recipients.length > 0
}

/**
 * A no said by the link in a message: stops the business on every channel. Answers whether it was the first; saying it
 * again changes nothing.
 */
export const optOutByLink = (acting: Acting, message: MessageRow, via: string): boolean =>
  acting.store.transaction(() => {
    const { store, ring, at } = acting
    const said = eventsOf(store, message.prospect).some(
      (event) => event.message === message.id && event.kind === 'opted-out',
    )
    if (said) return false
    markAnswered(store, message, 'opted-out', at)
    note(acting, message, 'opted-out', { via })
    cancelMessages(store, message.prospect, 'opted-out', at)
    optOutProspect(store, ring, message.prospect, { reason: 'opt-out', via, at })
    return true
  })

const replied: Deed = (acting, reading, message) => {
  if (!message) return false
  markAnswered(acting.store, message, 'replied', acting.at)
  note(acting, message, reading.instead ? 'moved' : 'replied')
  cancelMessages(acting.store, message.prospect, 'replied', acting.at, { afterStep: message.step })
  return false
}

const answered: Deed = (acting, reading, message) => {
  if (!message) return false
  markAnswered(acting.store, message, 'sent', acting.at)
  if (!reading.instead) {
    note(acting, message, 'automatic')
    return false
  }
  note(acting, message, 'moved')
  cancelMessages(acting.store, message.prospect, 'address changed', acting.at, {
    afterStep: message.step,
  })
  return false
}

const away: Deed = (acting, reading, message) => {
  if (!message) return false
  markAnswered(acting.store, message, 'sent', acting.at)
  note(acting, message, 'away', reading.back ? { until: reading.back } : {})
  if (reading.back) parkUntil(acting.store, message.prospect, reading.back)
  return false
}

const DEEDS: Readonly<Record<MailKind, Deed>> = {
  bounce: bounced,
  complaint: complained,
  'opt-out': optedOut,
  reply: replied,
  auto: answered,
  'out-of-office': away,
  none: () => false,
}
