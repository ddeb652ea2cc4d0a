import { FIELD_NAMES, FIELDS, type Field, levelsOf, PATTERNS, WHOLES } from './fields.ts'
import { ARCHETYPES, archetypeOf, CLASSES, type Class } from './prior.ts'

/** A fitted model: how frequent each class is, and each level of each field within it. */
export interface Model {
  /** By class. */
  readonly shares: readonly number[]
  /** By class, field, level. */
  readonly levels: readonly (readonly (readonly number[])[])[]
  /** Pairs it was fitted on. */
  readonly pairs: number
  /** Fields that tell nothing here and are left out. */
  readonly silent: readonly string[]
}

/** Pairs that the archetypes are worth: what data must outweigh. */
const PRIOR_SHARE = 0.02
const PRIOR_LEAST = 30
const PRIOR_MOST = 1500

const ROUNDS = 60
const SETTLED = 1e-6

/** The shipped prior, before any data is seen. */
export const priorModel = (without: readonly Class[] = []): Model => ({
  shares: normal(CLASSES.map((type) => (without.includes(type) ? 0 : ARCHETYPES[type].share))),
  levels: CLASSES.map((type) =>
    FIELD_NAMES.map((field) => normalField(field, archetypeOf(type, field))),
  ),
  pairs: 0,
  silent: [],
})

const normal = (shares: readonly number[]): number[] => {
  const sum = shares.reduce((a, b) => a + b, 0) || 1
  return shares.map((share) => share / sum)
}

/** Levels of a field as shares of their wholes. */
const normalField = (field: Field, shares: readonly number[]): number[] => {
  const wholes = WHOLES[field]
  if (wholes === undefined) return normal(shares)
  const levels: readonly string[] = FIELDS[field]
  return shares.map((share, l) => {
    const whole = wholes.find((names) => names.includes(levels[l] ?? ''))
    const sum = shares.reduce((a, b, k) => (whole?.includes(levels[k] ?? '') ? a + b : a), 0)
    return sum > 0 ? share / sum : 0
  })
}

/** Most share of each level, or undefined where the field has no caps. */
const capsOf = (type: Class, field: Field): number[] | undefined => {
  const most = ARCHETYPES[type].most?.[field]
  return most === undefined ? undefined : FIELDS[field].map((level) => most[level] ?? 1)
}

/** Cuts shares at their caps and gives what was cut to the others. */
const capped = (shares: number[], caps: readonly number[] | undefined): number[] => {
  if (caps === undefined) return shares
  const over = shares.map((share, l) => Math.max(0, share - (caps[l] ?? 1)))
  const cut = over.reduce((a, b) => a + b, 0)
  if (cut === 0) return shares
  const free = shares.reduce((sum, share, l) => sum + ((over[l] ?? 0) > 0 ? 0 : share), 0)
  return shares.map((share, l) =>
    (over[l] ?? 0) > 0 ? (caps[l] ?? 1) : free > 0 ? share * (1 + cut / free) : share,
  )
}

interface Observed {
  readonly levels: readonly number[]
  readonly times: number
}

/** Patterns that occur, with how often. */
const observed = (counts: Uint32Array | Float64Array): Observed[] => {
  const found: Observed[] = []
  for (let pattern = 0; pattern < PATTERNS; pattern++) {
    const times = counts[pattern] ?? 0
    if (times > 0) found.push({ levels: levelsOf(pattern), times })
  }
  return found
}

/** Least share of sure matches with a trade on both sides, and least agreement among them, for trades to tell sisters apart. */
const TRADE_KNOWN = 0.15
const TRADE_AGREES = 0.75

/** Whether trades are given often, and agree among pairs that share name and door. */
const tradeTells = (seen: readonly Observed[]): boolean => {
  const [name, place, trade] = ['name', 'place', 'trade'].map((field) =>
    FIELD_NAMES.indexOf(field as Field),
  ) as [number, number, number]
  let all = 0
  let same = 0
  let other = 0
  for (const { levels, times } of seen) {
    if (FIELDS.name[levels[name] ?? 0] !== 'same' || FIELDS.place[levels[place] ?? 0] !== 'door')
      continue
    all += times
    const says = FIELDS.trade[levels[trade] ?? 0]
    if (says === 'same') same += times
    if (says === 'other') other += times
  }
  return same + other >= TRADE_KNOWN * all && same >= TRADE_AGREES * (same + other)
}

/**
 * Fits latent classes to pattern counts by expectation–maximisation (Dempster, Laird & Rubin 1977;
 * Winkler 1988 for record linkage), from the archetypes, which also act as a Dirichlet prior. Levels
 * that an archetype gives no share define the class and stay at zero.
 */
export const fitClasses = (
  counts: Uint32Array | Float64Array,
  silent: readonly string[] = [],
): Model => {
  const seen = observed(counts)
  const pairs = seen.reduce((sum, { times }) => sum + times, 0)
  const prior = priorModel(tradeTells(seen) ? [] : ['sister'])
  if (pairs === 0) return { ...prior, silent }
  const worth = Math.min(PRIOR_MOST, Math.max(PRIOR_LEAST, PRIOR_SHARE * pairs))
  let shares = [...prior.shares]
  let levels = prior.levels.map((fields) => fields.map((field) => [...field]))
  const caps = CLASSES.map((type) => FIELD_NAMES.map((field) => capsOf(type, field)))
  let before = Number.NEGATIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const sums = prior.shares.map((share) => share * worth)
    const cells = prior.levels.map((fields, c) =>
      fields.map((field) => field.map((share) => share * worth * (prior.shares[c] ?? 0))),
    )
    let likelihood = 0
    for (const { levels: at, times } of seen) {
      const joint = jointOf(shares, levels, at, silent)
      const total = joint.reduce((a, b) => a + b, 0)
      if (total <= 0) continue
      likelihood += times * Math.log(total)
      for (let c = 0; c < joint.length; c++) {
        const weight = (times * (joint[c] ?? 0)) / total
        sums[c] = (sums[c] ?? 0) + weight
        for (let f = 0; f < at.length; f++) {
          const level = at[f] ?? 0
          if (!tells(f, level, silent)) continue
          const row = cells[c]?.[f] as number[]
          row[level] = (row[level] ?? 0) + weight
        }
      }
    }
    shares = normal(sums)
    levels = cells.map((fields, c) =>
      fields.map((field, f) => capped(normalField(FIELD_NAMES[f] as Field, field), caps[c]?.[f])),
    )
    if (Math.abs(likelihood - before) < SETTLED * Math.abs(likelihood)) break
    before = likelihood
  }
  return { shares, levels, pairs, silent }
}

/** A fact that one listing does not state tells nothing: it is missing at random. */
const tells = (field: number, level: number, silent: readonly string[]): boolean => {
  const name = FIELD_NAMES[field] as Field
  return FIELDS[name][level] !== 'none' && !silent.includes(name)
}

const jointOf = (
  shares: readonly number[],
  levels: readonly (readonly (readonly number[])[])[],
  at: readonly number[],
  silent: readonly string[],
): number[] =>
  shares.map((share, c) => {
    let product = share
    for (let f = 0; f < at.length; f++)
      if (tells(f, at[f] ?? 0, silent)) product *= levels[c]?.[f]?.[at[f] ?? 0] ?? 0
    return product
  })

/** Probability of each class for a pattern. */
const posterior = (model: Model, pattern: number): number[] =>
  normal(jointOf(model.shares, model.levels, levelsOf(pattern), model.silent))

/** Weights are clipped here, so that no single pair decides a cluster. */
export const CLIP = 12

/** Weight at most of a pair that has nothing in common but its name. */
const NAME_ALONE = -1

const WITNESSES: Readonly<Record<string, readonly string[]>> = {
  place: ['door', 'door-otherwise', 'building', 'near', 'street', 'area', 'next-door'],
  phone: ['same', 'same-shared', 'digit-off'],
  site: ['same', 'same-shared', 'similar'],
}

const onNameAlone = (pattern: number): boolean =>
  levelsOf(pattern).every((level, f) => {
    const field = FIELD_NAMES[f] as Field
    return !(WITNESSES[field]?.includes(FIELDS[field][level] ?? '') ?? false)
  })

const LEAST = 1e-300

/** Log odds that a pair of a pattern is a match, as they are: for explaining, where every fact counts. */
export const logOdds = (model: Model, pattern: number): number => {
  const [match = 0, ...others] = jointOf(
    model.shares,
    model.levels,
    levelsOf(pattern),
    model.silent,
  )
  const other = others.reduce((sum, joint) => sum + joint, 0)
  return Math.log(Math.max(LEAST, match)) - Math.log(Math.max(LEAST, other))
}

/** Log odds that a pair of a pattern is a match, clipped at ±12. */
const weightOf = (model: Model, pattern: number): number => {
  const match = posterior(model, pattern)[0] ?? 0
  const odds = Math.log((match + 1e-12) / (1 - match + 1e-12))
  return Math.max(-CLIP, Math.min(onNameAlone(pattern) ? NAME_ALONE : CLIP, odds))
}

/** The weight of each pattern, computed when it is first asked for. */
export const weightTable = (model: Model): ((pattern: number) => number) => {
  const weights = new Float64Array(PATTERNS).fill(Number.NaN)
  return (pattern) => {
    const known = weights[pattern] as number
    if (!Number.isNaN(known)) return known
    const made = weightOf(model, pattern)
    weights[pattern] = made
    return made
  }
}
