import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { findChromium } from '../chromium.ts'
import type { Context } from '../command.ts'
import type { Config } from '../config.ts'
import { Trouble } from '../model/trouble.ts'
import { openStore } from '../store/open.ts'

/** One thing that was looked at. `missing` is needed for some commands only; `bad` is broken. */
export interface Check {
  readonly what: string
  readonly state: 'ok' | 'missing' | 'bad'
  readonly said: string
  readonly next?: string
}

const REACH_MS = 3000

/** Looks at the machine, the database, the configuration and what can be reached from here. */
export const examine = async (context: Context): Promise<readonly Check[]> => {
  const config = await configOf(context)
  return [
    { what: 'Node', state: 'ok', said: process.versions.node },
    config.check,
    database(context.db),
    folder(context.db),
    operator(config.value),
    await browser(context.env),
    await mail(context.env, config.value),
    await network(config.value),
  ]
}

const configOf = async (
  context: Context,
): Promise<{ readonly value: Config | undefined; readonly check: Check }> => {
  try {
    const value = await context.config()
    return {
      value,
      check:
        value.file === undefined
          ? {
              what: 'configuration',
              state: 'missing',
              said: 'none here; the defaults hold',
              next: 'pipeline init',
            }
          : { what: 'configuration', state: 'ok', said: value.file },
    }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return {
      value: undefined,
      check: {
        what: 'configuration',
        state: 'bad',
        said: error.message,
        next: 'mend the key it names',
      },
    }
  }
}

const database = (path: string): Check => {
  const what = 'database'
  if (!existsSync(path))
    return {
      what,
      state: 'ok',
      said: `${path} is not there yet; the first command that stores something makes it`,
    }
  try {
    openStore(path).close()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return { what, state: 'bad', said: error.message }
  }
  const open = (statSync(path).mode & 0o077) !== 0
  return open
    ? { what, state: 'bad', said: `${path} can be read by others`, next: `chmod 600 '${path}'` }
    : { what, state: 'ok', said: path }
}

const folder = (db: string): Check => {
  const what = 'archive folder'
  const path = join(dirname(db), 'archive')
  try {
    mkdirSync(path, { recursive: true })
    const probe = join(path, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
    return { what, state: 'ok', said: path }
  } catch (error) {
    return { what, state: 'bad', said: `${path} cannot be written: ${(error as Error).message}` }
  }
}

const operator = (config: Config | undefined): Check =>
  config?.operator === undefined
    ? {
        what: 'operator',
        state: 'missing',
        said: 'no name and contact; nobody is asked for a page, and no message is written, without them',
        next: 'pipeline init',
      }
    : { what: 'operator', state: 'ok', said: `${config.operator.name}, ${config.operator.contact}` }

const browser = async (env: Context['env']): Promise<Check> => {
  const path = await findChromium(env)
  return path === undefined
    ? {
        what: 'Chromium',
        state: 'missing',
        said: 'not found; letters and pages that need scripts wait for it',
        next: 'npx playwright install chromium, or apt-get install chromium, or PLAYWRIGHT_CHROMIUM=/path/to/it',
      }
    : { what: 'Chromium', state: 'ok', said: path }
}

/** Whether something answers at a host and port within three seconds. */
const reach = (host: string, port: number): Promise<string | undefined> =>
  new Promise((answer) => {
    const socket = connect({ host, port, timeout: REACH_MS })
    const end = (why: string | undefined) => {
      socket.destroy()
      answer(why)
    }
    socket.on('connect', () => end(undefined))
    socket.on('timeout', () => end(`no answer within ${REACH_MS / 1000} s`))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })

const mail = async (env: Context['env'], config: Config | undefined): Promise<Check> => {
  const what = 'mail server'
  const server = smtpServer(env, config)
  if (server === undefined)
    return {
      what,
      state: 'missing',
      said: 'no SMTP server is configured; drafts can be written as files with send --dry-run',
      next: 'SMTP_URL=smtps://user:password@mail.example:465 in the environment',
    }
  const why = await reach(server.host, server.port)
  return why === undefined
    ? { what, state: 'ok', said: `${server.host}:${server.port} answers` }
    : { what, state: 'bad', said: `${server.host}:${server.port}: ${why}` }
}

/** SMTP_URL wins; else the first configured mailbox. */
const smtpServer = (env: Context['env'], config: Config | undefined) => {
  const text = env.SMTP_URL || config?.deliver.mailboxes[0]?.smtp
  if (!text) return undefined
  try {
    const url = new URL(text)
    return { host: url.hostname, port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587) }
  } catch {
    return { host: '(SMTP_URL is no address)', port: 0 }
  }
}

const network = async (config: Config | undefined): Promise<Check> => {
  const what = 'network'
  const base = config?.sources['any/osm']?.base ?? 'https://overpass-api.de/'
  const url = new URL(base)
  const why = await reach(url.hostname, Number(url.port) || (url.protocol === 'http:' ? 80 : 443))
  return why === undefined
    ? { what, state: 'ok', said: `${url.hostname} answers` }
    : {
        what,
        state: 'missing',
        said: `${url.hostname}: ${why}`,
        next: 'saved pages need no network: pipeline scrape --from PATH, or npm run demo',
      }
}
