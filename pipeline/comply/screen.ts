import type { RegisterDuty } from '../model/law.ts'
import type { Instant } from '../model/region.ts'
import type { RegisterAnswer } from '../store/register.ts'
import type { RegisterResult } from '../store/verdict.ts'
import { addDays } from '../text/days.ts'
import type { Facts, Lookup, Target } from './facts.ts'
import type { Voice } from './words.ts'

/** What the registers say about a target, and whether that stops the channel. */
export interface Screen {
  readonly stops: boolean
  readonly because: readonly string[]
  readonly results: readonly RegisterResult[]
  /** The only campaign the answers hold for. */
  readonly campaign?: string
}

/** Asks each register that a rule names. A duty without a fresh answer stops the channel, unless the register is voluntary. */
export const askRegisters = (
  duties: readonly RegisterDuty[],
  facts: Facts,
  target: Target,
  lookup: Lookup,
  at: Instant,
  voice: Voice,
): Screen => {
  const asked = duties.map((duty) => askOne(duty, facts, target, lookup, at, voice))
  const campaign = asked.find((one) => one.campaign !== undefined)?.campaign
  return {
    stops: asked.some((one) => one.stops),
    because: asked.flatMap((one) => one.because),
    results: asked.flatMap((one) => one.results),
    ...(campaign === undefined ? {} : { campaign }),
  }
}

const askOne = (
  duty: RegisterDuty,
  facts: Facts,
  target: Target,
  lookup: Lookup,
  at: Instant,
  { say }: Voice,
): Screen => {
  const register = duty.name
  const keys = duty.asks === 'listing' ? facts.registerKeys : [target.key]
  const answers = keys.flatMap((key) => lookup.register(duty.name, key) ?? [])
  const listed = answers.find((answer) => answer.listed)
  // A no is a no however old its register is; a yes lapses.
  if (listed !== undefined)
    return {
      ...outcome(true, say('listed', { register, date: listed.takenOn })),
      results: [result(duty, listed)],
    }
  const newest = [...answers].sort((a, b) => (a.takenOn < b.takenOn ? 1 : -1))[0]
  if (newest === undefined) return missing(duty, say('not-screened', { register }))
  const answered = result(duty, newest)
  if (answered.expiresAt <= at)
    return missing(
      duty,
      say('screen-too-old', { register, date: newest.takenOn, days: duty.maxAgeDays }),
    )
  if (duty.perCampaign && newest.campaign === undefined)
    return missing(duty, say('screen-no-campaign', { register, date: newest.takenOn }))
  return {
    ...outcome(false, say('not-listed', { register, date: newest.takenOn })),
    results: [answered],
    ...(duty.perCampaign && newest.campaign !== undefined ? { campaign: newest.campaign } : {}),
  }
}

const outcome = (stops: boolean, because: string): Screen => ({
  stops,
  because: [because],
  results: [],
})

const missing = (duty: RegisterDuty, because: string): Screen =>
  duty.voluntary ? { stops: false, because: [], results: [] } : outcome(true, because)

const result = (duty: RegisterDuty, answer: RegisterAnswer): RegisterResult => ({
  register: duty.name,
  listed: answer.listed,
  takenOn: answer.takenOn,
  expiresAt: addDays(`${answer.takenOn}T00:00:00.000Z`, duty.maxAgeDays),
  screen: answer.screen,
})
