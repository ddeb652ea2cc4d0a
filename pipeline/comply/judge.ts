import type { Config } from '../config.ts'
import type { Rule } from '../model/law.ts'
import type { Instant, Region } from '../model/region.ts'
import type { Channel, May } from '../model/verdict.ts'
import type { RegionCard } from '../region.ts'
import type { Evidence, RecordedVerdict, RegisterResult } from '../store/verdict.ts'
import { addDays } from '../text/days.ts'
import { type Country, countryOf } from './country.ts'
import type { Facts, Lookup, Target } from './facts.ts'
import { type ProvenKind, proveKind, recipientKind } from './kind.ts'
import { askRegisters } from './screen.ts'
import type { Voice } from './words.ts'

/** What judging needs beside the facts. */
export interface Bench {
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly config: Config['comply']
  readonly lookup: Lookup
  /** The operator's language. */
  readonly voice: Voice
  readonly at: Instant
}

/** An answer about one target, before it is written down. */
interface Finding {
  readonly may: May
  readonly because: readonly string[]
  readonly evidence: readonly Evidence[]
  readonly registers: readonly RegisterResult[]
  readonly expiresAt: Instant
  readonly campaign?: string
  readonly lia?: string
}

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

const judgeTarget = (
  facts: Facts,
  channel: Channel,
  country: Country,
  proven: ProvenKind,
  rule: Rule,
  target: Target,
  bench: Bench,
): Finding => {
  const base: Finding = {
    may: rule.may,
    because: [...proven.because, bench.voice.say(`reach-${target.reach}`), country.because],
    evidence: [...proofOf(proven), ...addressProof(target)],
    registers: [],
    expiresAt: firstExpiry(proven, target, rule, bench),
  }
  const said = refusal(facts, channel, bench.voice)
  if (said !== undefined) return { ...base, may: 'block', because: [said, ...base.because] }
  const consented = withConsent(base, channel, target, bench)
  const decided = consented ?? withPerson(base, channel, rule, target, bench)
  if (decided.may !== 'open') return decided
  const screened = withRegisters(decided, facts, rule, target, bench)
  return screened.may === 'open' ? withBalance(screened, country, channel, rule, bench) : screened
}

/** A no that was said to us, or at a source. */
const refusal = (facts: Facts, channel: Channel, { say, words }: Voice): string | undefined => {
  const stop = facts.suppressions.find((row) => row.stops === 'all' || row.stops === channel)
  if (stop !== undefined)
    return say('suppressed', { reason: words.reason[stop.reason], date: day(stop.at) })
  const source = facts.unwilling[0]
  return source && say('unwilling', { source })
}

const withConsent = (
  base: Finding,
  channel: Channel,
  target: Target,
  { lookup, config, at, voice }: Bench,
): Finding | undefined => {
  const consent = base.may === 'block' ? undefined : lookup.consent(channel, target.key)
  if (consent === undefined) return undefined
  const until = addDays(consent.given_at, config.consentDays)
  if (until <= at) return undefined
  return {
    ...base,
    may: 'open',
    because: [
      voice.say('consented', { date: day(consent.given_at), how: consent.how }),
      ...base.because,
    ],
    evidence: [
      ...base.evidence,
      {
        what: 'prior-consent',
        value: `consent ${consent.id}`,
        source: consent.proof_sha256,
        at: consent.given_at,
      },
    ],
    expiresAt: earlier(base.expiresAt, until),
  }
}

/** What only a named person may decide; without the evidence to look at, it needs consent. */
const withPerson = (
  base: Finding,
  channel: Channel,
  rule: Rule,
  target: Target,
  { lookup, voice }: Bench,
): Finding => {
  const freemail = base.may === 'open' && channel === 'email' && target.reach === 'freemail'
  if (base.may !== 'human' && !freemail) return base
  if (rule.evidence.includes('published-by-recipient') && target.ownPage === undefined)
    return {
      ...base,
      may: 'consent',
      because: [voice.say('not-own-page'), ...base.because],
    }
  const decision = lookup.decision({
    channel,
    key: target.key,
    rule: rule.id,
    ruleVersion: rule.version,
  })
  if (decision === undefined) return { ...base, may: 'human' }
  const said = voice.say(decision.answer === 'allow' ? 'allowed' : 'refused', {
    by: decision.by,
    date: day(decision.at),
    reason: decision.reason,
  })
  return {
    ...base,
    may: decision.answer === 'allow' ? 'open' : 'block',
    because: [said, ...base.because],
    evidence: [
      ...base.evidence,
      { what: 'decision', value: said, source: `decision ${decision.id}`, at: decision.at },
    ],
  }
}

const withRegisters = (
  base: Finding,
  facts: Facts,
  rule: Rule,
  target: Target,
  { lookup, at, voice }: Bench,
): Finding => {
  const screen = askRegisters(rule.registers, facts, target, lookup, at, voice)
  return {
    ...base,
    may: screen.stops ? 'block' : base.may,
    because: [...screen.because, ...base.because],
    registers: screen.results,
    ...(screen.campaign === undefined ? {} : { campaign: screen.campaign }),
    expiresAt: screen.stops
      ? base.expiresAt
      : screen.results.reduce((soonest, one) => earlier(soonest, one.expiresAt), base.expiresAt),
  }
}

const withBalance = (
  base: Finding,
  country: Country,
  channel: Channel,
  rule: Rule,
  { config, voice }: Bench,
): Finding => {
  if (!rule.conditions.includes('balancing-test')) return base
  const lia = config.balancingTests[`${country.region}/${channel}`]
  if (lia !== undefined) return { ...base, lia }
  return {
    ...base,
    may: config.requireBalancingTest ? 'block' : base.may,
    because: [voice.say('no-balancing-test'), ...base.because],
  }
}

const proofOf = (proven: ProvenKind): readonly Evidence[] =>
  proven.evidence.map((one) => ({
    what: `legal kind: ${one.kind}`,
    value: `${one.by}: ${one.value}`,
    source:
      one.register ??
      (one.page === undefined ? `listing ${one.listing ?? '?'}` : `page ${one.page}`),
    at: one.at,
  }))

const addressProof = (target: Target): readonly Evidence[] => [
  {
    what: target.ownPage === undefined ? 'address' : 'published by the recipient',
    value: target.contact === undefined ? target.type : `contact ${target.contact}`,
    source: target.ownPage === undefined ? 'listing' : `page ${target.ownPage.page}`,
    at: target.at,
  },
]

/** The moment at which the first thing it rests on grows too old. */
const firstExpiry = (proven: ProvenKind, target: Target, rule: Rule, bench: Bench): Instant => {
  const { config, at } = bench
  const made = addDays(at, config.verdictDays)
  // The newest proof carries the kind; older ones beside it may lapse.
  const newest = proven.evidence
    .map((one) => one.at)
    .sort()
    .at(-1)
  const kind =
    rule.evidence.includes('legal-person') && newest !== undefined
      ? addDays(newest, config.evidenceDays)
      : made
  const published =
    target.ownPage === undefined ? made : addDays(target.ownPage.at, config.evidenceDays)
  return earlier(made, earlier(kind, published > at ? published : made))
}

const day = (at: Instant): string => at.slice(0, 10)

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

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
