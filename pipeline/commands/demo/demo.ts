import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option as Flag } from 'commander'
import type { Command, Context } from '../../command.ts'
import { type ConfigInput, parseConfig } from '../../config.ts'
import { loadUnit } from '../../discover.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { Trouble } from '../../model/trouble.ts'
import { funnel } from '../../store/funnel.ts'
import { openStore } from '../../store/open.ts'
import type { DemoOptions } from '../demo.ts'
import { catchMail } from './catcher.ts'
import { serveSample } from './site.ts'
import { saveWebsites } from './websites.ts'

const SAMPLE = 5
const INBOX = 'you@example.com'

/** Runs the main job on a sample directory and a catcher of its own; answers the worst exit code of its steps. */
export const demo = async (context: Context, options: DemoOptions): Promise<ExitCode> => {
  const folder = resolve(context.cwd, options.keep ?? join('data', 'demo'))
  clear(folder)
  const site = await serveSample()
  const inbox = join(folder, 'caught')
  const sites = join(folder, 'sites')
  saveWebsites(sites)
  const catcher = await catchMail(inbox)
  const paths = {
    database: join(folder, 'pipeline.db'),
    archive: join(folder, 'archive'),
    mailing: join(folder, 'out', 'mailing.csv'),
    mails: inbox,
  }
  const { out } = context
  const config = parseConfig(configFor(site.url), undefined)
  const inner: Context = {
    ...context,
    db: paths.database,
    outDir: join(folder, 'out'),
    config: async () => config,
    env: { ...context.env, SMTP_URL: catcher.url },
    out: { ...out, line: out.say, json: () => undefined, table: () => undefined },
  }
  try {
    for (const { say, command, args } of steps(paths.mailing, sites)) {
      out.say(out.style.bold(`\n▸ ${say}`))
      const unit = await loadUnit<Command<object, readonly []>>('commands', command)
      const code = await unit.run(inner, { ...defaultsOf(unit), ...args })
      if (code !== EXIT.done) return code
    }
    tell(context, options, { ...counts(paths.database), sent: catcher.caught() }, paths)
    return EXIT.done
  } finally {
    await site.close()
    await catcher.close()
  }
}

/** What the command line fills in where an option is not given. */
const defaultsOf = ({ options }: Pick<Command<object, readonly []>, 'options'>) =>
  Object.fromEntries(
    options
      .filter((option) => option.default !== undefined)
      .map((option) => [new Flag(option.flags).attributeName(), option.default]),
  )

/** The steps of the main job, as a person would call them. */
const steps = (mailing: string, sites: string) => [
  {
    say: 'pipeline scrape --region uk --source uk/yell,any/osm --what plumbers --where Leeds',
    command: 'scrape',
    args: {
      region: 'uk',
      source: ['uk/yell', 'any/osm'],
      what: ['plumbers'],
      where: ['Leeds'],
    },
  },
  { say: 'pipeline dedupe', command: 'dedupe', args: {} },
  {
    say: 'pipeline enrich --from sites',
    command: 'enrich',
    args: { from: [sites] },
  },
  { say: 'pipeline comply --region uk', command: 'comply', args: { region: 'uk' } },
  {
    say: 'pipeline compose --campaign directory-invite',
    command: 'compose',
    args: { campaign: 'directory-invite' },
  },
  {
    say: 'pipeline export mailing --format csv --out mailing.csv',
    command: 'export-mailing',
    args: { format: 'csv', out: mailing },
  },
  {
    say: `pipeline send --test --to ${INBOX} --sample ${SAMPLE}`,
    command: 'send',
    args: { test: true, to: INBOX, sample: SAMPLE },
  },
]

/** The embedded default: an invented operator, loopback opened, and the sample server in place of the two sources. */
const configFor = (base: string): ConfigInput => ({
  operator: {
    name: 'Sample Directories Ltd',
    contact: 'crawler@example.com',
    address: ['1 Sample Street', 'LEEDS', 'LS1 0ZZ'],
    country: 'uk',
    registration: 'Registered in England and Wales, company number 00000000',
    phone: '0113 496 0999',
    signer: 'Alex Sample',
    role: 'Listings editor',
    privacy: 'https://directory.example/privacy',
  },
  sites: { uk: { name: 'the Sample Directory', url: 'https://directory.example' } },
  fetch: { delayMs: 50, allowPrivate: true },
  sources: {
    'uk/yell': { base, permission: 'the sample server belongs to this demo', perMinute: 600 },
    'any/osm': { base, perMinute: 600 },
  },
})

/** Marks a folder as one that the demo made and may empty. */
const MARK = '.doorstep-demo'

const clear = (folder: string) => {
  const strange =
    existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, MARK))
  if (strange)
    throw new Trouble(
      'bad-option',
      'usage',
      `${folder} holds other things; give the demo an empty folder`,
    )
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, MARK),
    'Made by `pipeline demo`, which empties this folder each time.\n',
  )
}

const counts = (db: string): Readonly<Record<string, number>> => {
  const store = openStore(db, { readonly: true })
  try {
    return Object.fromEntries(
      funnel(store)
        .filter(({ step }) => ['pages', 'listings', 'prospects', 'drafts'].includes(step))
        .map(({ step, n }) => [step, n]),
    )
  } finally {
    store.close()
  }
}

const tell = (
  { out }: Context,
  { json }: DemoOptions,
  happened: Readonly<Record<string, number>>,
  paths: Readonly<Record<string, string>>,
) => {
  if (json) {
    out.json({ ...happened, paths })
    return
  }
  out.say('')
  out.table(
    ['WHAT', 'HOW MANY'],
    Object.entries(happened).map(([what, n]) => [
      what === 'sent' ? 'sent (test)' : what,
      String(n),
    ]),
  )
  out.line('')
  out.table(
    ['MADE', 'WHERE'],
    Object.entries(paths).map(([what, path]) => [what, path]),
  )
}
