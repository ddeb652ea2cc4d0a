import { dirname, join, resolve } from 'node:path'
import { Command as Commander, CommanderError, Option as Flag } from 'commander'
import type { Command, Context } from './command.ts'
import type { Config } from './config.ts'
import { loadUnits } from './discover.ts'
import { EXIT, type ExitCode } from './model/exit.ts'
import { Trouble } from './model/trouble.ts'
import { type Out, openOut } from './out.ts'

type AnyCommand = Command<Record<string, unknown>, readonly string[]>

/** Loads every command of the folder: `export-mailing.ts` is `pipeline export mailing`. */
export const loadCommands = () => loadUnits<AnyCommand>('commands')

/** Runs the command line and answers the exit code; never throws. */
export const main = async (args: readonly string[]): Promise<ExitCode> => {
  const out = openOut(process, process.env)
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT.interrupted)
    out.say('stopping after what is under way; press Ctrl-C again to stop at once')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    throw error
  })
  try {
    const code = await dispatch(args, out, stopping.signal)
    return stopping.signal.aborted && code === EXIT.done ? EXIT.interrupted : code
  } catch (error) {
    return report(error, out, stopping.signal)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

const dispatch = async (
  args: readonly string[],
  out: Out,
  signal: AbortSignal,
): Promise<ExitCode> => {
  let code: ExitCode = EXIT.done
  const program = new Commander('pipeline')
    .description('Harvest listings, resolve prospects, check the law, compose, deliver honestly.')
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows what it takes)')
    .configureOutput({ writeErr: (text) => out.say(text.trimEnd()) })
  const groups = new Map<string, Commander>()
  const commands = await loadCommands()
  for (const [name, command] of commands) {
    const [group = name, verb] = split(name)
    const parent =
      verb === undefined ? program : groupOf(program, groups, group, verbsOf(commands, group))
    const line = describe(parent.command(verb ?? group), command)
    line.action(async (...given: unknown[]) => {
      const positional = given.slice(0, command.args?.length ?? 0) as string[]
      const options = line.opts<Record<string, unknown>>()
      code = await command.run(contextFor(options, out, signal), options, ...positional)
    })
  }
  await program.parseAsync([...args], { from: 'user' })
  return code
}

const split = (name: string): readonly [string, string | undefined] => {
  const cut = name.indexOf('-')
  return cut < 0 ? [name, undefined] : [name.slice(0, cut), name.slice(cut + 1)]
}

/** The verbs below a name: `export` has `mailing`, `prospects` … */
const verbsOf = (commands: ReadonlyMap<string, unknown>, group: string): readonly string[] =>
  [...commands.keys()].flatMap((name) => {
    const [own, verb] = split(name)
    return own === group && verb !== undefined ? [verb] : []
  })

const groupOf = (
  program: Commander,
  groups: Map<string, Commander>,
  name: string,
  verbs: readonly string[],
): Commander => {
  const known = groups.get(name) ?? program.commands.find((command) => command.name() === name)
  // What follows the verb is the verb's: `doctor` itself takes --config too.
  if (known !== undefined) return known.enablePositionalOptions()
  const made = program.command(name).description(verbs.join(', '))
  groups.set(name, made)
  return made
}

const describe = (line: Commander, command: AnyCommand): Commander => {
  line.description(command.about).exitOverride()
  for (const arg of command.args ?? []) line.argument(arg.name, arg.about)
  for (const option of command.options) {
    const flag = new Flag(option.flags, option.about)
    if (option.parse !== undefined)
      flag.argParser(option.parse as (text: string, before: unknown) => unknown)
    if (option.default !== undefined) flag.default(option.default)
    line.addOption(flag)
  }
  line.option('--db <path>', 'the database (default: data/pipeline.db)')
  line.option('--config <file>', 'the configuration (default: pipeline.config.ts or .json here)')
  if (command.examples !== undefined)
    line.addHelpText('after', `\nExamples:\n${command.examples.map((e) => `  ${e}`).join('\n')}`)
  return line
}

const contextFor = (options: Record<string, unknown>, out: Out, signal: AbortSignal): Context => {
  const cwd = process.cwd()
  const given = (name: string) =>
    typeof options[name] === 'string' ? (options[name] as string) : undefined
  let config: Promise<Config> | undefined
  const db = resolve(cwd, given('db') ?? process.env.DOORSTEP_DB ?? join('data', 'pipeline.db'))
  return {
    out,
    signal,
    cwd,
    db,
    env: process.env,
    outDir: join(dirname(db), 'out'),
    now: () => new Date().toISOString(),
    config: () => {
      config ??= import('./config.ts').then(({ readConfig }) => readConfig(given('config'), cwd))
      return config
    },
  }
}

/** What the machine did, in words: the disk, the rights, the database; undefined when it is a fault of the program. */
const fromOutside = (
  error: unknown,
): { readonly code: string; readonly what: string } | undefined => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return undefined
  const { code, message } = error
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return {
      code: 'disk-full',
      what: `${message}. Nothing is half written; make room and run the same command again.`,
    }
  if (code.startsWith('SQLITE_BUSY'))
    return {
      code: 'database-unusable',
      what: 'another process holds the database for longer than ten seconds; run the same command again when it has ended.',
    }
  if (/^SQLITE_(?:READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN)/.test(code))
    return { code: 'database-unusable', what: `${message} (${code}). Give another with --db PATH.` }
  if (['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(code))
    return { code: 'bad-file', what: `${message}. Give another path, or the right to write there.` }
  return undefined
}

/** Says what went wrong and answers the exit code that fits. */
const report = (error: unknown, out: Out, signal: AbortSignal): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (signal.aborted) return EXIT.interrupted
  if (error instanceof Trouble) {
    out.say(`${out.style.red(error.code)}: ${error.message}`)
    return error.next === 'usage' ? EXIT.usage : EXIT.failed
  }
  const outside = fromOutside(error)
  if (outside !== undefined) {
    out.say(`${out.style.red(outside.code)}: ${outside.what}`)
    return EXIT.failed
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  out.say(`${out.style.red('unexpected')}: ${text}`)
  out.say('This is a fault of Doorstep; please report it with the lines above.')
  return EXIT.failed
}
