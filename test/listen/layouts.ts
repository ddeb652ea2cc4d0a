/**
 * Notifications in the shapes that mail servers write, with invented people and hosts. Each names what must be read
 * from it. Headers are cut to those that matter.
 */
export interface Shape {
  readonly server: string
  readonly mail: string
  readonly want: readonly { readonly address: string; readonly hard: boolean }[]
}

const COPY =
  'Received: from out.mill.example\nFrom: bob@mill.example\nTo: ann@shop.example\nSubject: Hello\n\nHi'
const mail = (from: string, subject: string, body: string, more = ''): string =>
  `Return-Path: <>\nFrom: ${from}\nTo: bob@mill.example\nSubject: ${subject}\n${more}\n${body}\n`
const gone = [{ address: 'ann@shop.example', hard: true }] as const
const soft = [{ address: 'ann@shop.example', hard: false }] as const

export const SHAPES: readonly Shape[] = [
  {
    server: 'James',
    mail: mail(
      '<postmaster@mill.example>',
      '[BOUNCE]',
      `Hi. This is the James mail server at mill.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\nMessage details:\n  Subject: Hello\n  Sent date: Thu Apr 29 01:20:50 JST 2015\n  MAIL FROM: bob@mill.example\n  RCPT TO: ann@shop.example\n  From: Bob <bob@mill.example>\n  To: ann@shop.example\n  Size (in bytes): 1024\n\nError message below:\n550 - Requested action not taken: no such user here\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: '1&1',
    mail: mail(
      'Mail Delivery System <mailer-daemon@ionos.example>',
      'Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\nann@shop.example\n\nFor the following reason:\n\nMail size limit exceeded. For explanation visit\nhttp://postmaster.example/en/error-messages?ip=%1s\n\n\n--- The header of the original message is following. ---\n\n${COPY}`,
    ),
    want: soft,
  },
  {
    server: 'MailMarshal',
    mail: mail(
      '<postmaster@mill.example>',
      'Undeliverable Mail: "Hello"',
      `Your message:\n   From:    bob@mill.example\n   Subject: Hello\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected: \n    ann@shop.example\n\nAdditional Information\n======================\n\nOriginal Sender:    <bob@mill.example>\nSender-MTA:         <10.11.12.13>\nRemote-MTA:         <10.0.0.1>\n\nOriginal Message Header\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'old sendmail',
    mail: mail(
      'Mail Delivery Subsystem <MAILER-DAEMON@mill.example>',
      'Returned mail: User unknown',
      `   ----- Transcript of session follows -----\nWhile talking to mx.shop.example:\n>>> RCPT To:<ann@shop.example>\n<<< 550 <ann@shop.example>, User Unknown\n550 <ann@shop.example>... User unknown\n\n   ----- Unsent message follows -----\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'X6',
    mail: mail(
      'Mail Delivery System <mail-daemon@mill.example>',
      'There was an error sending your mail',
      `We had trouble delivering your message. Full details follow:\n\nSubject: 'Hello'\nDate: Thu, 29 Apr 2012 23:34:45 +0900\n\n1 error(s):\n\nSMTP Server <mx.shop.example> rejected recipient <ann@shop.example> \n  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]`,
    ),
    want: gone,
  },
  {
    server: 'Yahoo',
    mail: mail(
      'MAILER-DAEMON@mail.example',
      'Failure Notice',
      `Sorry, we were unable to deliver your message to the following address.\n\n<ann@shop.example>:\nRemote host said: 550 5.1.1 <ann@shop.example>... User Unknown [RCPT_TO]\n\n--- Below this line is a copy of the message.\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'Zoho',
    mail: mail(
      'mailer-daemon@mail.example',
      'Undelivered Mail Returned to Sender',
      `This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. \n\nann@shop.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.=1 <ann@shop.example>... User Unknown\n\n\nReceived:from out.mill.example\n`,
    ),
    want: gone,
  },
  {
    server: 'InterScan',
    mail: mail(
      '"Mail Administrator" <postmaster@mill.example>',
      'Mail delivery failed: returning message to sender',
      `Unable to deliver message to <ann@shop.example> (reason: 550 5.1.1 <ann@shop.example>... User unknown)\n\nSent <<< RCPT TO:<ann@shop.example>\nReceived >>> 550 5.1.1 unknown user ann`,
    ),
    want: gone,
  },
  {
    server: 'X1',
    mail: mail(
      '"Mail Deliver System" <mail@mill.example>',
      'Returned Mail: Hello',
      `The original message was received at Thu, 29 Apr 2010 23:34:45 +0900 (JST)\nfrom shop.example\n\n---The following addresses had delivery errors---\n\nann@shop.example [User unknown]\n\nReceived: from 192.0.2.9`,
    ),
    want: gone,
  },
  {
    server: 'X2',
    mail: mail(
      '<MAILER-DAEMON@mill.example>',
      'Delivery failure',
      `Unable to deliver message to the following address(es).\n\n<ann@shop.example>:\nThis user doesn't have a shop.example account (ann@shop.example) [-9]\n\n--- Original message follows.\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'X3',
    mail: mail(
      'Mail Delivery System <MAILER-DAEMON@mill.example>',
      'Delivery status notification',
      `============================================================================\n      This is an automatically generated Delivery Status Notification.      \n\nDelivery to the following recipients failed permanently:\n\n        * ann@shop.example\n\n============================================================================\n                             Technical details:                             \n\nSMTP:RCPT host 192.0.2.8: 553 5.3.0 <ann@shop.example>... No such user here\n\n============================================================================\n                     Contents of the original message:                      \n============================================================================\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'qmail, Dutch host, two recipients',
    mail: mail(
      'MAILER-DAEMON@mill.example',
      'failure notice',
      `Hi. This is the qmail-send program at mill.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@shop.example>:\n192.0.2.4 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\nGiving up on 192.0.2.4.\n\n<joe@farm.example>:\n192.0.2.5 does not like recipient.\nRemote host said: 552 Mailbox is over quota\nGiving up on 192.0.2.5.\n\n--- Below this line is a copy of the message.\n\n${COPY}`,
    ),
    want: [
      { address: 'ann@shop.example', hard: true },
      { address: 'joe@farm.example', hard: false },
    ],
  },
  {
    server: 'Exchange, Dutch',
    mail: mail(
      'postmaster@shop.example',
      'Niet-bezorgbaar: Hello',
      `mail.shop.example heeft uw bericht geweigerd voor de volgende e-mailadressen:\n\nann@shop.example (ann@shop.example)\nHet e-mailadres dat u hebt ingevoerd, kan niet worden gevonden.\n\nDiagnostische gegevens voor beheerders:\n\nann@shop.example\nmail.shop.example #550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup ##\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'Postfix, French provider',
    mail: mail(
      'MAILER-DAEMON@mill.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      `This is the mail system at host mill.example.\n\n<ann@shop.example>: host mx.shop.example[192.0.2.3] said: 550 5.1.1\n    Adresse d au moins un destinataire invalide. Invalid recipient. (in reply to\n    RCPT TO command)`,
    ),
    want: gone,
  },
  {
    server: 'a delay',
    mail: mail(
      'MAILER-DAEMON@mill.example',
      'Delayed Mail (still being retried)',
      `This is the mail system at host mill.example.\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<ann@shop.example>: connect to mx.shop.example[192.0.2.3]:25: Connection timed out`,
    ),
    want: soft,
  },
  {
    server: 'Hotmail, unable to relay',
    mail: mail(
      'postmaster@mail.example',
      'Delivery Status Notification (Failure)',
      `This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       ann@shop.example\n\nReporting-MTA: dns;mail.example\nFinal-Recipient: rfc822;ann@shop.example\nAction: failed\nStatus: 5.5.0\nDiagnostic-Code: smtp;550 Requested action not taken: mailbox unavailable\n`,
    ),
    want: gone,
  },
  {
    server: 'Gmail, today',
    mail: mail(
      'Mail Delivery Subsystem <mailer-daemon@mail.example>',
      'Delivery Status Notification (Failure)',
      `** Address not found **\n\nYour message wasn't delivered to ann@shop.example because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 <ann@shop.example>: Recipient address rejected: User unknown in virtual mailbox table\n`,
      'X-Failed-Recipients: ann@shop.example\nAuto-Submitted: auto-replied\n',
    ),
    want: gone,
  },
  {
    server: 'Exim, routing',
    mail: mail(
      'Mail Delivery System <Mailer-Daemon@mill.example>',
      'Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@shop.example\n    all relevant MX records point to non-existent hosts\n\n------ This is a copy of the message, including all the headers. ------\n\n${COPY}`,
      'X-Failed-Recipients: ann@shop.example\nAuto-Submitted: auto-replied\n',
    ),
    want: gone,
  },
  {
    server: 'FML',
    mail: mail(
      'list-admin@shop.example',
      'NOT MEMBER article from bob@mill.example',
      `You <bob@mill.example> are not a member of this mailing list <ann@shop.example>.\nIf you want to join, send a mail.\n`,
    ).replace('NOT MEMBER article from bob@mill.example', 'Returned mail: not a member'),
    want: soft,
  },
  {
    server: 'a mobile network',
    mail: mail(
      'Postmaster@phone.example',
      'Undeliverable Message',
      `Message could not be delivered to mobile.\nError: No valid recipients for this MM\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'Domino, English',
    mail: mail(
      'Postmaster@shop.example',
      'DELIVERY FAILURE: User ann (ann@shop.example) not listed in Domino Directory',
      `Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  ann@shop.example\n\nbecause:\n\n  User ann (ann@shop.example) not listed in Domino Directory\n`,
    ),
    want: gone,
  },
  {
    server: 'Yandex, too much',
    mail: mail(
      'mailer-daemon@mail.example',
      'Undelivered Mail Returned to Sender',
      `This is the mail system at host mail.example.\n\n<ann@shop.example>: host mx.shop.example[192.0.2.1] said: 452 4.2.2 Mailbox full (in reply to end of DATA command)\n`,
    ),
    want: soft,
  },
  {
    server: 'Office 365 with a list of blocked senders',
    mail: mail(
      'postmaster@shop.example',
      'Undeliverable: Hello',
      `Your message to ann@shop.example couldn't be delivered.\n\nshop.example suspects your message is spam and rejected it.\n\nStatus code: 550 5.7.520\n\nError: 550 5.7.520 Access denied, Your organization does not allow external forwarding.\n`,
    ),
    want: soft,
  },
]
