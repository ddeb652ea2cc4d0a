import { tradeOfCategory } from '../../text/trades.ts'
import type { Step } from './step.ts'

/** The trade of the taxonomy that the source's category words name; the first word that is known decides. */
export const trade: Step = (raw, _so, { source }, note) => {
  for (const category of raw.categories ?? []) {
    const id = tradeOfCategory(category, source)
    if (id !== undefined) return { trade: id }
  }
  if (raw.categories !== undefined && raw.categories.length > 0) note('categories', 'unknown')
  return {}
}
