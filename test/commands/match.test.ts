import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../pipeline/command.ts'
import dedupe from '../../pipeline/commands/dedupe.ts'
import match from '../../pipeline/commands/match.ts'
import prospects from '../../pipeline/commands/prospects.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { HEADER, inventedLine, inventListings } from '../generate/listings.ts'
import { saveInvented } from '../generate/stored.ts'
import { tempFolder } from '../temp.ts'

/** A person at no terminal, in a folder of their own. */
const desk = () => {
  const folder = tempFolder()
  const lines: string[] = []
  const said: string[] = []
  const context = {
    out: {
      line: (text: string) => lines.push(text),
      json: (value: unknown) => lines.push(JSON.stringify(value)),
      say: (text: string) => said.push(text),
      progress: () => undefined,
      table: (head: readonly string[], rows: readonly (readonly string[])[]) =>
        lines.push(...[head, ...rows].map((row) => row.join(' '))),
      ask: async () => undefined,
      interactive: false,
    },
    db: join(folder, 'data.db'),
    cwd: folder,
    env: { USER: 'jo' },
    signal: new AbortController().signal,
    now: () => '2026-03-02T09:00:00.000Z',
  } as unknown as Context
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return name
  }
  return { folder, context, lines, said, write }
}

const DUTCH = [
  '\ufeffnummer;Bedrijfsnaam;Adres;Plaats;Telefoon',
  'a;Bakkerij Elzinga B.V.;Molenstraat 4;Zwolle;038 000 11 22',
  'b;Bakkerij Elzinga;Molenstr. 4;Zwolle;+31 38 0001122',
  'c;"Optiek ""Het Oog""";Kerkplein 1;Hoorn;',
].join('\r\n')

describe('pipeline match', () => {
  it.each([
    [
      'a line `sep=;` before the names',
      'sep=;\r\nid;name;town\r\n7;Alder Bakery;Leeds\r\n',
      '7,7,1',
    ],
    ['tabs between the cells', 'id\tname\ttown\n7\tAlder, Bakery\tLeeds\n', '7,7,1'],
    ['cells of several lines', 'id,name\n7,"Alder\nBakery"\n', '7,7,1'],
    ['no ids at all', 'name,town\nAlder Bakery,Leeds\n', '1,1,1'],
    ['an empty id', 'id,name\n,Alder Bakery\n', '1,1,1'],
  ])('reads a table with %s', async (_, text, row) => {
    const { context, lines, write } = desk()
    expect(await match.run(context, {}, write('list.csv', text))).toBe(EXIT.done)
    expect(lines).toEqual(['id,cluster,probability', row])
  })

  it.each([
    ['UTF-16', Buffer.from('\ufeffid,name\n7,Café René\n', 'utf16le')],
    ['Latin-1', Buffer.from('id,name\n7,Café René\n', 'latin1')],
    ['UTF-8 with a mark', Buffer.from('\ufeffid,name\n7,Café René\n')],
  ])('reads %s', async (_, bytes) => {
    const { context, folder, lines } = desk()
    writeFileSync(join(folder, 'list.csv'), bytes)
    expect(await match.run(context, {}, 'list.csv')).toBe(EXIT.done)
    expect(lines).toEqual(['id,cluster,probability', '7,7,1'])
  })

  it('keeps two businesses apart in what it writes when their rows have one id', async () => {
    const { context, lines, said, write } = desk()
    await match.run(context, {}, write('l.csv', 'id,name\n7,Alder Bakery\n7,Quay Opticians\n'))
    expect(lines.slice(1)).toEqual(['7,7,1', '7,7#2,1'])
    expect(said.join('\n')).toContain('rows with the id of an earlier row: 1')
  })

  it.each([
    ['an empty file', '', /is empty/],
    ['unknown columns', 'foo,bar\n1,2\n', /--map name=COLUMN/],
    ['a quote that is never closed', 'id,name\n1,"Alder\n2,Quay\n', /opens a quote in row 1/],
  ])('says what to do about %s', async (_, text, words) => {
    const { context, write } = desk()
    await expect(match.run(context, {}, write('odd.csv', text))).rejects.toThrow(words)
  })

  it('reads a Dutch table by its own column names and writes clusters', async () => {
    const { context, folder, said, write } = desk()
    const code = await match.run(
      context,
      { out: 'clusters.csv', map: ['id=nummer'], region: 'nl' },
      write('lijst.csv', DUTCH),
    )
    expect(code).toBe(EXIT.done)
    const rows = readFileSync(join(folder, 'clusters.csv'), 'utf8').trim().split('\n')
    expect(rows.map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
      'id cluster',
      'a a',
      'b a',
      'c c',
    ])
    expect(said.join('\n')).toMatch(/3 listings are 2 businesses[\s\S]*estimated precision/)
  })

  it('prints the same as JSON, with the report last', async () => {
    const { context, lines, write } = desk()
    const table = [...inventListings(50, 2)].map(inventedLine)
    await match.run(context, { json: true }, write('list.csv', [HEADER, ...table].join('\n')))
    expect(lines).toHaveLength(51)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      id: '0',
      cluster: '0',
      probability: expect.any(Number),
    })
    expect(JSON.parse(lines[50] ?? '')).toMatchObject({
      listings: 50,
      precision: expect.any(Number),
    })
  })

  it('says what is wrong with a file and what to do', async () => {
    const { context, write } = desk()
    const run = (text: string, options = {}) => match.run(context, options, write('x.csv', text))
    await expect(run('a,b\n1,2\n')).rejects.toThrow(/--map name=COLUMN/)
    await expect(run('name\nA\n', { map: ['town=Ort'] })).rejects.toThrow(/the file has name/)
    await expect(run('')).rejects.toThrow(/is empty/)
    await expect(match.run(context, {}, 'gone.csv')).rejects.toThrow(/gone.csv/)
  })
})

describe('pipeline dedupe and prospects', () => {
  const filled = () => {
    const at = desk()
    const store = openStore(at.context.db)
    saveInvented(store, inventListings(60, 4), '2026-03-01T00:00:00.000Z')
    store.close()
    return at
  }

  it('resolve, list, merge and split', async () => {
    const { context, lines, said } = filled()
    expect(await dedupe.run(context, {})).toBe(EXIT.done)
    expect(lines.at(-1)).toMatch(/^\d+ prospects of 60 listings/)
    expect(said.join('\n')).toMatch(/estimated precision/)
    await prospects.run(context, { json: true })
    const [one, other] = lines.slice(1).map((line) => JSON.parse(line).id)
    await prospects.run(context, { merge: [String(one), String(other)] })
    expect(lines.at(-1)).toMatch(/1 merged/)
    await prospects.run(context, { split: one })
    expect(lines.at(-1)).toMatch(/1 split off.*1 back/)
  })

  it('explain a prospect and a pair in words', async () => {
    const { context, lines } = filled()
    await dedupe.run(context, {})
    await dedupe.run(context, { explain: ['1'] })
    expect(lines.join('\n')).toMatch(/prospect 1: .*\n {2}listing 1, /)
    await dedupe.run(context, { explain: ['listing:1', 'listing:60'] })
    expect(lines.join('\n')).toMatch(/listings 1 and 60: two businesses/)
    await expect(dedupe.run(context, { explain: ['4711'] })).rejects.toThrow(/no prospect 4711/)
  })

  it('a review without a terminal prints the doubtful pairs', async () => {
    const { context, lines } = filled()
    await dedupe.run(context, {})
    const before = lines.length
    const code = await dedupe.run(context, { review: true })
    if (code === EXIT.done)
      expect(JSON.parse(lines[before] ?? '')).toMatchObject({
        a: expect.any(Number),
        facts: expect.any(Array),
      })
    else expect(code).toBe(EXIT.nothing)
  })

  it('with no listings say where they come from', async () => {
    const { context, said } = desk()
    expect(await dedupe.run(context, {})).toBe(EXIT.nothing)
    expect(said.join('\n')).toMatch(/pipeline scrape/)
  })
})
