import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeByHand, splitByHand } from '../../pipeline/resolve/by-hand.ts'
import { answerPairs } from '../../pipeline/store/doubt.ts'
import { AT, type House, invent, openHouse, type Shop } from './house.ts'
import { scoreClusters } from './score.ts'

const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  const order = [...items]
  let state = seed | 1
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    const j = state % (i + 1)
    ;[order[i], order[j]] = [order[j] as T, order[i] as T]
  }
  return order
}

/** Stores shops in an order and in batches, resolving after each; answers the prospect of each shop, in their own order. */
const resolveIn = (
  house: House,
  shops: readonly Shop[],
  order: readonly number[],
  batch: number,
  options = {},
): number[] => {
  const ids: number[] = []
  for (let start = 0; start < order.length; start += batch) {
    house.store.transaction(() => {
      for (const k of order.slice(start, start + batch)) ids[k] = house.add(shops[k] as Shop)
    })
    house.dedupe(options)
  }
  return ids.map(house.prospectOf)
}

const natural = (n: number) => Array.from({ length: n }, (_, k) => k)

describe('what always holds of resolving', () => {
  it('the order in which listings came does not matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 150 }), (seed, n) => {
        const { shops } = invent(n, seed)
        const one = resolveIn(openHouse(), shops, natural(n), n)
        const other = resolveIn(openHouse(), shops, shuffled(natural(n), seed), n)
        expect(scoreClusters(one, other).f1).toBe(1)
      }),
      { numRuns: 6 },
    )
  })

  it('listings that come one batch after another are resolved as if they had come at once', () => {
    for (const [n, batch, seed] of [
      [900, 130, 3],
      [1500, 400, 4],
    ] as const) {
      const { shops } = invent(n, seed)
      const atOnce = resolveIn(openHouse(), shops, natural(n), n)
      const order = shuffled(natural(n), seed)
      const growing = resolveIn(openHouse(), shops, order, batch, { wholeUpTo: 0 })
      expect(scoreClusters(growing, atOnce).f1).toBeGreaterThanOrEqual(0.999)
    }
  })

  it('every listing is in one prospect, and every live prospect has its listings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 90 }),
        (seed, batch) => {
          const { shops } = invent(120, seed)
          const house = openHouse()
          resolveIn(house, shops, shuffled(natural(120), seed), batch, { wholeUpTo: 0 })
          const { raw } = house.store
          const one = (sql: string) => raw.prepare(sql).pluck().get()
          expect(one('select count(*) from member')).toBe(120)
          expect(
            one(`select count(*) from prospect p where (p.state = 'live') <>
               exists (select 1 from member m where m.prospect = p.id)`),
          ).toBe(0)
          expect(
            one(`select count(*) from prospect p where p.state = 'live' and p.listings <>
               (select count(*) from member m where m.prospect = p.id)`),
          ).toBe(0)
        },
      ),
      { numRuns: 8 },
    )
  })

  it('answers hold: what must be one is, what must not is not, however it is resolved', () => {
    const pair = fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 39 })).filter(([a, b]) => a < b)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.uniqueArray(pair, { maxLength: 6, selector: ([a]) => a }),
        fc.boolean(),
        (seed, said, growing) => {
          const house = openHouse()
          const ids = invent(40, seed).shops.map(house.add)
          // disjoint pairs cannot contradict each other
          const used = new Set<number>()
          const pairs = said
            .filter(([a, b]) => !used.has(a) && !used.has(b) && used.add(a) && used.add(b))
            .map(([a, b], k) => ({ a: ids[a] as number, b: ids[b] as number, same: k % 2 === 0 }))
          house.dedupe()
          answerPairs(house.store, pairs, 'Jo', AT)
          house.dedupe(growing ? { wholeUpTo: 0, refitAt: 9 } : { rebuild: true })
          for (const { a, b, same } of pairs)
            expect(house.prospectOf(a) === house.prospectOf(b)).toBe(same)
        },
      ),
      { numRuns: 15 },
    )
  })

  it('a merge by hand and then a split restore the world', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, growing) => {
        const options = growing ? { wholeUpTo: 0, refitAt: 9 } : {}
        const house = openHouse()
        const ids = invent(30, seed).shops.map(house.add)
        house.dedupe()
        const before = ids.map(house.prospectOf)
        const [one, other] = [...new Set(before)] as [number, number]
        mergeByHand(house.store, one, other, 'Jo', AT)
        house.dedupe(options)
        expect(new Set(ids.map(house.prospectOf)).size).toBe(new Set(before).size - 1)
        splitByHand(house.store, house.prospectOf(ids[0] as number), [], 'Jo', AT)
        house.dedupe(options)
        expect(ids.map(house.prospectOf)).toEqual(before)
      }),
      { numRuns: 10 },
    )
  })

  it('ids do not change when everything is resolved anew', () => {
    const house = openHouse()
    const ids = invent(300, 11).shops.map(house.add)
    house.dedupe()
    const before = ids.map(house.prospectOf)
    house.dedupe({ rebuild: true })
    expect(ids.map(house.prospectOf)).toEqual(before)
  })
})
