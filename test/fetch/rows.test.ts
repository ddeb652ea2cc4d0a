import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { type BadRow, openTable, type Row } from '../../pipeline/fetch/rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'doorstep-rows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const table = async (content: string | Buffer, ending = 'csv') => {
  const path = join(folder, `${files++}.${ending}`)
  writeFileSync(path, content)
  const { header, rows } = await openTable(path)
  const read: (Row | BadRow)[] = []
  for await (const row of rows) read.push(row)
  return { header, rows: read }
}

describe('a CSV file', () => {
  it.each([';', ',', '\t', '|'])('is read with the delimiter %j', async (delimiter) => {
    const { header, rows } = await table(
      `Name${delimiter}Town\nHartley${delimiter}"Leeds${delimiter} West"\n`,
    )
    expect(header).toEqual(['Name', 'Town'])
    expect(rows).toEqual([{ line: 2, cells: { Name: 'Hartley', Town: `Leeds${delimiter} West` } }])
  })

  it('is read in the encoding it was saved in', async () => {
    const text = 'Nom;Ville\nCafé Crème;Liège\n'
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(text, 'latin1'),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
    ])
      expect((await table(bytes)).rows).toEqual([
        { line: 2, cells: { Nom: 'Café Crème', Ville: 'Liège' } },
      ])
  })

  it('gives back what was written, whatever the cells hold', async () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\0\r]/g, '').trim())
    const row = fc
      .array(cell, { minLength: 3, maxLength: 3 })
      .filter((cells) => cells.some((one) => one !== ''))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (records) => {
        const { rows } = await table(stringify([['a', 'b', 'c'], ...records], { quoted: true }))
        expect(
          rows.map((one) =>
            'cells' in one ? ['a', 'b', 'c'].map((key) => one.cells[key] ?? '') : one,
          ),
        ).toEqual(records)
      }),
      { numRuns: 40 },
    )
  })

  it('tells columns of one name apart, and sets rows with too many cells aside', async () => {
    const { header, rows } = await table('Name,Phone,Phone\nA,1,2,3\nB,1\n')
    expect(header).toEqual(['Name', 'Phone', 'Phone (2)'])
    expect(rows).toEqual([
      { line: 2, why: '4 cells under 3 columns' },
      { line: 3, cells: { Name: 'B', Phone: '1' } },
    ])
  })

  it('keeps a stray quote as it stands and goes on', async () => {
    const { rows } = await table('Name,Town\nA,"Leeds" x\nB "the baker",York\n')
    expect(rows).toEqual([
      { line: 2, cells: { Name: 'A', Town: '"Leeds" x' } },
      { line: 3, cells: { Name: 'B "the baker"', Town: 'York' } },
    ])
  })

  it('says so when a quote is never closed', async () => {
    const { rows } = await table('Name,Town\nA,Leeds\nB,"York\nC,Hull\n')
    expect(rows[0]).toEqual({ line: 2, cells: { Name: 'A', Town: 'Leeds' } })
    expect(rows.slice(1)).toMatchObject([
      { line: 3, why: expect.stringMatching(/quote/i) },
      { line: 4, cells: { Name: 'C', Town: 'Hull' } },
    ])
  })

  it('loses one line to an open quote, wherever the next quote stands', async () => {
    const { rows } = await table(
      'Name,Town\n"A,Leeds\nB,Hull\n\n"C\nand Sons",York\n"D, Ltd",Bath\n',
    )
    expect(rows).toEqual([
      { line: 2, why: 'a quote is opened and not closed' },
      { line: 3, cells: { Name: 'B', Town: 'Hull' } },
      { line: 5, cells: { Name: 'C\nand Sons', Town: 'York' } },
      { line: 7, cells: { Name: 'D, Ltd', Town: 'Bath' } },
    ])
  })

  it('loses one line of ten thousand to an open quote, and no time', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) =>
      i % 100 === 50 ? `"F${i},Leeds` : `F${i},Leeds`,
    )
    const { rows } = await table(`Name,Town\n${lines.join('\n')}\n`)
    expect(rows.filter((row) => 'why' in row)).toHaveLength(100)
    expect(rows).toHaveLength(10_000)
  })

  it.each([
    ['a heading and a blank line', 'Our customers\nas of May\n\nName,Town\nA,Leeds\n', 5],
    ['the line by which Excel names the delimiter', 'sep=;\r\nName;Town\r\nA;Leeds\r\n', 3],
    ['a heading in cells', 'Our customers,,\nName,Town,\nA,Leeds,\n', 3],
  ])('finds the titles below %s', async (_, text, line) => {
    const { header, rows } = await table(text)
    expect(header.slice(0, 2)).toEqual(['Name', 'Town'])
    expect(rows).toEqual([{ line, cells: { Name: 'A', Town: 'Leeds' } }])
  })

  it('takes the first row for the titles of a list of one column', async () => {
    expect(await table('Naam\nJansen\n')).toEqual({
      header: ['Naam'],
      rows: [{ line: 2, cells: { Naam: 'Jansen' } }],
    })
  })

  it.each(['\n', '\r\n', '\r'])('ends lines with %j', async (end) => {
    const { rows } = await table(['Name,Town', 'A,"Le""eds"', 'B,'].join(end))
    expect(rows).toEqual([
      { line: 2, cells: { Name: 'A', Town: 'Le"eds' } },
      { line: 3, cells: { Name: 'B' } },
    ])
  })
})

describe('other files', () => {
  it('XLSX: the first sheet, numbers and dates as text, blank rows passed over', async () => {
    const path = join(folder, 'sheet.xlsx')
    await writeExcelFile(
      [
        [{ value: 'Naam' }, { value: 'Tel' }, { value: 'Sinds' }],
        [
          { value: 'Jansen' },
          { value: 300000001 },
          { value: new Date('2020-05-06'), type: Date, format: 'yyyy-mm-dd' },
        ],
        [null, null, null],
        [{ value: 'De Wit' }, null, null],
      ],
      { sheet: 'Blad1' },
    ).toFile(path)
    const { header, rows } = await openTable(path)
    const read: (Row | BadRow)[] = []
    for await (const row of rows) read.push(row)
    expect(header).toEqual(['Naam', 'Tel', 'Sinds'])
    expect(read).toEqual([
      { line: 2, cells: { Naam: 'Jansen', Tel: '300000001', Sinds: '2020-05-06' } },
      { line: 4, cells: { Naam: 'De Wit' } },
    ])
  })

  it('JSON lines, a broken one set aside, and fields of an object under their own names', async () => {
    const { header, rows } = await table(
      '{"name":"A","address":{"town":"Leeds"},"phones":["1","2"]}\n{"name":\n\n{"name":"B"}\n',
      'jsonl',
    )
    expect(header).toEqual(['name', 'town', 'phones'])
    expect(rows[0]).toEqual({ line: 1, cells: { name: 'A', town: 'Leeds', phones: '1; 2' } })
    expect(rows[1]).toMatchObject({ line: 2, why: expect.stringContaining('JSON') })
    expect(rows[2]).toEqual({ line: 4, cells: { name: 'B' } })
  })

  it('a JSON list', async () => {
    expect((await table('[{"name":"A"},5]', 'json')).rows).toEqual([
      { line: 1, cells: { name: 'A' } },
      { line: 2, why: 'is no object' },
    ])
  })

  it.each([
    ['an empty file', ''],
    ['a photo', Buffer.from([0xff, 0xd8, 0, 0, 1])],
    ['a packed file', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['broken XLSX', Buffer.from('PK\u0003\u0004 nothing')],
  ])('%s is refused with the reason', async (_, content) => {
    await expect(table(content)).rejects.toMatchObject({ code: 'bad-file' })
  })
})
