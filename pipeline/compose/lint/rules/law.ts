import { ALL, bodyOf, type Rule, SENT, when } from '../rule.ts'
import { NOTICE, OPT_OUT } from '../words.ts'

/** What the law and honesty ask. */
export const lawRules: readonly Rule[] = [
  {
    name: 'identity-missing',
    about: 'the law asks who writes: the registered name of the operator',
    weight: 'fault',
    channels: ALL,
    check: ({ text, sender }) =>
      when(!text.includes(sender.operator), `'${sender.operator}' is not named`),
  },
  {
    name: 'postal-address-missing',
    about: 'the law asks for an address at which the sender can be reached',
    weight: 'fault',
    channels: SENT,
    check: ({ text, sender }) =>
      sender.address.filter((line) => !text.includes(line)).map((line) => `'${line}' is not in it`),
  },
  {
    name: 'opt-out-missing',
    about: 'each message says how to say no, for nothing (PECR reg 23, Tw 11.7, WER XII.13)',
    weight: 'fault',
    channels: SENT,
    check: ({ text, language }) =>
      when(!OPT_OUT[language].test(text), 'it does not say how to say no'),
  },
  {
    name: 'notice-missing',
    about: 'the verdict asks for the notice of Article 14: ground, source, rights, complaint',
    weight: 'fault',
    channels: SENT,
    check: ({ text, language, notice, sender }) =>
      notice === 'none'
        ? []
        : [
            ...NOTICE[language]
              .filter((part) => !part.test(text))
              .map((part) => `lacks ${part.source}`),
            ...when(!text.includes(sender.contact), `'${sender.contact}' is not in it`),
          ],
  },
  {
    name: 'unproved-statement',
    about: 'a sentence that names the business, its number or town rests on evidence',
    weight: 'fault',
    channels: ALL,
    check: ({ text, statements, told }) => {
      const proved = statements.filter(({ evidence }) => evidence.length > 0)
      const lines = bodyOf(text).split(/(?<=[.?!])\s+|\n+/)
      return told
        .filter((value) => lines.some((line) => line.includes(value)))
        .filter((value) => !proved.some(({ sentence }) => sentence.includes(value)))
        .map((value) => `'${value}' has no evidence`)
    },
  },
  {
    name: 'stale-finding',
    about: 'a finding older than the configured age is checked again before it is said',
    weight: 'fault',
    channels: ALL,
    check: ({ freshUntil, at }) =>
      when(
        freshUntil !== undefined && freshUntil <= at,
        `its findings were good until ${freshUntil}`,
      ),
  },
]
