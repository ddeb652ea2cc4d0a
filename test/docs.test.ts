import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCommands } from '../pipeline/cli.ts'
import { root } from '../pipeline/root.ts'
import { between, README, tables } from './docs.ts'

const text = readFileSync(README, 'utf8')
const written = await tables()
const commands = await loadCommands()
const documents = ['README.md', 'CONTRIBUTING.md'].map((name) =>
  readFileSync(join(root, name), 'utf8'),
)

describe('README', () => {
  it.each(Object.keys(written))(
    'says of %s what the program says (npm run docs writes it)',
    (name) => {
      expect(between(text, name)).toBe(written[name])
    },
  )

  it('names no command that is not there', () => {
    const known = new Set([...commands.keys()].map((name) => name.replace('-', ' ')))
    const groups = new Set([...known].map((name) => name.split(' ')[0]))
    const named = documents.flatMap((document) =>
      [...document.matchAll(/(?:`|\n)(?:npx )?pipeline ([a-z]+)(?: ([a-z][a-z-]*))?/g)].map(
        ([, first = '', second]) => [first, second] as const,
      ),
    )
    const wrong = named.filter(
      ([first, second]) =>
        !known.has(first) &&
        !(groups.has(first) && (second === undefined || known.has(`${first} ${second}`))),
    )
    expect(wrong).toEqual([])
  })

  it('names no file or folder that is not there', () => {
    const paths = documents.flatMap((document) =>
      [
        ...document.matchAll(/`((?:pipeline|scrapers|templates|data\/known|test)\/[\w./-]+?)\/?`/g),
      ].map(([, path = '']) => path),
    )
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('gives every command one line of what it does and options that say what they take', () => {
    for (const [name, { about, options }] of commands) {
      expect(about, name).toMatch(/^[a-z`'].*[^.]$/i)
      expect(about.length, `${name}: ${about}`).toBeLessThan(120)
      for (const option of options) expect(option.about, `${name} ${option.flags}`).not.toBe('')
    }
  })
})
