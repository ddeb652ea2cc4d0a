import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../pipeline/root.ts'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

const kept = (path: string) => join(root, 'test', 'pages', path)

describe('pipeline scrape --from', () => {
  it('with --dry-run says what would be read, and stores nothing', async () => {
    const folder = tempFolder()
    copyFileSync(kept('uk/yell/search-plumbers-leeds.html'), join(folder, 'yell.html'))
    copyFileSync(kept('uk/companies-house/rows-leeds.csv'), join(folder, 'companies.csv'))
    const from = ['--from', 'yell.html', 'companies.csv']
    const planned = await pipeline(folder, ['scrape', '--region', 'uk', '--dry-run', ...from])
    expect([planned.code, planned.stdout]).toEqual([
      0,
      'yell.html: saved pages, told by what is in them\ncompanies.csv: uk/companies-house\n',
    ])
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('says of every page that it leaves why, and exits with what that means', async () => {
    const folder = tempFolder()
    const saved = join(folder, 'saved')
    mkdirSync(saved)
    copyFileSync(kept('uk/yell/search-plumbers-leeds.html'), join(saved, 'yell.html'))
    copyFileSync(kept('nl/goudengids/search-loodgieters-utrecht.html'), join(saved, 'gids.html'))
    writeFileSync(
      join(saved, 'news.html'),
      '<html><body><h1>Storm over the coast</h1></body></html>',
    )
    writeFileSync(
      join(saved, 'wall.html'),
      '<html><head><title>Just a moment...</title></head><body><div id="challenge-form">cdn-cgi</div></body></html>',
    )
    const first = await pipeline(folder, ['scrape', '--region', 'uk', '--from', 'saved'])
    expect(first.code, first.stderr).toBe(0)
    expect(first.stdout).toMatch(/uk\/yell: done\n {2}search {4}pages ok 1\n {2}listings {2}new 5/)
    for (const why of [
      'of nl/goudengids, which --region nl reads 1',
      'a wall against automated reading (cloudflare), not the page behind it 1',
      'no source of --region uk knows this page 1',
    ])
      expect(first.stdout).toContain(why)
    const again = await pipeline(folder, ['scrape', '--region', 'uk', '--from', 'saved/yell.html'])
    expect(again.stdout).toContain('read before 1')
    expect(again.stderr).toContain('had not been read before')
    expect(again.code).toBe(5)
    const none = await pipeline(folder, ['scrape', '--region', 'uk', '--from', 'saved/news.html'])
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('pipeline read FILE')])
  })
})
