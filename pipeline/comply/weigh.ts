import type { Config } from '../config.ts'
import type { Rule } from '../model/law.ts'
import type { Instant, Region } from '../model/region.ts'
import type { Channel, May } from '../model/verdict.ts'
import type { RegionCard } from '../region.ts'
import type { Evidence, RegisterResult } from '../store/verdict.ts'
import { addDays, earlier } from '../text/days.ts'
import type { Country } from './country.ts'
import type { Facts, Lookup, Target } from './facts.ts'
import type { ProvenKind } from './kind.ts'
import { addressProof, firstExpiry, proofOf } from './proof.ts'
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
export interface Finding {
  readonly may: May
  readonly because: readonly string[]
  readonly evidence: readonly Evidence[]
  readonly registers: readonly RegisterResult[]
  readonly expiresAt: Instant
  readonly campaign?: string
  readonly lia?: string
}

/** What the law, consent, a person, the registers and the balancing test make of one address; each can only close what the one before left open. */
export const judgeTarget = (
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

const day = (at: Instant): string => at.slice(0, 10)
