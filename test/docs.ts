import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadCommands } from '../pipeline/cli.ts'
import { loadSources } from '../pipeline/harvest/sources.ts'
import { EXIT } from '../pipeline/model/exit.ts'
import { CODES } from '../pipeline/model/trouble.ts'
import { root } from '../pipeline/root.ts'

export const README = join(root, 'README.md')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ')

/** README's tables as the program itself would write them, by the name of their marker. */
export const tables = async (): Promise<Readonly<Record<string, string>>> => ({
  commands: table(
    ['command', 'what it does'],
    [...(await loadCommands())].map(([name, command]) => [
      `\`pipeline ${[name.replace('-', ' '), ...(command.args ?? []).map((arg) => arg.name)].join(' ')}\``,
      cell(command.about),
    ]),
  ),
  sources: table(
    ['source', 'what it is', 'automated reading', 'readers checked on'],
    [...(await loadSources())].map(([id, { about, terms, evidence }]) => [
      `\`${id}\``,
      cell(about),
      terms.automated,
      { captured: 'captured pages', documented: 'documentation', reported: 'reports only' }[
        evidence
      ],
    ]),
  ),
  exits: table(
    ['code', 'meaning'],
    Object.entries(EXIT).map(([name, code]) => [String(code), name]),
  ),
  codes: table(
    ['code', 'meaning'],
    Object.entries(CODES).map(([code, meaning]) => [`\`${code}\``, cell(meaning)]),
  ),
})

/** What stands in README between a pair of markers; undefined when they are not there. */
export const between = (text: string, name: string): string | undefined =>
  new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)\n<!-- /${name} -->`).exec(text)?.[1]

/** Writes the tables into README (`npm run docs`). */
const write = async () => {
  let text = readFileSync(README, 'utf8')
  for (const [name, content] of Object.entries(await tables()))
    text = text.replace(
      new RegExp(`<!-- ${name} -->\n[\\s\\S]*?<!-- /${name} -->`),
      () => `<!-- ${name} -->\n${content}\n<!-- /${name} -->`,
    )
  writeFileSync(README, text)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await write()
