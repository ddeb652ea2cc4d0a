import { Trouble } from '../model/trouble.ts'
import type { Channel } from '../model/verdict.ts'
import { saveDecision } from '../store/decision.ts'
import { prospectFacts } from '../store/prospect-facts.ts'
import { humanVerdicts, type StoredVerdict } from '../store/verdict.ts'
import type { Complying } from './comply.ts'
import { gather } from './gather.ts'

/** A named person's answer to a verdict that the law leaves to a person. */
export interface Answer {
  readonly prospect: number
  readonly channel: Channel
  readonly answer: 'allow' | 'refuse'
  readonly by: string
  readonly reason: string
}

/** Verdicts that wait for a person, with the evidence to look at. */
export const waiting = ({ store }: Pick<Complying, 'store'>): readonly StoredVerdict[] =>
  humanVerdicts(store)

/** Keeps the answer with the evidence that was shown; it holds for that address and that version of the rule. Answers its id. */
export const decide = ({ store, ring, at }: Complying, answer: Answer): number => {
  const verdict = waiting({ store }).find(
    (one) => one.prospect === answer.prospect && one.channel === answer.channel,
  )
  const known = prospectFacts(store, answer.prospect)
  if (verdict === undefined || known === undefined)
    throw new Trouble(
      'not-found',
      'usage',
      `no verdict about prospect ${answer.prospect} by ${answer.channel} waits for a person; see: pipeline decide`,
    )
  const target = gather(store, ring, known).targets[answer.channel].find(
    (one) => one.contact === verdict.contact,
  )
  if (target === undefined)
    throw new Trouble(
      'not-found',
      'usage',
      'its address changed since it was judged; run `pipeline comply`',
    )
  return saveDecision(store, {
    ...answer,
    key: target.key,
    rule: verdict.rule,
    ruleVersion: verdict.ruleVersion,
    evidence: verdict.evidence.map(({ what, value, source }) => `${what}: ${value} (${source})`),
    at,
  })
}
