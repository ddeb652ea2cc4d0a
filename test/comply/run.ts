import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Command, Context, Option } from '../../pipeline/command.ts'
import { readConfig } from '../../pipeline/config.ts'
import type { ExitCode } from '../../pipeline/model/exit.ts'
import { openOut } from '../../pipeline/out.ts'
import { AT, type House } from './house.ts'

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
  /** Its lines of JSON. */
  readonly json: readonly unknown[]
}

/** Runs a command in the house, as the command line would, at a given moment. */
export const run = async <O extends object, A extends readonly unknown[]>(
  house: House,
  command: Command<O, A>,
  options: Partial<O>,
  args: A,
  at = AT,
): Promise<Ran> => {
  const text = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof text) => {
    const through = new PassThrough()
    through.on('data', (part: Buffer) => {
      text[name] += part.toString()
    })
    return through
  }
  const stdin = new PassThrough() as unknown as NodeJS.ReadStream
  const out = openOut(
    { stdin, stdout: stream('stdout'), stderr: stream('stderr') },
    { NO_COLOR: '1' },
  )
  const context: Context = {
    out,
    db: house.path,
    config: () => readConfig(undefined, house.dir),
    signal: new AbortController().signal,
    now: () => at,
    env: {},
    cwd: house.dir,
    outDir: join(house.dir, 'out'),
  }
  const given = { ...defaults(command.options), ...options } as O
  const code = await command.run(context, given, ...args)
  await new Promise((done) => setImmediate(done))
  const json = text.stdout
    .split('\n')
    .filter((line) => /^[{[]/.test(line))
    .map((line): unknown => JSON.parse(line))
  return { code, ...text, json }
}

const defaults = (options: readonly Option[]): object =>
  Object.fromEntries(
    options.flatMap(({ flags, default: value }) =>
      value === undefined ? [] : [[nameOf(flags), value]],
    ),
  )

const nameOf = (flags: string): string =>
  (/--([\w-]+)/.exec(flags)?.[1] ?? '').replace(/-(\w)/g, (_, letter: string) =>
    letter.toUpperCase(),
  )
