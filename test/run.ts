import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigInput } from '../pipeline/config.ts'
import { root } from '../pipeline/root.ts'

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of `pipeline` as a process of its own. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Starts `pipeline` in a folder; its standard input is closed, as in a script. */
export const start = (
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running => {
  const child = spawn(process.execPath, [join(root, 'pipeline', 'bin.mjs'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (part: Buffer) => {
    text.stdout += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    text.stderr += part.toString()
  })
  return {
    child,
    ended: new Promise((done) => {
      child.on('close', (code, signal) => done({ code, signal, ...text }))
    }),
  }
}

/** Runs `pipeline` in a folder to its end. */
export const pipeline = (
  cwd: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ended> => start(cwd, args, env).ended

/** Writes a configuration that reads uk/yell from a server on loopback, without pace. */
export const configure = (cwd: string, base: string, more: ConfigInput = {}): void =>
  writeFileSync(
    join(cwd, 'pipeline.config.json'),
    JSON.stringify({
      operator: { name: 'Test Directories Ltd', contact: 'crawler@example.com' },
      fetch: { delayMs: 0, allowPrivate: true },
      sources: {
        'uk/yell': { base, permission: 'our own test server', perMinute: 1_000_000 },
        'any/osm': { base },
      },
      ...more,
    } satisfies ConfigInput),
  )
