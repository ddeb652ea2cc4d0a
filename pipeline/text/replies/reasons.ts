/** Why a server did not deliver, and whether that means that the address is gone for good. A closed set. */
export const REASONS = {
  'user-unknown': { hard: true, says: 'there is no such mailbox' },
  'host-unknown': { hard: true, says: 'the domain does not exist or has no mail server' },
  'no-mail-taken': { hard: true, says: 'the domain says that it takes no mail' },
  moved: { hard: true, says: 'the mailbox has moved without a forwarding address' },
  'mailbox-full': { hard: false, says: 'the mailbox is full' },
  suspended: { hard: false, says: 'the mailbox is disabled, locked or asleep' },
  filtered: {
    hard: false,
    says: 'the recipient or its filter refused this message after accepting the address',
  },
  'too-big': { hard: false, says: 'the message is larger than the recipient takes' },
  'sender-unproven': { hard: false, says: 'SPF, DKIM or DMARC did not prove the sender' },
  'no-reverse-dns': {
    hard: false,
    says: 'our address has no reverse name, or one that does not match',
  },
  'sender-refused': { hard: false, says: 'the sender address or its domain was refused' },
  blocked: { hard: false, says: 'our server or network is refused' },
  'too-fast': { hard: false, says: 'we sent or connected too often' },
  spam: { hard: false, says: 'the content was taken for spam' },
  virus: { hard: false, says: 'the content was taken for a virus' },
  policy: { hard: false, says: 'a policy, security or protocol rule refused it' },
  content: { hard: false, says: 'the form of the message was refused' },
  'no-relay': { hard: false, says: 'the server does not carry mail for that domain' },
  expired: { hard: false, says: 'nobody answered until the time was up' },
  network: { hard: false, says: 'the way there is broken: no connection, a loop, a name server' },
  system: { hard: false, says: 'the receiving system failed' },
  delayed: { hard: false, says: 'still on its way; the server goes on trying' },
  refused: { hard: false, says: 'refused without a reason that we understand' },
  delivered: { hard: false, says: 'it arrived' },
  complaint: { hard: false, says: 'the recipient reported the message as unwanted' },
} as const

export type Reason = keyof typeof REASONS
