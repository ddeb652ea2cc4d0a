import type { Config } from '../config.ts'
import type { Instant, Region } from '../model/region.ts'
import { CHANNELS, type Channel, type May } from '../model/verdict.ts'
import type { RegionCard } from '../region.ts'
import { standingConsent } from '../store/consent.ts'
import { standingDecision } from '../store/decision.ts'
import type { Keyring } from '../store/keyring.ts'
import type { Store } from '../store/open.ts'
import {
  expiringProspects,
  liveProspects,
  type ProspectFacts,
  prospectFacts,
} from '../store/prospect-facts.ts'
import { clearDue, dueProspects, keepProspectKeys, statedKeys } from '../store/prospect-key.ts'
import { registerAnswer } from '../store/register.ts'
import { isForgotten } from '../store/suppression.ts'
import { currentVerdict, type RecordedVerdict, saveVerdict } from '../store/verdict.ts'
import { addDays } from '../text/days.ts'
import { gather } from './gather.ts'
import { judge } from './judge.ts'
import type { Bench } from './weigh.ts'
import type { Voice } from './words.ts'

/** What a run needs. */
export interface Complying {
  readonly store: Store
  readonly ring: Keyring
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly config: Config['comply']
  readonly voice: Voice
  readonly at: Instant
  /** Every live prospect, not only those that changed or whose verdict nears its end. */
  readonly all?: boolean
  /** Only prospects found in this market. */
  readonly region?: Region
  readonly signal?: AbortSignal
  readonly progress?: (done: number) => void
}

/** What a run did. */
export interface ComplyReport {
  readonly prospects: number
  readonly verdicts: Readonly<Record<Channel, Readonly<Record<May, number>>>>
  /** Prospects under whose keys a person was erased: they must be forgotten again. */
  readonly forgotten: readonly number[]
}

const BATCH = 200
/** A verdict is made anew when less than this part of its life is left. */
const RENEW_BEFORE_DAYS = 7

/** Brings hashed keys and verdicts up to date; every batch is one transaction, so it can be stopped and run again. */
export const comply = (job: Complying): ComplyReport => {
  const bench: Bench = {
    regions: job.regions,
    config: job.config,
    voice: job.voice,
    at: job.at,
    lookup: {
      register: (name, key) => registerAnswer(job.store, name, key),
      consent: (channel, key) => standingConsent(job.store, channel, key),
      decision: (asked) => standingDecision(job.store, asked),
    },
  }
  const tally = emptyTally()
  const forgotten: number[] = []
  let prospects = 0
  for (const batch of batches(job)) {
    job.store.transaction(() => {
      for (const id of batch) {
        const outcome = complyOne(job.store, job.ring, id, bench)
        if (outcome === 'forgotten') forgotten.push(id)
        else for (const verdict of outcome) tally[verdict.channel][verdict.may]++
        clearDue(job.store, id)
      }
    })
    prospects += batch.length
    job.progress?.(prospects)
  }
  return { prospects, verdicts: tally, forgotten }
}

function* batches(job: Complying): Generator<readonly number[]> {
  const before = addDays(job.at, RENEW_BEFORE_DAYS)
  const slice = (after: number) => ({
    after,
    limit: BATCH,
    ...(job.region === undefined ? {} : { region: job.region }),
  })
  const queues: readonly ((after: number) => readonly number[])[] = [
    (after) => dueProspects(job.store, slice(after)),
    (after) =>
      job.all
        ? liveProspects(job.store, slice(after))
        : expiringProspects(job.store, { before, ...slice(after) }),
  ]
  for (const next of queues)
    for (let after = 0; !job.signal?.aborted; ) {
      const batch = next(after)
      const last = batch.at(-1)
      if (last === undefined) break
      yield batch
      after = last
    }
}

const complyOne = (
  store: Store,
  ring: Keyring,
  id: number,
  bench: Bench,
): readonly RecordedVerdict[] | 'forgotten' => {
  const known = prospectFacts(store, id)
  if (known === undefined || known.state !== 'live') return []
  keepProspectKeys(store, ring, id)
  if (isForgotten(store, statedKeys(store, id))) return 'forgotten'
  return verdictsFor(store, ring, known, bench)
}

const verdictsFor = (
  store: Store,
  ring: Keyring,
  known: ProspectFacts,
  bench: Bench,
): readonly RecordedVerdict[] => {
  const facts = gather(store, ring, known)
  return CHANNELS.map((channel) => {
    const verdict = judge(facts, channel, bench)
    const before = currentVerdict(store, known.id, channel)
    const renew = addDays(bench.at, RENEW_BEFORE_DAYS)
    if (before === undefined || before.expiresAt < renew || !same(before, verdict))
      saveVerdict(store, verdict)
    return verdict
  })
}

/** Whether two verdicts say the same on the same grounds, whenever they were made. */
const same = (a: RecordedVerdict, b: RecordedVerdict): boolean => grounds(a) === grounds(b)

const grounds = (verdict: RecordedVerdict): string =>
  JSON.stringify([
    verdict.region,
    verdict.kind,
    verdict.may,
    verdict.rule,
    verdict.ruleVersion,
    verdict.article,
    verdict.conditions,
    verdict.because,
    verdict.evidence,
    verdict.registers,
    verdict.notice,
    verdict.lia,
    verdict.campaign,
    verdict.contact,
  ])

const emptyTally = (): Record<Channel, Record<May, number>> => {
  const none = () => ({ open: 0, consent: 0, human: 0, block: 0 })
  return { email: none(), letter: none(), call: none(), form: none() }
}
