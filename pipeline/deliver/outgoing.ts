import type { DeliverConfig, Mailbox } from '../config/deliver.ts'
import type { Cleared } from '../model/cleared.ts'
import type { Instant } from '../model/region.ts'
import type { MessageRow } from '../store/message.ts'
import type { Store } from '../store/open.ts'
import { threadOf } from '../store/outbox.ts'
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

/** A cleared draft as the mail it will be. A follow-up carries the thread and the subject of the first. */
export const outgoingOf = (
  store: Store,
  draft: Cleared,
  row: MessageRow,
  outlet: {
    readonly mailbox: Mailbox
    readonly config: Pick<DeliverConfig, 'unsubscribe'>
    readonly at: Instant
  },
): Outgoing => {
  const { mailbox, config, at } = outlet
  const thread = row.step === 0 ? [] : threadOf(store, row)
  return {
    from: { name: mailbox.fromName, address: mailbox.from },
    ...(mailbox.replyTo === undefined ? {} : { replyTo: mailbox.replyTo }),
    to: row.address,
    subject: thread[0]?.subject || (draft.subject ?? ''),
    text: draft.text,
    ...(draft.html === undefined ? {} : { html: draft.html }),
    messageId: row.message_id ?? `<${row.token}@${mailbox.from.split('@').at(-1)}>`,
    at,
    thread: thread.map((one) => one.messageId),
    unsubscribe: optOutOf(config, row.token),
  }
}
