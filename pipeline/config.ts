import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { comply } from './config/comply.ts'
import { compose } from './config/compose.ts'
import { deliver } from './config/deliver.ts'
import { enrich } from './config/enrich.ts'
import { fetching } from './config/fetch.ts'
import { harvest } from './config/harvest.ts'
import { listen } from './config/listen.ts'
import { operator, sites } from './config/operator.ts'
import { sources } from './config/sources.ts'
import { Trouble } from './model/trouble.ts'

/** The whole configuration: one section a stage, each with its defaults, so that an empty file is valid. */
const schema = z.strictObject({
  operator: operator.optional(),
  sites: sites.prefault({}),
  fetch: fetching.prefault({}),
  sources: sources.prefault({}),
  harvest: harvest.prefault({}),
  enrich: enrich.prefault({}),
  comply: comply.prefault({}),
  compose: compose.prefault({}),
  deliver: deliver.prefault({}),
  listen: listen.prefault({}),
})

export type Config = z.output<typeof schema> & {
  /** The file it came from, or undefined where there is none. */
  readonly file: string | undefined
}

/** What `pipeline.config.ts` may hold. */
export type ConfigInput = z.input<typeof schema>

export const CONFIG_NAMES = ['pipeline.config.ts', 'pipeline.config.json'] as const

/** Finds the configuration in a folder; undefined when there is none. */
export const findConfig = (cwd: string): string | undefined =>
  CONFIG_NAMES.map((name) => join(cwd, name)).find((file) => existsSync(file))

/** Reads and checks a configuration. Trouble `bad-config` names the key; without a file the defaults hold. */
export const readConfig = async (file: string | undefined, cwd: string): Promise<Config> => {
  const path = file === undefined ? findConfig(cwd) : resolve(cwd, file)
  const given = path === undefined ? {} : await load(path)
  return parseConfig(given, path)
}

/** Checks what a configuration holds; `file` is named in the Trouble. */
export const parseConfig = (given: unknown, file: string | undefined): Config => {
  const checked = schema.safeParse(given)
  if (checked.success) return { ...checked.data, file }
  const lines = checked.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  )
  throw new Trouble('bad-config', 'usage', `${file} does not fit:\n${lines.join('\n')}`)
}

const load = async (path: string): Promise<unknown> => {
  try {
    if (path.endsWith('.json')) return JSON.parse(readFileSync(path, 'utf8'))
    const { createJiti } = await import('jiti')
    return await createJiti(import.meta.url).import(path, { default: true })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble('bad-config', 'usage', `${path} cannot be read: ${why}`, cause)
  }
}
