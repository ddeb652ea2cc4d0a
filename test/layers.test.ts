import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../pipeline/root.ts'

/**
 * Imports point one way: model ← text ← doors ← {platforms, regions, store, fetch} ← stages ← commands ← cli.
 * A folder of a lower layer never imports a higher one; folders of one layer do not know each other.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['model'],
  ['text'],
  ['doors'],
  ['platforms', 'regions', 'store', 'fetch'],
  [
    'harvest',
    'resolve',
    'enrich',
    'comply',
    'compose',
    'review',
    'deliver',
    'listen',
    'claim',
    'report',
  ],
  ['commands'],
  ['cli'],
]

/** What scrapers and probes may stand on, and what they may not name: they are pure. */
const SCRAPER_MAY = ['model', 'text', 'doors', 'platforms']
const IMPURE = /\b(?:fetch|process|Date|console|setTimeout|setInterval|globalThis)\b/

const files = (dir: string): readonly string[] =>
  (existsSync(dir) ? readdirSync(dir, { withFileTypes: true, recursive: true }) : [])
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))

const importsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*'(\.[^']+)'|import\(\s*'(\.[^']+)'\s*\)|(?:^|\n)import '(\.[^']+)'/g,
    ),
  ].map((match) => resolve(dirname(file), match[1] ?? match[2] ?? match[3] ?? ''))

const folderOf = (file: string): string => {
  const path = relative(root, file)
  if (path.startsWith('scrapers/')) return 'scrapers'
  const [, folder = '', rest] = path.split('/')
  if (folder === 'cli.ts') return 'cli'
  return rest === undefined || folder === 'config' ? 'doors' : folder
}

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder))

const pipeline = files(join(root, 'pipeline'))
const scrapers = files(join(root, 'scrapers'))
const probes = pipeline.filter((file) => file.includes('/enrich/probes/'))

const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")

describe('the layers', () => {
  it('know every folder of the program', () => {
    expect(pipeline.map(folderOf).filter((folder) => layerOf(folder) < 0)).toEqual([])
  })

  it('import downwards only, and no stage imports another', () => {
    const wrong = pipeline.flatMap((file) =>
      importsOf(file)
        .filter((target) => {
          const from = folderOf(file)
          const to = folderOf(target)
          if (from === to) return false
          return to === 'scrapers' || layerOf(to) >= layerOf(from)
        })
        .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
    )
    expect(wrong).toEqual([])
  })

  it('let scrapers stand on their door, the model, text and platforms only', () => {
    const wrong = scrapers.flatMap((file) =>
      importsOf(file)
        .filter((target) => !SCRAPER_MAY.includes(folderOf(target)))
        .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
    )
    expect(wrong).toEqual([])
  })

  it('keep scrapers, platforms and probes pure: no network, clock, process or console', () => {
    const pure = [
      ...scrapers,
      ...probes,
      ...pipeline.filter((file) => folderOf(file) === 'platforms'),
    ]
    const wrong = pure.flatMap((file) => {
      const named = IMPURE.exec(withoutComments(readFileSync(file, 'utf8')))
      return named === null ? [] : [`${relative(root, file)} names ${named[0]}`]
    })
    expect(wrong).toEqual([])
  })
})
