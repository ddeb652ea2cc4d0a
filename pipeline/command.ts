import type { Config } from './config.ts'
import type { ExitCode } from './model/exit.ts'
import type { Instant } from './model/region.ts'
import { Trouble } from './model/trouble.ts'
import type { Out } from './out.ts'

/** What a command may reach. Commands load the stages they need inside `run`, so that `--help` stays quick. */
export interface Context {
  readonly out: Out
  /** Path of the database (`--db`, else `DOORSTEP_DB`, else data/pipeline.db here). */
  readonly db: string
  /** Reads and checks the configuration once. */
  readonly config: () => Promise<Config>
  /** Aborted by Ctrl-C; a second Ctrl-C ends the process. */
  readonly signal: AbortSignal
  readonly now: () => Instant
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Where outputs go when no path is given: `out/` beside the database. */
  readonly outDir: string
}

/** One option: flags as commander writes them, one line of help, and how its text becomes a value. */
export interface Option {
  readonly flags: string
  readonly about: string
  readonly parse?: (text: string, before: never) => unknown
  readonly default?: unknown
}

export interface Command<O, A extends readonly unknown[]> {
  readonly about: string
  /** Positional arguments as commander writes them: `<file>`, `[words...]`. */
  readonly args?: readonly { readonly name: string; readonly about: string }[]
  readonly options: readonly Option[]
  /** Lines shown under help, each a real call. */
  readonly examples?: readonly string[]
  readonly run: (context: Context, options: O, ...args: A) => Promise<ExitCode>
}

/** Declares a command. Its name is its file's name below `commands/`; `a-b.ts` is `pipeline a b`. */
export const defineCommand = <O, A extends readonly unknown[] = readonly []>(
  command: Command<O, A>,
): Command<O, A> => command

const bad = (what: string) => new Trouble('bad-option', 'usage', what)

/** Parses a whole number of at least `least`. */
export const whole =
  (least = 0) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw bad(`takes a whole number of at least ${least}, not '${text}'`)
    return value
  }

/** Parses a comma-separated list, added to what was given before. */
export const list = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
]

/** Parses one of the given words. */
export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw bad(`takes ${words.join(', ')}, not '${text}'`)
    return found
  }

export const JSON_OPTION: Option = {
  flags: '--json',
  about: 'print facts as JSON, one object a line',
}
