import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { seeded } from '../../pipeline/resolve/chance.ts'
import { EMPTY_ROW } from '../../pipeline/resolve/row.ts'
import { learntFrom, readPairs, train } from '../../pipeline/resolve/train.ts'
import { fitTrees, scoreOf } from '../../pipeline/resolve/trees.ts'
import { inventListings } from '../generate/listings.ts'

const folder = mkdtempSync(join(tmpdir(), 'doorstep-train-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Neighbouring listings as labelled pairs. */
const writePairs = (count: number): string => {
  const listings = [...inventListings(count, 3)]
  const lines = listings.slice(1).map((right, k) => {
    const left = listings[k] as (typeof listings)[number]
    const side = (l: typeof left) =>
      [l.name, l.address, l.city, l.postcode, l.phone, l.website].map((t) => `"${t}"`)
    return [left.truth === right.truth ? 1 : 0, ...side(left), ...side(right)].join(',')
  })
  const columns = ['name', 'address', 'city', 'postcode', 'phone', 'website']
  const header = ['label', ...columns.map((c) => `l_${c}`), ...columns.map((c) => `r_${c}`)]
  const path = join(folder, 'pairs.csv')
  writeFileSync(path, [header.join(','), ...lines].join('\n'))
  return path
}

describe('learning from labelled pairs', () => {
  it('decides pairs that it has not seen', () => {
    const { f1, pairs } = train(readPairs(writePairs(121)), seeded(1))
    expect(pairs).toBe(120)
    expect(f1).toBeGreaterThan(0.85)
  })

  it('learns the same from the same pairs, and weighs rows with it', () => {
    const pairs = readPairs(writePairs(61))
    const { weights } = train(pairs, seeded(1))
    expect(train(pairs, seeded(1)).weights).toEqual(weights)
    const rows = [...inventListings(2, 3)].map(({ name }) => ({ ...EMPTY_ROW, name }))
    const kept: typeof weights = JSON.parse(JSON.stringify(weights))
    expect(learntFrom(kept)(rows)(0, 1)).toBe(learntFrom(weights)(rows)(1, 0))
  })

  it('refuses weights that were learnt from other features', () => {
    const { weights } = train(readPairs(writePairs(41)), seeded(1))
    expect(() => learntFrom({ ...weights, features: ['name'] })).toThrow(/other features/)
  })

  it('says what a file of pairs needs', () => {
    const path = join(folder, 'odd.csv')
    writeFileSync(path, 'name,label\nA,1\n')
    expect(() => readPairs(path)).toThrow(/l_name, r_name/)
  })

  it('finds a rule that takes two questions', () => {
    const next = seeded(5)
    const rows = Array.from({ length: 400 }, () => [next(), next()])
    const labels = rows.map(([x = 0, y = 0]) => x > 0.5 !== y > 0.5)
    const trees = fitTrees(rows, labels, next)
    const right = rows.filter((row, k) => scoreOf(trees, row) > 0 === labels[k]).length
    expect(right / rows.length).toBeGreaterThan(0.9)
  })
})
