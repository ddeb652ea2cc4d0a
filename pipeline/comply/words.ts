import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Condition } from '../model/law.ts'
import type { Language } from '../model/region.ts'
import { CHANNELS, RECIPIENT_KINDS } from '../model/verdict.ts'
import { root } from '../root.ts'
import { REASONS } from '../store/suppression.ts'

const CONDITIONS = [
  'sender-identified',
  'opt-out-in-message',
  'opt-out-explained',
  'advertising-recognisable',
  'offer-for-the-firm',
  'balancing-test',
  'source-told',
  'objection-pointed-out',
  'caller-shown',
  'objection-offered-in-call',
  'own-do-not-call-list',
  'fits-published-purpose',
  'no-home-on-mps',
  'no-home-on-robinson',
  'not-marked-nmi',
] as const satisfies readonly Condition[]

const BECAUSE = [
  'nothing-email',
  'nothing-letter',
  'nothing-call',
  'nothing-form',
  'address-in',
  'postcode',
  'island',
  'phone-code',
  'phone-abroad',
  'market',
  'no-law',
  'suppressed',
  'unwilling',
  'consented',
  'allowed',
  'refused',
  'not-own-page',
  'reach-impersonal',
  'reach-switchboard',
  'reach-personal',
  'reach-freemail',
  'reach-unknown',
  'no-legal-evidence',
  'legal-unproven',
  'legal-shown',
  'listed',
  'not-listed',
  'not-screened',
  'screen-too-old',
  'screen-no-campaign',
  'no-balancing-test',
] as const

const WHY = [
  'law-of',
  'rule',
  'recipient',
  'because',
  'conditions',
  'evidence',
  'registers',
  'notice',
  'until',
  'expired',
  'campaign',
  'doubt',
  'source',
  'stopped',
  'due',
  'disclaimer',
] as const

const DISCLOSE = [
  'title',
  'who',
  'purpose',
  'rights',
  'retention',
  'facts',
  'field',
  'value',
  'source',
  'at',
  'contacts',
  'evidence',
  'findings',
  'verdicts',
  'consents',
  'messages',
  'stops',
  'listings',
  'pages',
  'everything',
  'none',
] as const

const said = z.string().min(2)

/** What `templates/<lang>/law.json` must say, sentence by sentence. */
const schema = z.strictObject({
  may: z.record(z.enum(['open', 'consent', 'human', 'block']), said),
  channel: z.record(z.enum(CHANNELS), said),
  kind: z.record(z.enum(RECIPIENT_KINDS), said),
  reason: z.record(z.enum(REASONS), said),
  because: z.record(z.enum(BECAUSE), said),
  condition: z.record(z.enum(CONDITIONS), said),
  why: z.record(z.enum(WHY), said),
  disclose: z.record(z.enum(DISCLOSE), said),
})

/** The sentences in which verdicts explain themselves, in one language. */
export type Words = z.output<typeof schema>

/** Reads the sentences of a language; a missing or unknown one is an error that names it. */
const readWords = (language: Language): Words =>
  schema.parse(JSON.parse(readFileSync(join(root, 'templates', language, 'law.json'), 'utf8')))

/** Fills the places of a sentence: `fill('on {register}', { register: 'TPS' })`. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))

/** A language in which verdicts speak. */
export interface Voice {
  readonly language: Language
  readonly words: Words
  /** A reason, filled. */
  readonly say: (
    reason: (typeof BECAUSE)[number],
    values?: Readonly<Record<string, string | number>>,
  ) => string
}

/** Opens the voice of a language. */
export const openVoice = (language: Language): Voice => {
  const words = readWords(language)
  return { language, words, say: (reason, values = {}) => fill(words.because[reason], values) }
}
