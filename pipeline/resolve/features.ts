import { censusOf } from './features/census.ts'
import { phoneFeatures, siteFeatures } from './features/contacts.ts'
import { departmentFeatures } from './features/departments.ts'
import { type Facts, factsOf } from './features/facts.ts'
import { handFeatures } from './features/hands.ts'
import { nameFeatures } from './features/names.ts'
import { placeFeatures } from './features/places.ts'
import { tradeFeatures } from './features/trades.ts'
import { EMPTY_ROW, type Row } from './row.ts'

/** What a learner sees of two rows of a table, by index: numbers, always as many, and the same whichever comes first. */
export const featurer = (rows: readonly Row[]): ((a: number, b: number) => number[]) => {
  const facts = rows.map(factsOf)
  const census = censusOf(facts)
  return (a, b) => Object.values(compared(facts[a] as Facts, facts[b] as Facts, census))
}

const compared = (x: Facts, y: Facts, census: ReturnType<typeof censusOf>) => ({
  ...nameFeatures(x, y, census),
  ...departmentFeatures(x, y, census),
  ...placeFeatures(x, y),
  ...phoneFeatures(x, y, census),
  ...siteFeatures(x, y, census),
  ...tradeFeatures(x, y),
  ...handFeatures(x, y),
})

/** What each of the numbers is called. */
export const FEATURE_NAMES: readonly string[] = Object.keys(
  compared(factsOf(EMPTY_ROW), factsOf(EMPTY_ROW), censusOf([])),
)
