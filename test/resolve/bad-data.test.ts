import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveAll } from '../../pipeline/resolve/batch.ts'
import { addRow, emptyCorpus } from '../../pipeline/resolve/corpus.ts'
import { reportLines, reportOn } from '../../pipeline/resolve/report.ts'
import { EMPTY_ROW, type Row } from '../../pipeline/resolve/row.ts'

const resolveRows = (rows: Iterable<Partial<Row>>) => {
  const corpus = emptyCorpus()
  for (const row of rows) addRow(corpus, { ...EMPTY_ROW, ...row })
  const resolved = resolveAll(corpus)
  return { resolved, ...reportOn(resolved) }
}

const many = (n: number, row: (k: number) => Partial<Row>) =>
  Array.from({ length: n }, (_, k) => row(k))

describe('bad data', () => {
  it('20,000 listings with one name do not melt, nor take forever', () => {
    const { report } = resolveRows(many(20_000, () => ({ name: 'Pizzeria Roma' })))
    expect(report.entities).toBe(20_000)
    expect(report.pairs).toBeLessThan(20_000 * 20)
    expect(reportLines(report).join('\n')).toMatch(/too many listings with one name/)
  })

  it('one phone on 10,000 listings joins none of them', () => {
    const { report } = resolveRows(
      many(10_000, (k) => ({
        name: `Firm ${k.toString(36)}x${(k * 7919).toString(36)}`,
        phone: '020 7946 0123',
        town: `Town${k % 500}`,
      })),
    )
    expect(report.entities).toBeGreaterThan(9_900)
    expect(report.sharedPhones).toBe(1)
    expect(reportLines(report).join('\n')).toMatch(/too many listings with one phone/)
  })

  it('empty rows are businesses of their own', () => {
    expect(resolveRows(many(500, () => ({}))).report.entities).toBe(500)
  })

  it('absurd coordinates and names of 10,000 letters are taken as they are', () => {
    const { resolved } = resolveRows([
      { name: 'x'.repeat(10_000), lat: 1e300, lon: -1e300, town: 'Leeds' },
      { name: 'word '.repeat(3_000), lat: Number.POSITIVE_INFINITY, lon: 4 },
      {
        name: '\u0000\ud800',
        address: '9'.repeat(5_000),
        phone: '9'.repeat(5_000),
        lat: 0,
        lon: 0,
      },
      { name: '.', address: ',,,', website: 'http://', postcode: '\n' },
    ])
    expect(new Set(resolved.cluster).size).toBe(4)
  })

  it('any texts at all are resolved, each listing once', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant(''))
    const row = fc.record({
      source: text,
      name: text,
      address: text,
      town: text,
      postcode: text,
      country: text,
      phone: text,
      website: fc.oneof(text, fc.webUrl()),
      trade: text,
      lat: fc.double(),
      lon: fc.double(),
      company: text,
      kvk: text,
      kbo: text,
      vat: text,
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const { resolved, report, belongs } = resolveRows(rows)
        expect(resolved.cluster).toHaveLength(rows.length)
        expect(
          resolved.cluster.every((root, i) => root <= i && resolved.cluster[root] === root),
        ).toBe(true)
        expect(report.precision).toBeGreaterThanOrEqual(0)
        expect(belongs.every((p) => p >= 0 && p <= 1)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
