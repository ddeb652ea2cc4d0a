import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../pipeline/store/open.ts'
import { settle } from '../enrich/town.ts'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

const saved = (folder: string, name: string, url: string, body: string) => {
  const file = join(folder, 'sites', name)
  mkdirSync(join(folder, 'sites'), { recursive: true })
  writeFileSync(
    file,
    `<!-- saved from url=(${String(url.length).padStart(4, '0')})${url} -->\n<html>${body}</html>`,
  )
}

const town = () => {
  const folder = tempFolder()
  const store = openStore(join(folder, 'data', 'pipeline.db'))
  settle(store, 'nl', [
    {
      name: 'Bakkerij Jansen',
      source: 'nl/goudengids',
      website: 'https://www.bakkerij-jansen.example',
      phones: ['+31705550199'],
    },
    { name: 'Jansen', source: 'any/osm', phones: ['+31705550123'] },
  ])
  settle(store, 'nl', [{ name: 'Elders', website: 'https://elders.example' }])
  store.close()
  saved(
    folder,
    'home.html',
    'http://bakkerij-jansen.example/index.html',
    `<head><title>Home</title></head><body><a href="/contact/">Contact</a><p>${'Vers brood uit onze eigen oven. '.repeat(10)}</p></body>`,
  )
  saved(
    folder,
    'contact.html',
    'https://bakkerij-jansen.example/contact',
    '<body><p>Bel 070-555 01 23 of mail info [at] bakkerij-jansen [punt] example</p><p>Bakkerij Jansen B.V. KvK 01234567</p></body>',
  )
  return folder
}

describe('pipeline enrich --from', () => {
  it('reads saved sites, leaves the others alone, and show names page and time of everything', async () => {
    const folder = town()
    const first = await pipeline(folder, ['enrich', '--from', 'sites', '--json'])
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({
      prospects: 1,
      visited: 1,
      contacts: 3,
      ended: 'done',
    })
    const shown = await pipeline(folder, ['show', '1'])
    expect(shown.code).toBe(0)
    for (const words of [
      'email info@bakkerij-jansen.example · impersonal',
      'https://bakkerij-jansen.example/contact · spelled',
      'legal kind: corporate',
      'kvk-number 01234567',
      'corporate: site BV',
      'generic-title · middle · title Home',
      'phone-differs · high · a Gouden Gids, aSays 070 555 0199, b website, bSays 070 555 0123',
      'belongs here: alone',
      'site: done',
    ])
      expect(shown.stdout).toContain(words)
    const again = await pipeline(folder, ['enrich', '--from', 'sites'])
    expect(again.code).toBe(5)
  })

  it('says what does not fit', async () => {
    const folder = town()
    const only = await pipeline(folder, ['enrich', '--only', 'phones'])
    expect([only.code, only.stderr]).toEqual([
      2,
      expect.stringContaining('--only takes contacts, registers, findings'),
    ])
    const none = await pipeline(folder, ['show', '99'])
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining('there is no prospect 99'),
    ])
    const word = await pipeline(folder, ['show', 'Jansen'])
    expect(word.code).toBe(2)
  })
})
