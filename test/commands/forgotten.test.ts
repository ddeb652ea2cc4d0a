import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../pipeline/store/open.ts'
import { pipeline } from '../run.ts'
import { serveDirectory } from '../servers/directory.ts'
import { tempFolder } from '../temp.ts'

const SCRAPE = ['scrape', '--region', 'uk', '--source', 'uk/yell', '--what', 'plumbers']
const PERSON = [
  /Firm 7 Ltd/,
  /0113 496 0007/,
  /\+441134960007/,
  /(?<!\d)8 Weir Lane/,
  /firm-7\//,
  /firm7\.example/,
]

/** A folder whose configuration sends uk/yell to a directory on loopback. */
const town = async () => {
  const directory = await serveDirectory({ pages: 1, perPage: 25 })
  onTestFinished(directory.close)
  const folder = tempFolder()
  writeFileSync(
    join(folder, 'pipeline.config.json'),
    JSON.stringify({
      operator: { name: 'Example Directories Ltd', contact: 'crawler@example.com' },
      fetch: { delayMs: 0, allowPrivate: true },
      sources: { 'uk/yell': { base: directory.url, permission: 'ours', perMinute: 100_000 } },
    }),
  )
  return { directory, folder }
}

/** Everything that the folder keeps of the web, unpacked. */
const kept = (folder: string): string =>
  readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      return (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
    })
    .join('\n')

/** What of the person still stands somewhere. */
const traces = (folder: string) => {
  const all = kept(folder)
  return PERSON.filter((shape) => shape.test(all))
}

const prospectNamed = (folder: string, name: string): string => {
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  const id = store.raw.prepare('select id from prospect where name = ?').pluck().get(name)
  store.close()
  return String(id)
}

const listings = (folder: string) => {
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  const names = store.raw.prepare('select name from listing').pluck().all() as string[]
  store.close()
  return names
}

describe('who was forgotten', () => {
  it('stays forgotten when the directory is harvested again: no listing, no page, no word on the others’ pages', async () => {
    const { directory, folder } = await town()
    const where = [...SCRAPE, '--where', 'Leeds']
    expect((await pipeline(folder, where)).code).toBe(0)
    await pipeline(folder, ['dedupe'])
    expect(traces(folder)).toEqual(PERSON)
    const gone = await pipeline(folder, ['forget', prospectNamed(folder, 'Firm 7'), '--yes'])
    expect(gone.code, gone.stderr).toBe(0)
    expect(traces(folder)).toEqual([])

    const asked = directory.served.get('/biz/firm-7/')
    const again = await pipeline(folder, [...where, '--refresh', '0'])
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toContain('asked to be forgotten 1')
    expect(directory.served.get('/biz/firm-7/')).toBe(asked)
    expect(traces(folder)).toEqual([])
    expect(listings(folder)).toHaveLength(24)
    // The others' page is kept as it came, and reads again as it did.
    expect(kept(folder)).toContain('Firm 17 Ltd')
    const replay = await pipeline(folder, ['scrape', '--region', 'uk', '--replay'])
    expect(replay.code, replay.stderr).toBe(0)
    expect(listings(folder)).toHaveLength(24)
  })

  it('is not kept from a page that somebody saved', async () => {
    const { folder } = await town()
    await pipeline(folder, [...SCRAPE, '--where', 'Leeds'])
    await pipeline(folder, ['dedupe'])
    await pipeline(folder, ['forget', prospectNamed(folder, 'Firm 7'), '--yes'])
    writeFileSync(
      join(folder, 'saved.html'),
      `<!-- saved from url=(0036)https://www.yell.com/biz/firm-7/ --><h1 class="businessCard--businessName" itemprop="name">Firm 7 Ltd</h1>`,
    )
    const saved = await pipeline(folder, ['scrape', '--region', 'uk', '--from', 'saved.html'])
    expect(saved.stdout).toContain('asked to be forgotten')
    expect(traces(folder)).toEqual([])
  })
})
