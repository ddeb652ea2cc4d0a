import { describe, expect, it } from 'vitest'
import { resolveAll } from '../../pipeline/resolve/batch.ts'
import { addRow, emptyCorpus } from '../../pipeline/resolve/corpus.ts'
import { reportLines, reportOn } from '../../pipeline/resolve/report.ts'
import { EMPTY_ROW, type Row } from '../../pipeline/resolve/row.ts'

const resolveRows = (count: number, row: (k: number) => Partial<Row>) => {
  const corpus = emptyCorpus()
  for (let k = 0; k < count; k++) addRow(corpus, { ...EMPTY_ROW, ...row(k) })
  const resolved = resolveAll(corpus)
  return { resolved, ...reportOn(resolved) }
}

const word = (k: number): string => `${k.toString(36)}x${((k * 7919) % 1_000_003).toString(36)}`

/** Pairs compared by each listing: the work, whatever the machine. */
const WORK = 20

interface Flood {
  readonly what: string
  readonly count: number
  readonly row: (k: number) => Partial<Row>
  readonly told: RegExp
}

const FLOODS: readonly Flood[] = [
  {
    what: 'one name and nothing else',
    count: 100_000,
    row: () => ({ name: 'Pizzeria Roma' }),
    told: /too many listings with one name/,
  },
  {
    what: 'one name in 500 towns',
    count: 100_000,
    row: (k) => ({ name: 'Pizzeria Roma', town: `Town${k % 500}`, address: `High Street ${k}` }),
    told: /too many listings with one name/,
  },
  {
    what: 'one phone',
    count: 50_000,
    row: (k) => ({ name: `Firm ${word(k)}`, phone: '020 7946 0123', town: `Town${k % 500}` }),
    told: /too many listings with one phone/,
  },
  {
    what: 'one website',
    count: 50_000,
    row: (k) => ({
      name: `Firm ${word(k)}`,
      website: 'https://chain.example',
      town: `T${k % 500}`,
    }),
    told: /too many listings with one site/,
  },
  {
    what: 'one door',
    count: 50_000,
    row: (k) => ({ name: `Firm ${word(k)}`, address: '1 Mill Lane', postcode: 'LS1 4AB' }),
    told: /too many listings with one postcode/,
  },
  {
    what: 'one point, at the end of the world',
    count: 50_000,
    row: (k) => ({ name: `Bakery ${word(k)}`, lat: 90, lon: -180 }),
    told: /too many listings with one/,
  },
]

describe('floods of bad data', () => {
  it.each(FLOODS)(
    '$count listings with $what are told apart with linear work, and reported',
    (flood) => {
      const { report } = resolveRows(flood.count, flood.row)
      expect(report.entities).toBeGreaterThan(0.99 * flood.count)
      expect(report.largest).toBeLessThanOrEqual(12)
      expect(report.pairs).toBeLessThan(WORK * flood.count)
      expect(reportLines(report).join('\n')).toMatch(flood.told)
    },
  )

  it('100,000 empty rows are 100,000 businesses, and nothing is compared', () => {
    const { report } = resolveRows(100_000, () => ({}))
    expect(report).toMatchObject({ entities: 100_000, pairs: 0 })
  })

  it('20,000 names of 10,000 characters are read as far as they tell', () => {
    const { report } = resolveRows(20_000, (k) => ({
      name: `${word(k)} ${'lorem ipsum '.repeat(833)}`,
      address: '9'.repeat(10_000),
      town: `Town${k % 500}`,
    }))
    expect(report.entities).toBeGreaterThan(19_800)
    expect(report.pairs).toBeLessThan(WORK * 20_000)
  })

  it('50,000 listings with absurd coordinates are taken as having none', () => {
    const absurd = [1e300, -1e300, Number.POSITIVE_INFINITY, Number.NaN, 91, 0]
    const { report } = resolveRows(50_000, (k) => ({
      name: `Firm ${word(k)}`,
      lat: absurd[k % absurd.length] ?? 0,
      lon: absurd[k % 5] ?? 0,
    }))
    expect(report.entities).toBeGreaterThan(49_900)
    expect(report.pairs).toBeLessThan(WORK * 50_000)
  })
})
