import type { DeliverConfig, Mailbox } from '../config/deliver.ts'
import type { Instant } from '../model/region.ts'
import type { MessageRow } from '../store/message.ts'
import type { Store } from '../store/open.ts'
import { threadOf, wordsOf } from '../store/outbox.ts'
import { asciiDomain, type Outgoing } from './mime.ts'

/** Envelope sender of a message: the mailbox's bounce address with the message's token as its subaddress (VERP). */
export const envelopeFrom = (mailbox: Mailbox, token: string): string => {
  const [local = '', domain = ''] = asciiDomain(mailbox.bounce ?? mailbox.from).split('@')
  return mailbox.bounce === undefined ? `${local}@${domain}` : `${local}+${token}@${domain}`
}

/** Where a recipient opts out of everything: the one-click address and a mailbox, each with the message's token. */
export const optOutOf = (
  config: Pick<DeliverConfig, 'unsubscribe'>,
  token: string,
): { readonly url?: string; readonly mailto?: string } => {
  const { url, mailto } = config.unsubscribe
  return {
    ...(url === undefined ? {} : { url: `${url.replace(/\/+$/, '')}/u/${token}` }),
    ...(mailto === undefined ? {} : { mailto: `mailto:${mailto}?subject=unsubscribe%20${token}` }),
  }
}

/** A claimed message as the mail it will be. A follow-up carries the thread and the subject of the first. */
export const outgoingOf = (
  store: Store,
  row: MessageRow,
  mailbox: Mailbox,
  config: Pick<DeliverConfig, 'unsubscribe'>,
  at: Instant,
): Outgoing => {
  const words = wordsOf(store, row.id)
  const thread = row.step === 0 ? [] : threadOf(store, row)
  return {
    from: { name: mailbox.fromName, address: mailbox.from },
    ...(mailbox.replyTo === undefined ? {} : { replyTo: mailbox.replyTo }),
    to: row.address,
    subject: thread[0]?.subject || (row.subject ?? ''),
    text: words.body,
    ...(words.html === null ? {} : { html: words.html }),
    messageId: row.message_id ?? `<${row.token}@${mailbox.from.split('@').at(-1)}>`,
    at,
    thread: thread.map((one) => one.messageId),
    unsubscribe: optOutOf(config, row.token),
  }
}
