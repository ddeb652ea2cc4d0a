/**
 * What a failure asks of the caller: `retry` later, `skip` this item and go on, `stop` this source or stage,
 * or `usage`: the person asked for something that cannot be.
 */
export type Next = 'retry' | 'skip' | 'stop' | 'usage'

/** Every code a user can meet, in one sentence each; README prints this table and a test holds them equal. */
export const CODES = {
  'archive-unusable': 'kept pages cannot be written or read; the message names the folder',
  'bad-config': 'the configuration file has a value that does not fit; the message names the key',
  'bad-file': 'a file given on the command line cannot be read as what it should be',
  'bad-option': 'an option or argument does not fit; the message says what it takes',
  'bad-template':
    'a template names a fact, helper or part that does not exist; the message names file and line',
  busy: 'something else is under way that has to end first',
  'database-unusable': 'the database cannot be opened, read or written',
  'disk-full':
    'the disk is full; nothing is half written, and the same command goes on when there is room',
  'key-mismatch':
    'the local key under which contact data are hashed is missing or not the right one',
  'mail-server': 'the mail server cannot be reached, or refuses the login; the message names it',
  'mail-unproven': 'a mailbox has not passed `pipeline doctor mail` as it is set up now',
  'no-contact': 'nothing is fetched before the configuration says how to reach its owner',
  'missing-fact':
    'a message needs a fact that the prospect or the configuration does not have; the message names both',
  'no-browser': 'Chromium is not there or does not start; the message says how to get it',
  'not-found': 'the thing asked for is not in the database',
  'secret-missing':
    'a secret that the configuration names is not in the environment, or its file is not private',
  'unusable-value':
    'a value that came from the web cannot stand in a message; the message names prospect, field and why',
  'unknown-source': 'there is no such source, or it does not cover the region',
} as const

export type Code = keyof typeof CODES

/** The one error class: a code from the table, what it means for the caller, what happened and what to do next. */
export class Trouble extends Error {
  readonly code: Code
  readonly next: Next

  constructor(code: Code, next: Next, what: string, cause?: unknown) {
    super(what, cause === undefined ? undefined : { cause })
    this.name = 'Trouble'
    this.code = code
    this.next = next
  }
}
