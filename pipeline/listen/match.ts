import { type MessageRow, messageByToken } from '../store/message.ts'
import { messageByMessageId, messageToAddress, messageToDomain } from '../store/message-answer.ts'
import type { Store } from '../store/open.ts'
import { addressesIn, type Mail } from './mail.ts'
import type { Reading } from './read.ts'

/** How a mail was tied to a message of ours, the surest first. */
export type MatchedBy = 'verp' | 'message-id' | 'references' | 'recipient' | 'domain'

/** A message that a mail is about. */
export interface Match {
  readonly message: MessageRow
  readonly by: MatchedBy
}

const TOKEN = /\b[a-z2-7]{26}\b/g
/** Providers whose domain says nothing about who writes. */
const SHARED =
  /^(?:gmail|googlemail|hotmail|outlook|live|msn|icloud|me|mac|yahoo|ymail|aol|gmx|web|proton(?:mail)?|btinternet|sky|virginmedia|talktalk|ziggo|kpnmail|planet|hetnet|xs4all|home|telenet|skynet|proximus|scarlet|voo)\./

/**
 * The message of ours that a mail answers or reports: by the token in the address it came to (VERP) or in its subject,
 * by our Message-ID in what it returns, by References, by the recipient it names, by the writer's domain.
 */
export const matchMail = (store: Store, mail: Mail, reading: Reading): Match | undefined => {
  const tries: readonly (readonly [MatchedBy, () => MessageRow | undefined])[] = [
    ['verp', () => first(tokensIn(mail), (token) => messageByToken(store, token))],
    ['message-id', () => first(returnedIds(mail), (id) => messageByMessageId(store, id))],
    ['references', () => first([...mail.refers].reverse(), (id) => messageByMessageId(store, id))],
    [
      'recipient',
      () => first(reading.recipients, (one) => messageToAddress(store, one.address.toLowerCase())),
    ],
    ['domain', () => byDomain(store, mail, reading)],
  ]
  for (const [by, find] of tries) {
    const message = find()
    if (message) return { message, by }
  }
  return undefined
}

const first = <T>(
  values: readonly T[],
  find: (value: T) => MessageRow | undefined,
): MessageRow | undefined => {
  for (const value of values) {
    const found = find(value)
    if (found) return found
  }
  return undefined
}

/** Tokens in the addresses that the mail came to, and in the subject of a mail to the opt-out mailbox. */
const tokensIn = (mail: Mail): readonly string[] => {
  const ways = [
    'delivered-to',
    'x-original-to',
    'envelope-to',
    'to',
    'x-delivered-to',
    'apparently-to',
  ]
  const addresses = ways.flatMap((name) => mail.header(name)).flatMap(addressesIn)
  return [...addresses, mail.subject].flatMap((text) => text.toLowerCase().match(TOKEN) ?? [])
}

/** Message-IDs of the message that the mail returns. */
const returnedIds = (mail: Mail): readonly string[] =>
  ['message-id', 'x-original-message-id'].flatMap(
    (name) => mail.original.get(name)?.flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []) ?? [],
  )

/** Somebody else of the same firm answers: its own domain, and only one business there was written to. */
const byDomain = (store: Store, mail: Mail, reading: Reading): MessageRow | undefined => {
  if (!['reply', 'opt-out', 'auto', 'out-of-office'].includes(reading.kind)) return undefined
  const domain = mail.from.split('@').at(-1) ?? ''
  return domain === '' || SHARED.test(domain) ? undefined : messageToDomain(store, domain)
}
