import type { Contact, LegalEvidence, LegalKind } from '../model/contact.ts'
import type { FormRule, Law } from '../model/law.ts'
import type { Instant } from '../model/region.ts'
import type { RecipientKind } from '../model/verdict.ts'
import type { Voice } from './words.ts'

/** A legal kind with what proves it. */
export interface ProvenKind {
  readonly kind: LegalKind
  readonly because: readonly string[]
  readonly evidence: readonly LegalEvidence[]
}

/**
 * What the evidence proves under a country's law: a Dutch vof is a person where a Belgian one is not, a British
 * suffix proves nothing until a register agrees. Evidence from before `since` counts for nothing, and evidence that
 * disagrees proves nothing, whoever says it: the burden of proof is the sender's.
 */
export const proveKind = (
  law: Law,
  evidence: readonly LegalEvidence[],
  since: Instant,
  { language, say }: Voice,
): ProvenKind => {
  const fresh = evidence.filter((one) => one.at >= since)
  const numbered = fresh.some((one) => NUMBERS.has(one.by))
  const read = fresh.map((one) => ({ one, ...underLaw(law, one, numbered) }))
  const kinds = new Set(read.flatMap(({ is }) => (is === 'unknown' ? [] : [is])))
  const [only = 'unknown'] = kinds
  const kind = kinds.size === 1 ? only : 'unknown'
  const speaking = read.filter(({ is }) => is === kind)
  return {
    kind,
    because:
      kind === 'unknown'
        ? [say(fresh.length === 0 ? 'no-legal-evidence' : 'legal-unproven')]
        : speaking.map(({ one, because }) =>
            say('legal-shown', { by: one.by, value: because?.[language] ?? one.value }),
          ),
    evidence: kind === 'unknown' ? fresh : speaking.map(({ one }) => one),
  }
}

/** Evidence that is a word on a sign or a page, and evidence that leads into a register. */
const WORDS: ReadonlySet<string> = new Set(['name-suffix', 'site'])
const NUMBERS: ReadonlySet<string> = new Set([
  'company-number',
  'kbo-number',
  'companies-house',
  'kbo',
])

const underLaw = (
  law: Law,
  { kind, by, value }: LegalEvidence,
  numbered: boolean,
): { readonly is: LegalKind; readonly because?: FormRule['because'] } => {
  const rule = law.forms.find(({ form }) => form.test(value.trim()))
  if (WORDS.has(by) && rule?.is !== 'sole' && !law.suffixProves && !numbered)
    return { is: 'unknown' }
  return rule === undefined ? { is: kind } : { is: rule.is, because: rule.because }
}

/** Which column of the rules table an address of a business stands in. */
export const recipientKind = (
  legal: LegalKind,
  reach: Contact['reach'] | 'switchboard',
): RecipientKind => {
  if (legal !== 'corporate') return legal
  return reach === 'impersonal' || reach === 'switchboard' || reach === 'freemail'
    ? 'legal-impersonal'
    : 'legal-named'
}
