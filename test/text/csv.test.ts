import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BadLine, openTable, readTable, type TableRow } from '../../pipeline/text/csv.ts'

const read = (text: string) => {
  const bad: BadLine[] = []
  return { rows: readTable(text, (line) => bad.push(line)), bad }
}

describe('tables of comma-separated values', () => {
  it('reads quotes, doubled quotes, commas and line breaks inside fields, and trims names and values', () => {
    const { rows, bad } = read('\ufeffa, b ,c\r\n1,"x ""y"", z",  3 \r\n"line\nbreak",,\n')
    expect(rows).toEqual([
      { a: '1', b: 'x "y", z', c: '3' },
      { a: 'line\nbreak', b: '', c: '' },
    ])
    expect(bad).toEqual([])
  })

  it('sets a line of another width aside, and reads on', () => {
    const { rows, bad } = read('a,b\n1,2\n1\n1,2,3\n3,4\n')
    expect(rows).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
    expect(bad.map(({ why }) => why)).toEqual(['1 columns instead of 2', '3 columns instead of 2'])
  })

  it('loses one line to a quote left open, not the rest of the file', () => {
    const rest = '4,5\n'.repeat(40_000)
    const { rows, bad } = read(`a,b\n1,"open\n${rest}`)
    expect(rows).toHaveLength(40_000)
    expect(bad).toEqual([{ line: 2, why: 'broken quotes' }])
  })

  it('does not hold a text without an end of line for ever', () => {
    const bad: BadLine[] = []
    const { upTo } = openTable((line) => bad.push(line)).read('x'.repeat(200_000), false)
    expect(upTo).toBeGreaterThanOrEqual(200_000)
    expect(bad).toEqual([{ line: 1, why: 'no end of line' }])
  })

  it('keeps only the columns that are wanted', () => {
    const { batches } = openTable(() => undefined, ['c', 'a']).read('a,b,c\n1,2,3\n', true)
    expect(batches.flat()).toEqual([{ c: '3', a: '1' }])
  })

  const cell = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('"', '""', ',', '\n', '\r\n', 'a"b', ' x ', ''),
  )
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }),
    )
    .filter((rows) => rows.every((row) => row.some((value) => value.trim() !== '')))

  it('reads what a CSV writer wrote, wherever the stream is cut', () => {
    fc.assert(
      fc.property(table, fc.array(fc.nat(200), { maxLength: 5 }), (rows, cuts) => {
        const width = rows[0]?.length ?? 2
        const head = Array.from({ length: width }, (_, i) => `c${i}`)
        const text = stringify([head, ...rows], { quoted: true })
        const expected = rows.map((row) =>
          Object.fromEntries(head.map((name, i) => [name, (row[i] ?? '').trim()])),
        )
        expect(read(text).rows).toEqual(expected)
        const reader = openTable(() => undefined)
        const got: TableRow[] = []
        let rest = ''
        const at = [
          0,
          ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b),
          text.length,
        ]
        for (let i = 1; i < at.length; i++) {
          rest += text.slice(at[i - 1], at[i])
          const { batches, upTo } = reader.read(rest, false)
          rest = rest.slice(upTo)
          got.push(...batches.flat())
        }
        got.push(...reader.read(rest, true).batches.flat())
        expect(got).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws and never stops short, whatever the text', () => {
    const noise = fc
      .array(fc.constantFrom('"', ',', '\n', 'a', '""', '\r'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(noise, (text) => {
        const { batches, upTo } = openTable(() => undefined).read(text, true)
        expect(upTo).toBeGreaterThanOrEqual(text.length)
        expect(batches.every((batch) => batch.length > 0)).toBe(true)
      }),
    )
  })
})
