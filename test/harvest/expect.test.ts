import { describe, expect, it } from 'vitest'
import { proposeBands } from '../../pipeline/harvest/expect.ts'
import type { SourceReport } from '../../pipeline/harvest/tally.ts'

const report = (cards: [number, number], fill: Record<string, number>, read = 100) => ({
  sources: {
    'uk/sample': {
      cards: { search: cards },
      fill: { search: fill },
      read: { search: read },
    } as unknown as SourceReport & { ending: 'done' },
  },
})

describe('proposed bands', () => {
  it('keep 85 % of the least and allow twice the most of the runs', () => {
    const bands = proposeBands([
      report([20, 25], { phones: 0.9, website: 0.5 }),
      report([24, 25], { phones: 1, website: 0.1 }),
    ])
    expect(bands['uk/sample']?.search).toEqual({ cards: [17, 50], fill: { phones: 0.76 } })
  })

  it('rest on enough listings, and on what a page may fail to give', () => {
    const bands = proposeBands([
      report([20, 25], { ref: 1, name: 1, phones: 0.9 }),
      report([2, 3], { phones: 0.1 }, 3),
    ])
    expect(bands['uk/sample']?.search?.fill).toEqual({ phones: 0.76 })
  })

  it('are none without a run', () => {
    expect(proposeBands([])).toEqual({})
  })
})
