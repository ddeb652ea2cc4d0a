/** Where a message stands, in the order in which it goes; migration 006 says what each means. */
export const MESSAGE_STATES = [
  'approved',
  'claimed',
  'sending',
  'sent',
  'deferred',
  'failed',
  'unknown',
  'cancelled',
  'bounced',
  'replied',
  'opted-out',
] as const

export type MessageState = (typeof MESSAGE_STATES)[number]
