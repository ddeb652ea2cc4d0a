import { found, type Rule, SENT, when, words } from '../rule.ts'

/** The subject. */
export const subjectRules: readonly Rule[] = [
  {
    name: 'subject-missing',
    about: 'a mail without a subject is not opened',
    weight: 'fault',
    channels: ['email', 'form'],
    check: ({ subject }) => when(!subject?.trim(), 'there is no subject'),
  },
  {
    name: 'subject-too-long',
    about: 'a phone shows about 60 characters of a subject',
    weight: 'advice',
    channels: ['email', 'form'],
    check: ({ subject = '' }) => when(subject.length > 60, `${subject.length} characters`),
  },
  {
    name: 'subject-in-capitals',
    about: 'capitals shout (SpamAssassin: SUBJ_ALL_CAPS)',
    weight: 'fault',
    channels: SENT,
    check: ({ subject = '', told }) => {
      const own = told.reduce((rest, value) => rest.replace(value, ''), subject)
      const loud = words(own).filter((word) => /^\p{Lu}{4,}$/u.test(word))
      return when(loud.length > 0 || /!/.test(own), `'${subject}'`)
    },
  },
  {
    name: 'false-reply',
    about: 'a first mail that says Re: or Fw: lies about an exchange (rspamd: FAKE_REPLY)',
    weight: 'fault',
    channels: ['email', 'form'],
    check: ({ subject = '', step }) =>
      step > 0 ? [] : found(subject, /^\s*(?:re|fwd?|aw|antw|tr|rép|doorst)\s*:/i, 'begins with'),
  },
]
