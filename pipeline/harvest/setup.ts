import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { CONFIG_NAMES, findConfig } from '../config.ts'
import { Trouble } from '../model/trouble.ts'
import type { Out } from '../out.ts'
import { root } from '../root.ts'

/** The two facts without which nobody's server may be asked anything. */
export interface Operator {
  readonly name: string
  readonly contact: string
}

const SAMPLE = join(root, 'data', 'known', 'pipeline.config.sample.ts')
const CONTACT = /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|https?:\/\/\S+)$/

/** Asks for name and contact on a terminal; undefined when nobody is there, or nothing is answered. */
export const askOperator = async (out: Out): Promise<Operator | undefined> => {
  const name = await out.ask('Name of your firm: ')
  if (!name) return undefined
  for (;;) {
    const contact = await out.ask('Address or page where the owner of a site can reach you: ')
    if (!contact) return undefined
    if (CONTACT.test(contact)) return { name, contact }
    out.say('That is neither an e-mail address nor an http(s) address.')
  }
}

/** Writes the commented sample as pipeline.config.ts, with the operator filled in. Answers its path. */
export const writeConfig = (
  cwd: string,
  operator: Operator | undefined,
  force: boolean,
): string => {
  const there = findConfig(cwd)
  if (there !== undefined && !force)
    throw new Trouble('bad-option', 'usage', `${there} is there already; --force writes over it`)
  const path = join(cwd, CONFIG_NAMES[0])
  const sample = readFileSync(SAMPLE, 'utf8')
  writeFileSync(path, operator === undefined ? sample : fill(sample, operator), { mode: 0o600 })
  return path
}

const fill = (sample: string, { name, contact }: Operator): string =>
  sample
    .replace(/^ {2}\/\/ operator: \{[\s\S]*?^ {2}\/\/ \},\n/m, (block) =>
      block.replace(/^ {2}\/\/ ?/gm, '  '),
    )
    .replace("'Example Directories Ltd'", () => JSON.stringify(name))
    .replace("'crawler@example.com'", () => JSON.stringify(contact))

/**
 * The contact that stands in the User-Agent. Where none is configured a person at a terminal is asked
 * once and the answer is kept in the configuration; anyone else is told how to set it (Trouble `no-contact`).
 */
export const contactFor = async (config: Config, out: Out, cwd: string): Promise<string> => {
  if (config.operator !== undefined) return config.operator.contact
  if (out.interactive) {
    out.say('Before the first page is fetched: who are you, so that a site can reach you?')
    const operator = await askOperator(out)
    if (operator !== undefined) {
      out.say(`kept in ${keep(config, operator, cwd)}`)
      return operator.contact
    }
  }
  throw new Trouble(
    'no-contact',
    'usage',
    `no contact is configured, and nobody's server is asked without one. Run \`pipeline init\`, or put ` +
      `operator: { name: '…', contact: 'you@your-firm.example' } into ${config.file ?? CONFIG_NAMES[0]}. ` +
      'Saved pages need none: pipeline scrape --from PATH',
  )
}

const keep = (config: Config, operator: Operator, cwd: string): string => {
  if (config.file === undefined) return writeConfig(cwd, operator, false)
  if (!config.file.endsWith('.json') || !existsSync(config.file))
    throw new Trouble(
      'no-contact',
      'usage',
      `add to ${config.file}: operator: ${JSON.stringify(operator)}`,
    )
  const before: object = JSON.parse(readFileSync(config.file, 'utf8'))
  writeFileSync(config.file, `${JSON.stringify({ ...before, operator }, null, 2)}\n`)
  return config.file
}
