import type { DeliverConfig } from '../config/deliver.ts'
import type { Instant } from '../model/region.ts'
import type { MessageRow } from '../store/message.ts'
import type { Change } from '../store/outbox.ts'
import { judge } from '../text/replies/judge.ts'
import { retryAt } from './pace.ts'
import type { Ending } from './wire.ts'

/** Milliseconds for which a message waits when the server could not be reached. */
const UNREACHED_MS = 60_000

/** Whether an ending tells of our own server or login, not of the recipient: no message is to blame for it. */
export const isTrouble = (ending: Ending): boolean =>
  ending.how === 'lost' ||
  (ending.how === 'refused' &&
    (ending.phase === 'connect' ||
      ending.phase === 'login' ||
      (ending.phase === 'mail' && ending.reply.startsWith('5'))))

/**
 * The change of state that an ending asks for. Only an answer makes a message sent, failed or deferred; silence after
 * 354 makes it unknown, silence before it leaves it as it was.
 */
export const changeOf = (
  ending: Ending,
  row: Pick<MessageRow, 'id' | 'tries'>,
  rules: {
    readonly at: Instant
    readonly retry: DeliverConfig['retry']
    readonly nextDue: (at: Instant) => Instant
  },
): Change => {
  const { at } = rules
  const { id } = row
  if (ending.how === 'accepted')
    return { to: 'sent', id, at, reply: ending.reply, nextDue: rules.nextDue(at) }
  if (ending.how === 'lost' && ending.asked)
    return {
      to: 'unknown',
      id,
      at,
      reply: '',
      reason: `no answer after the message: ${ending.why}`,
    }
  if (ending.how === 'lost' || isTrouble(ending)) {
    const due = new Date(Date.parse(at) + UNREACHED_MS).toISOString()
    return { to: 'released', id, due, reason: ending.how === 'lost' ? ending.why : ending.reply }
  }
  return refusal(ending, row, rules)
}

const refusal = (
  { reply, phase }: Ending & { readonly how: 'refused' },
  { id, tries }: Pick<MessageRow, 'id' | 'tries'>,
  { at, retry }: { readonly at: Instant; readonly retry: DeliverConfig['retry'] },
): Change => {
  const judged = judge({ text: reply, afterData: phase === 'message', atRcpt: phase === 'rcpt' })
  if (reply.startsWith('4')) {
    const due = retryAt(retry, tries, at)
    return due === undefined
      ? { to: 'failed', id, at, reply, reason: `refused ${tries} times: ${judged.reason}` }
      : { to: 'deferred', id, at, due, reply, reason: judged.reason }
  }
  return { to: judged.hard ? 'bounced' : 'failed', id, at, reply, reason: judged.reason }
}
