import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadCommands } from '../../pipeline/cli.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { root } from '../../pipeline/root.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

// The first call compiles what is old; the tests behind it then time nothing but themselves.
beforeAll(async () => {
  await pipeline(root, ['--help'])
}, 120_000)

const commands = await loadCommands()

describe('the command line', () => {
  it('lists every command with --help, and gives each a help of its own', async () => {
    const { stdout, code } = await pipeline(tempFolder(), ['--help'])
    expect(code).toBe(EXIT.done)
    for (const name of commands.keys()) expect(stdout).toContain(name.split('-')[0])
  })

  it('answers a wrong command or option with exit code 2 and what it takes', async () => {
    const cwd = tempFolder()
    const wrong = await pipeline(cwd, ['scrap'])
    expect(wrong.code).toBe(EXIT.usage)
    expect(wrong.stderr).toMatch(/unknown command 'scrap'[\s\S]*scrape/)
    const option = await pipeline(cwd, ['status', '--nonsense'])
    expect(option.code).toBe(EXIT.usage)
    expect(option.stdout).toBe('')
  })

  it('names the key of a bad configuration, and the file', async () => {
    const cwd = tempFolder()
    writeFileSync(
      join(cwd, 'pipeline.config.json'),
      JSON.stringify({ fetch: { delayMs: -5 }, colour: 'red' }),
    )
    const { code, stderr } = await pipeline(cwd, ['sources'])
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain('fetch.delayMs')
    expect(stderr).toContain('colour')
    expect(stderr).toContain('pipeline.config.json')
  })

  it('gives a verb the options that follow it, though its group takes the same', async () => {
    const cwd = tempFolder()
    const mailbox = { name: 'jo', from: 'jo@mill.example', fromName: 'Jo', smtp: 'smtp://[::1]:1' }
    writeFileSync(join(cwd, 'other.json'), JSON.stringify({ deliver: { mailboxes: [mailbox] } }))
    const more = ['--mailbox', 'nobody', '--config', 'other.json', '--db', 'p.db']
    const { code, stderr } = await pipeline(cwd, ['doctor', 'mail', ...more])
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain("there is no mailbox 'nobody' (jo)")
  })

  it('reads a typed configuration, as init writes it, and refuses to write over one', async () => {
    const cwd = tempFolder()
    const made = await pipeline(cwd, ['init'])
    expect(made.code).toBe(EXIT.done)
    expect((await pipeline(cwd, ['sources'])).code).toBe(EXIT.done)
    expect((await pipeline(cwd, ['init'])).code).toBe(EXIT.usage)
  })

  it('keeps results on stdout as JSON lines and talk on stderr', async () => {
    const { stdout, code } = await pipeline(tempFolder(), ['sources', '--json'])
    expect(code).toBe(EXIT.done)
    const cards = stdout
      .trim()
      .split('\n')
      .map((line): { id: string } => JSON.parse(line))
    expect(cards.map(({ id }) => id)).toContain('uk/yell')
  })

  it('says plainly that a database cannot be used, and writes nothing', async () => {
    const cwd = tempFolder()
    mkdirSync(join(cwd, 'x.db'))
    const { code, stderr } = await pipeline(cwd, ['status', '--db', 'x.db'])
    expect(code).toBe(EXIT.failed)
    expect(stderr).toMatch(/database-unusable: .*x\.db/)
  })
})

describe('pipeline scrape', () => {
  it('refuses an unknown region, source or trade place by name', async () => {
    const cwd = tempFolder()
    const region = await pipeline(cwd, ['scrape', '--region', 'xx'])
    expect(region.code).toBe(EXIT.usage)
    expect(region.stderr).toContain('uk, nl, be')
    const source = await pipeline(cwd, ['scrape', '--region', 'uk', '--source', 'uk/nobody'])
    expect(source.code).toBe(EXIT.usage)
    expect(source.stderr).toContain('uk/nobody')
    const elsewhere = await pipeline(cwd, ['scrape', '--region', 'nl', '--source', 'uk/yell'])
    expect(elsewhere.stderr).toContain('does not cover --region nl')
  })

  it('asks nobody anything without a contact, and says how to set one', async () => {
    const { code, stderr } = await pipeline(tempFolder(), ['scrape', '--region', 'uk'])
    expect(code).toBe(EXIT.usage)
    expect(stderr).toMatch(/no-contact: .*pipeline init/)
    expect(stderr).toContain('any/osm')
    expect(stderr).toContain('Leeds')
  })

  it('leaves out a source whose terms forbid it, and says what works instead', async () => {
    const cwd = tempFolder()
    const { code, stderr } = await pipeline(cwd, [
      'scrape',
      '--region',
      'uk',
      '--source',
      'uk/yell',
    ])
    expect(code).toBe(EXIT.nothing)
    expect(stderr).toMatch(/uk\/yell is left out: its terms forbid automated reading.*--from PATH/)
  })

  it('shows its plan without asking anybody', async () => {
    const { code, stdout } = await pipeline(tempFolder(), [
      'scrape',
      '--region',
      'be',
      '--what',
      'bakkers,kappers',
      '--where',
      'Gent',
      '--where',
      'Namur',
      '--dry-run',
      '--json',
    ])
    expect(code).toBe(EXIT.done)
    const [osm] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(osm).toMatchObject({ source: 'any/osm', queries: 4 })
  })

  it('names a saved page that is not there', async () => {
    const { code, stderr } = await pipeline(tempFolder(), [
      'scrape',
      '--region',
      'uk',
      '--from',
      'nowhere',
    ])
    expect(code).toBe(EXIT.usage)
    expect(stderr).toMatch(/bad-file: .*nowhere/)
  })

  it('sets bad pages aside with the reason, reads the good one, and stores nothing half', async () => {
    const cwd = tempFolder()
    const pages = join(cwd, 'saved pages')
    mkdirSync(pages)
    const osm = (name: string) =>
      JSON.stringify({
        version: 0.6,
        osm3s: { timestamp_osm_base: '2026-11-01T00:00:00Z' },
        elements: [
          {
            type: 'node',
            id: 1,
            lat: 53.8,
            lon: -1.5,
            tags: { name, shop: 'bakery', phone: '0113 496 0123' },
          },
        ],
      })
    writeFileSync(join(pages, 'good.json'), osm('Bäckerei Ørsted'))
    writeFileSync(
      join(pages, 'latin1.json'),
      Buffer.from(osm('Café Zoë').replace('"id":1', '"id":2'), 'latin1'),
    )
    writeFileSync(join(pages, 'empty.html'), '')
    writeFileSync(join(pages, 'cut.json'), osm('Cut').slice(0, 150))
    writeFileSync(join(pages, 'binary.html'), Buffer.from([0, 159, 146, 150, 0, 1, 2, 3]))
    writeFileSync(
      join(pages, 'other.html'),
      '<html><title>A holiday diary</title><p>Rain again.</p></html>',
    )
    writeFileSync(join(pages, 'huge.html'), Buffer.alloc(60_000_000, 'x'))
    const { code, stderr } = await pipeline(cwd, [
      'scrape',
      '--region',
      'uk',
      '--from',
      'saved pages',
    ])
    expect(code, stderr).toBe(EXIT.done)
    const store = openStore(join(cwd, 'data', 'pipeline.db'), { readonly: true })
    const names = store.raw.prepare('select name from listing order by name').pluck().all()
    const aside = store.raw.prepare('select what from set_aside').pluck().all() as string[]
    store.close()
    expect(names).toEqual(['Bäckerei Ørsted', 'Café Zoë'])
    for (const file of ['empty.html', 'cut.json', 'binary.html', 'other.html', 'huge.html'])
      expect(
        aside.some((what) => what.includes(file)),
        file,
      ).toBe(true)
  }, 60_000)

  it('reads the same saved pages once', async () => {
    const cwd = tempFolder()
    writeFileSync(
      join(cwd, 'page.json'),
      JSON.stringify({
        version: 0.6,
        osm3s: {},
        elements: [
          { type: 'node', id: 1, lat: 53.8, lon: -1.5, tags: { name: 'One', shop: 'bakery' } },
        ],
      }),
    )
    const args = ['scrape', '--region', 'uk', '--from', 'page.json', '--json']
    const first = await pipeline(cwd, args)
    expect(JSON.parse(first.stdout).sources['any/osm'].listings.new).toBe(1)
    const second = await pipeline(cwd, args)
    expect(JSON.parse(second.stdout).sources['any/osm'].skipped).toEqual({ 'read before': 1 })
    const status = await pipeline(cwd, ['status', '--json'])
    const steps = status.stdout
      .trim()
      .split('\n')
      .map((line): { step: string; n: number; parts: object } => JSON.parse(line))
    expect(steps.find(({ step }) => step === 'listings')).toMatchObject({
      n: 1,
      parts: { 'any/osm': 1 },
    })
    const last = await pipeline(cwd, ['status', '--run', 'last'])
    expect(last.stdout).toMatch(/any\/osm: done[\s\S]*read before 1/)
    expect((await pipeline(cwd, ['status', '--run', '999'])).code).toBe(EXIT.usage)
  })
})
