import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Standing, settle } from '../../pipeline/resolve/settle.ts'

const at = (listing: number, prospect?: number, home = prospect): Standing => ({
  listing,
  prospect,
  home,
})
const isLive = () => true

it('a prospect stays with most of its listings, and the older id on a tie', () => {
  const { clusters, ended } = settle(
    [
      [at(1, 10), at(2, 10)],
      [at(3, 10), at(4, 9)],
    ],
    isLive,
  )
  expect(clusters.map(({ prospect }) => prospect)).toEqual([10, 9])
  expect(clusters[1]?.from).toBe(10)
  expect(ended).toEqual([])
})

it('a prospect whose listings all went to another is merged into it', () => {
  const { clusters, ended } = settle([[at(1, 10), at(2, 11)]], isLive)
  expect(clusters[0]?.prospect).toBe(10)
  expect(ended).toEqual([{ prospect: 11, into: 0 }])
})

it('a listing that comes apart again takes back the id it had', () => {
  const { clusters } = settle([[at(1, 10)], [at(2, 10, 11)]], (id) => id === 10)
  expect(clusters[1]).toMatchObject({ prospect: 11, back: true, from: 10 })
})

it('no prospect is in two clusters, and none that had a listing is forgotten', () => {
  const standing = fc.record({
    prospect: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    home: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    cluster: fc.nat({ max: 4 }),
  })
  fc.assert(
    fc.property(fc.array(standing, { minLength: 1, maxLength: 25 }), (all) => {
      const groups = [0, 1, 2, 3, 4]
        .map((k) =>
          all.flatMap(({ prospect, home, cluster }, listing) =>
            cluster === k ? [{ listing, prospect, home }] : [],
          ),
        )
        .filter((group) => group.length > 0)
      const before = new Set(all.flatMap(({ prospect }) => prospect ?? []))
      const { clusters, ended } = settle(groups, (id) => before.has(id))
      const held = clusters.flatMap(({ prospect }) => prospect ?? [])
      expect(new Set(held).size).toBe(held.length)
      for (const prospect of before)
        expect(held.includes(prospect) || ended.some((end) => end.prospect === prospect)).toBe(true)
    }),
  )
})
