import { describe, expect, it } from 'vitest'
import { shared, withoutShared } from '../shared.ts'
import { line, measure, type Sample } from './samples.ts'

/** One setting for all sets, no labels. In Chicago the truth is the house number with the postcode: same number, other street is one there. */
const SAMPLES: readonly Sample[] = [
  { set: 'fodors-zagats', splink: 0.889, f1: 0.995 },
  { set: 'restaurants-864', splink: 0.596, f1: 0.94 },
  { set: 'chicago-childcare', splink: 0.89, f1: 0.97 },
  { set: 'invented-10000', splink: 0.959, f1: 0.985, b3: 0.993 },
]

describe('matching, measured', () => {
  if (shared === undefined) it.skip(withoutShared)
  else
    it.each(SAMPLES)('finds the businesses of $set', async (sample) => {
      const score = await measure(shared ?? '', sample.set)
      console.log(line(sample, score))
      expect(score.f1).toBeGreaterThanOrEqual(sample.f1)
      expect(score.b3).toBeGreaterThanOrEqual(sample.b3 ?? 0)
      expect(Math.abs(score.estimated - score.precision)).toBeLessThan(0.015)
    })
})
