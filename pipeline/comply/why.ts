import type { Rule } from '../model/law.ts'
import { CHANNELS, type Channel, RECIPIENT_KINDS } from '../model/verdict.ts'
import { isDue } from '../store/prospect-key.ts'
import { suppressionsOfProspect } from '../store/suppression.ts'
import { currentVerdict, type StoredVerdict } from '../store/verdict.ts'
import type { Complying } from './comply.ts'
import { fill, type Voice } from './words.ts'

/** A verdict with the rule it applies, ready to be told. */
export interface Explained {
  readonly channel: Channel
  readonly verdict: StoredVerdict | undefined
  readonly rule: Rule | undefined
  /** Reasons for which the channel is stopped now, whatever the verdict said when it was made. */
  readonly stopped: readonly string[]
  readonly due: boolean
}

/** What holds for a prospect on every channel, by which rule and why. */
export const explain = (
  { store, regions, voice }: Complying,
  prospect: number,
): readonly Explained[] => {
  const stops = suppressionsOfProspect(store, prospect)
  const due = isDue(store, prospect)
  return CHANNELS.map((channel) => {
    const verdict = currentVerdict(store, prospect, channel)
    const stopped = stops
      .filter((row) => row.stops === 'all' || row.stops === channel)
      .map((row) => `${voice.words.reason[row.reason]} ${row.at.slice(0, 10)} (${row.via})`)
    return {
      channel,
      verdict,
      rule: verdict && ruleOf(regions, verdict),
      stopped: [...new Set(stopped)],
      due,
    }
  })
}

const ruleOf = (regions: Complying['regions'], verdict: StoredVerdict): Rule | undefined => {
  const kind = RECIPIENT_KINDS.find((known) => verdict.rule.endsWith(`/${known}`))
  return kind && regions[verdict.region].law.rules[verdict.channel][kind]
}

/** The explanation of one channel in plain words, a line each. */
export const tell = (
  { channel, verdict, rule, stopped, due }: Explained,
  { regions, voice, at }: Pick<Complying, 'regions' | 'voice' | 'at'>,
): readonly string[] => {
  const { words, language } = voice
  if (verdict === undefined) return [`${words.channel[channel]}: ?  ${words.why.due}`]
  const country = regions[verdict.region].name[language]
  const may = stopped.length > 0 ? 'block' : verdict.may
  return [
    `${words.channel[channel]}: ${words.may[may]}`,
    ...stopped.map((stop) => `  ${fill(words.why.stopped, { stops: stop })}`),
    `  ${fill(words.why['law-of'], { country })}: ${fill(words.why.rule, { rule: verdict.rule, version: verdict.ruleVersion, article: verdict.article })}`,
    ...(rule === undefined ? [] : [`  “${rule.says[language]}”`]),
    `  ${fill(words.why.recipient, { kind: words.kind[verdict.kind] })}`,
    ...listed(words.why.because, verdict.because),
    ...(may === 'block' ? [] : listed(words.why.conditions, conditions(voice, rule))),
    ...listed(words.why.evidence, verdict.evidence.map(evidenceLine)),
    ...listed(words.why.registers, verdict.registers.map(registerLine)),
    ...(verdict.notice === 'art14' && may !== 'block' ? [`  ${words.why.notice}`] : []),
    ...closing(verdict, rule, voice, at),
    ...(due ? [`  ${words.why.due}`] : []),
  ]
}

const conditions = ({ words }: Voice, rule: Rule | undefined): readonly string[] =>
  (rule?.conditions ?? []).map((condition) => words.condition[condition])

const closing = (
  verdict: StoredVerdict,
  rule: Rule | undefined,
  { words }: Voice,
  at: string,
): readonly string[] => {
  const date = verdict.expiresAt.slice(0, 10)
  const { campaign } = verdict
  return [
    ...(campaign === undefined ? [] : [`  ${fill(words.why.campaign, { campaign })}`]),
    ...(rule === undefined || rule.uncertain === false
      ? []
      : [`  ${fill(words.why.doubt, { doubt: rule.uncertain })}`]),
    ...(rule === undefined
      ? []
      : [`  ${fill(words.why.source, { source: rule.source, date: rule.checkedOn })}`]),
    `  ${fill(verdict.expiresAt > at ? words.why.until : words.why.expired, { date })}`,
  ]
}

const listed = (head: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`  ${head}`, ...lines.map((line) => `    - ${line}`)]

const evidenceLine = ({ what, value, source, at }: StoredVerdict['evidence'][number]): string =>
  `${what}: ${value} (${source}, ${at.slice(0, 10)})`

const registerLine = (one: StoredVerdict['registers'][number]): string =>
  `${one.register}: ${one.listed ? '×' : '✓'} ${one.takenOn} → ${one.expiresAt.slice(0, 10)}`
