import { describe, expect, it } from 'vitest'
import { shared, withoutShared } from '../shared.ts'
import { line, measure, type Sample } from './samples.ts'

const SAMPLES: readonly Sample[] = [
  { set: 'uk-registers-noised', splink: 0.945, f1: 0.985, b3: 0.993 },
  { set: 'invented-hard-100000', splink: 0.91, f1: 0.97 },
]

describe('matching, measured on many', () => {
  if (shared === undefined) it.skip(withoutShared)
  else
    it.each(SAMPLES)('finds the businesses of $set', async (sample) => {
      const score = await measure(shared ?? '', sample.set)
      console.log(line(sample, score))
      expect(score.f1).toBeGreaterThanOrEqual(sample.f1)
      expect(score.b3).toBeGreaterThanOrEqual(sample.b3 ?? 0)
      expect(score.largest).toBeLessThanOrEqual(12)
      expect(Math.abs(score.estimated - score.precision)).toBeLessThan(0.015)
    })
})
