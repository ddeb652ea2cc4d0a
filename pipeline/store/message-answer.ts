import type { MessageState } from '../model/message.ts'
import type { Instant } from '../model/region.ts'
import type { MessageRow } from './message.ts'
import type { Store } from './open.ts'

/** The message with a Message-ID of ours. */
export const messageByMessageId = (store: Store, messageId: string): MessageRow | undefined =>
  store.get(store.sql.selectFrom('message').selectAll().where('message_id', '=', messageId))

/** States of messages that have left, or may have. */
const LEFT: readonly MessageState[] = ['sent', 'unknown', 'bounced', 'replied', 'opted-out']

/** The newest message that left for an address. */
export const messageToAddress = (store: Store, address: string): MessageRow | undefined =>
  store.get(
    store.sql
      .selectFrom('message')
      .selectAll()
      .where('address', '=', address)
      .where('state', 'in', LEFT)
      .orderBy('claimed_at', 'desc')
      .limit(1),
  )

/** The newest message that left for a domain, where all that left for it went to one business. */
export const messageToDomain = (store: Store, domain: string): MessageRow | undefined => {
  const rows = store.all(
    store.sql
      .selectFrom('message')
      .selectAll()
      .where('domain', '=', domain)
      .where('state', 'in', LEFT)
      .orderBy('claimed_at', 'desc')
      .limit(50),
  )
  return new Set(rows.map((row) => row.prospect)).size === 1 ? rows[0] : undefined
}

/**
 * Writes down what came back for a message. It must have left for something to come back, so a message of unknown fate
 * is settled by it. A worse answer is never overwritten by a milder one.
 */
export const markAnswered = (
  store: Store,
  message: Pick<MessageRow, 'id' | 'claimed_at'>,
  state: 'sent' | 'bounced' | 'replied' | 'opted-out',
  at: Instant,
): void => {
  const from: Record<typeof state, readonly MessageState[]> = {
    sent: ['unknown'],
    replied: ['unknown', 'sent'],
    bounced: ['unknown', 'sent'],
    'opted-out': ['unknown', 'sent', 'bounced', 'replied'],
  }
  store.run(
    store.sql
      .updateTable('message')
      .set((column) => ({
        state,
        sent_at: column.fn.coalesce('sent_at', column.val(message.claimed_at ?? at)),
      }))
      .where('id', '=', message.id)
      .where('state', 'in', from[state]),
  )
}
