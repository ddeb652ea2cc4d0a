import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../pipeline/command.ts'
import command, { type ImportOptions } from '../../pipeline/commands/import.ts'
import scrape from '../../pipeline/commands/scrape.ts'
import { readConfig } from '../../pipeline/config.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-import-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LIST = [
  'Bedrijfsnaam;Telefoon;Postcode;Plaats;E-mail;Opmerking',
  'Jansen B.V.;030 123 45 67;3511 AB;Utrecht;info@jansen.example.nl;x',
  ';030 000 00 02;3511 AC;Utrecht;;',
  'De Wit;;;Zeist;;',
].join('\n')

const run = async (options: Partial<ImportOptions>, content = LIST) => {
  writeFileSync(join(folder, 'klanten.csv'), content)
  const said: string[] = []
  const context = contextWith(said)
  const code = await command.run(context, { region: 'nl', ...options }, 'klanten.csv')
  return { code, said: said.join('\n') }
}

const contextWith = (said: string[]): Context => {
  const tell = (text: unknown) =>
    void said.push(typeof text === 'string' ? text : JSON.stringify(text))
  return {
    out: { line: tell, json: tell, say: tell, progress: () => undefined },
    db: join(folder, 'data.db'),
    outDir: join(folder, 'out'),
    cwd: folder,
    env: {},
    signal: new AbortController().signal,
    now: () => '2026-11-23T10:00:00.000Z',
    config: () => readConfig(undefined, folder),
  } as unknown as Context
}

const names = () => {
  const db = new Database(join(folder, 'data.db'), { readonly: true })
  try {
    return db
      .prepare("select json_extract(raw, '$.name') as name from listing order by 1")
      .pluck()
      .all()
  } finally {
    db.close()
  }
}

describe('pipeline import', () => {
  it('stores a list’s businesses, says what the columns were taken for, and which rows were set aside', async () => {
    const { code, said } = await run({})
    expect(code).toBe(0)
    expect(said).toContain('phone: Telefoon')
    expect(said).toContain('not taken: Opmerking')
    expect(said).toContain('row 3 is set aside: no name')
    expect(names()).toEqual(['De Wit', 'Jansen B.V.'])
  })

  it('stores nothing twice when the list comes again, longer', async () => {
    await run({})
    await run({}, `${LIST}\nNieuw;;;Breda;;`)
    expect(names()).toEqual(['De Wit', 'Jansen B.V.', 'Nieuw'])
  })

  it('can be read again from the archive, without the file', async () => {
    await run({})
    rmSync(join(folder, 'data.db'))
    rmSync(join(folder, 'klanten.csv'))
    await scrape.run(contextWith([]), { region: 'nl', replay: true })
    expect(names()).toEqual(['De Wit', 'Jansen B.V.'])
  })

  it('shows on a dry run what it would store, and stores nothing', async () => {
    const { code, said } = await run({ dryRun: true })
    expect(code).toBe(0)
    expect(said).toContain('"name":"Jansen B.V."')
    expect(names).toThrow()
  })

  it('asks for the name column when none is known, and takes what --map says', async () => {
    const list = 'Firma X;Tel\nJansen;030 123 45 67\n'
    await expect(run({}, list)).rejects.toThrow(/--map name=COLUMN/)
    expect((await run({ map: ['name=Firma X'] }, list)).code).toBe(0)
    await expect(run({ map: ['name=Nope'] }, list)).rejects.toThrow(/no column 'Nope'/)
    await expect(run({ map: ['naam=Firma X'] }, list)).rejects.toThrow(/name, phone/)
  })
})
