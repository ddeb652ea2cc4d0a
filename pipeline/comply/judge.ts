import type { Rule } from '../model/law.ts'
import type { Region } from '../model/region.ts'
import type { Channel, May } from '../model/verdict.ts'
import type { RecordedVerdict } from '../store/verdict.ts'
import { addDays } from '../text/days.ts'
import { type Country, countryOf } from './country.ts'
import type { Facts, Target } from './facts.ts'
import { proveKind, recipientKind } from './kind.ts'
import { type Bench, type Finding, judgeTarget } from './weigh.ts'

const RANK: Readonly<Record<May, number>> = { open: 0, human: 1, consent: 2, block: 3 }

/**
 * May this prospect be contacted by this channel: the recipient's country names the law, the evidence its column,
 * and the best of the prospect's addresses is the one spoken of. A no by anybody, anywhere, outweighs everything.
 */
export const judge = (facts: Facts, channel: Channel, bench: Bench): RecordedVerdict => {
  const { golden, region } = facts
  const country = countryOf(
    { region, address: golden.address?.value, phone: golden.phone?.value },
    bench.regions,
    bench.voice,
  )
  if (country.region === 'abroad') return abroad(facts, channel, country, bench)
  const { law } = bench.regions[country.region]
  const proven = proveKind(
    law,
    facts.legal,
    addDays(bench.at, -bench.config.evidenceDays),
    bench.voice,
  )
  const targets = facts.targets[channel]
  if (targets.length === 0) {
    const rule = law.rules[channel][recipientKind(proven.kind, 'impersonal')]
    return written(
      facts,
      channel,
      country.region,
      rule,
      undefined,
      {
        may: 'block',
        because: [bench.voice.say(`nothing-${channel}`), country.because],
        evidence: [],
        registers: [],
        expiresAt: addDays(bench.at, bench.config.verdictDays),
      },
      bench,
    )
  }
  const judged = targets.map((target) => {
    const rule = law.rules[channel][recipientKind(proven.kind, target.reach)]
    return {
      target,
      rule,
      finding: judgeTarget(facts, channel, country, proven, rule, target, bench),
    }
  })
  const best = judged.reduce((a, b) => (RANK[b.finding.may] < RANK[a.finding.may] ? b : a))
  return written(facts, channel, country.region, best.rule, best.target, best.finding, bench)
}

const abroad = (facts: Facts, channel: Channel, country: Country, { at, config, voice }: Bench) =>
  ({
    prospect: facts.prospect,
    channel,
    region: facts.region,
    kind: 'unknown',
    may: 'block',
    rule: 'abroad',
    ruleVersion: '1',
    article: '-',
    conditions: [],
    because: [voice.say('no-law'), country.because],
    evidence: [],
    registers: [],
    notice: 'none',
    at,
    expiresAt: addDays(at, config.verdictDays),
  }) satisfies RecordedVerdict

const written = (
  facts: Facts,
  channel: Channel,
  region: Region,
  rule: Rule,
  target: Target | undefined,
  finding: Finding,
  { at }: Bench,
): RecordedVerdict => ({
  prospect: facts.prospect,
  channel,
  region,
  kind: rule.id.slice(rule.id.lastIndexOf('/') + 1) as RecordedVerdict['kind'],
  rule: rule.id,
  ruleVersion: rule.version,
  article: rule.article,
  conditions: rule.conditions,
  notice: target?.reach === 'freemail' || target?.reach === 'personal' ? 'art14' : rule.notice,
  at,
  ...finding,
  ...(target?.contact === undefined ? {} : { contact: target.contact }),
})
