import { logOdds, type Model } from './classes.ts'
import { FIELD_NAMES, FIELDS, type Field, levelsOf, patternOf } from './fields.ts'

/** What each level says in words. `none` says nothing. */
const WORDS: Readonly<Record<Field, Readonly<Record<string, string>>>> = {
  name: {
    same: 'same name',
    'same-common': 'same name, which several businesses have',
    near: 'nearly the same name',
    strong: 'similar names',
    contained: 'one name holds the other',
    overlap: 'part of the name in common',
    partial: 'some of the name in common',
    slight: 'little of the name in common',
    trace: 'almost nothing of the name in common',
    other: 'different names',
  },
  place: {
    door: 'same street and number',
    'door-otherwise': 'same street and number, town stated otherwise',
    building: 'same building or postcode',
    near: 'same spot',
    street: 'same street',
    area: 'same area',
    'next-door': 'same street, nearly the same number',
    'other-door': 'another door in the same area',
    elsewhere: 'another place',
  },
  phone: {
    same: 'same phone',
    'same-shared': 'same phone, which several businesses share',
    'digit-off': 'phone differs in one digit',
    other: 'different phones',
  },
  site: {
    same: 'same website',
    'same-shared': 'same website, which several businesses share',
    similar: 'same website under another ending',
    'other-page': 'other pages of a shared website',
    other: 'different websites',
  },
  trade: { same: 'same trade', other: 'different trades' },
  source: {
    other: 'stated by two sources',
    same: 'stated twice by one source',
    'other-apart': 'stated by two sources',
    'same-apart': 'one source states both places',
  },
}

/** A fact about a pair of listings, and what it adds to the log odds that they are one business. */
export interface Fact {
  readonly field: Field
  readonly level: string
  readonly words: string
  readonly weight: number
}

/** The facts of a pattern with the weight of each: what the log odds would be without it, taken off what they are. */
export const factsOf = (model: Model, pattern: number): Fact[] => {
  const levels = levelsOf(pattern)
  const all = logOdds(model, pattern)
  return FIELD_NAMES.flatMap((field, f) => {
    const level = FIELDS[field][levels[f] ?? 0] ?? 'none'
    const words = WORDS[field][level]
    if (words === undefined) return []
    const without = patternOf(levels.map((value, k) => (k === f ? 0 : value)))
    return [{ field, level, words, weight: all - logOdds(model, without) }]
  })
}

/** The facts that speak for one business, the weightiest first, in words. */
export const reasonsOf = (model: Model, pattern: number): string[] =>
  factsOf(model, pattern)
    .filter(({ weight, field }) => weight > 0 && field !== 'source')
    .sort((a, b) => b.weight - a.weight)
    .map(({ words }) => words)
