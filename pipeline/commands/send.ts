import { type Context, defineCommand, JSON_OPTION, whole } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly test?: boolean
  readonly dryRun?: boolean
  readonly to?: string
  readonly sample?: number
  readonly campaign?: string
  readonly mailbox?: string
  readonly out?: string
  readonly live?: boolean
  readonly limit?: number
  readonly yes?: boolean
  readonly override?: string
  readonly by?: string
  readonly json?: boolean
}

const usage = (what: string) => new Trouble('bad-option', 'usage', what)

export default defineCommand<Options>({
  about: 'send approved messages, or drafts as a test to your own address',
  options: [
    {
      flags: '--test',
      about: 'send drafts to --to instead of their recipients; marks nothing as sent',
    },
    { flags: '--to <address>', about: 'the one address that gets every test message' },
    { flags: '--dry-run', about: 'write one .eml a draft to --out; sends nothing' },
    { flags: '--out <dir>', about: 'folder for the .eml files' },
    { flags: '--sample <n>', about: 'take n drafts, spread over all of them', parse: whole(1) },
    { flags: '--campaign <name>', about: 'only drafts of this campaign' },
    {
      flags: '--mailbox <name>',
      about: 'mailbox of the configuration to send from (default: SMTP_URL, else the first)',
    },
    {
      flags: '--live',
      about: 'send what is approved, cleared and due; shows the plan and asks first',
    },
    { flags: '--limit <n>', about: 'with --live: at most n messages', parse: whole(1) },
    { flags: '--yes', about: 'with --live: do not ask' },
    {
      flags: '--override <reason>',
      about: 'with --live: send though `doctor mail` has not passed; the reason is kept',
    },
    { flags: '--by <name>', about: 'with --override: who takes the responsibility' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline send --live --campaign directory-invite --limit 20',
    'pipeline send --test --to me@example.com --sample 5',
    'pipeline send --dry-run --out out/eml',
  ],
  run: async (context, options) => {
    const modes = [options.test, options.dryRun, options.live].filter(Boolean).length
    if (modes !== 1)
      throw usage('say what to do: --live, --test --to me@example.com, or --dry-run --out DIR')
    if (options.live) {
      const { sendLive } = await import('./send/live.ts')
      return sendLive(context, options)
    }
    return options.test ? test(context, options) : dryRun(context, options)
  },
})

const drafts = async (context: Context, options: Options) => {
  const { openStore } = await import('../store/open.ts')
  const { addressedDrafts } = await import('../store/addressee.ts')
  const store = openStore(context.db, { readonly: true })
  try {
    return addressedDrafts(store, {
      ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
      ...(options.sample === undefined ? {} : { sample: options.sample }),
    })
  } finally {
    store.close()
  }
}

const nothing = (context: Context, options: Options): ExitCode => {
  const which = options.campaign === undefined ? '' : ` of the campaign '${options.campaign}'`
  context.out.say(`There are no e-mail drafts${which} yet; make them with: pipeline compose`)
  return EXIT.nothing
}

const test = async (context: Context, options: Options): Promise<ExitCode> => {
  if (options.to === undefined)
    throw usage('--test needs --to me@example.com, the address that gets every message')
  const { senderFor, oneAddress } = await import('../deliver/sender.ts')
  const to = oneAddress(options.to)
  const trials = await drafts(context, options)
  if (trials.length === 0) return nothing(context, options)
  const { sendTrials } = await import('../deliver/trial.ts')
  const { server, sender, connections } = senderFor(await context.config(), context.env, {
    mailbox: options.mailbox,
    fallback: to,
  })
  const { out } = context
  out.say(
    `Sending ${trials.length} test messages to ${to} through ${server.label}; nothing is marked as sent.`,
  )
  const report = await sendTrials(trials, {
    server,
    sender,
    to,
    at: context.now(),
    connections,
    signal: context.signal,
    onSent: (count) => out.progress(`${count} of ${trials.length} sent`),
  })
  for (const { draft, why } of report.failed) out.say(`draft ${draft} was not sent: ${why}`)
  if (options.json) out.json({ to, server: server.label, ...report })
  else out.line(`${report.sent} of ${trials.length} test messages sent to ${to}`)
  if (context.signal.aborted) return EXIT.interrupted
  return report.failed.length > 0 ? EXIT.failed : EXIT.done
}

const dryRun = async (context: Context, options: Options): Promise<ExitCode> => {
  if (options.out === undefined)
    throw usage('--dry-run needs --out DIR, the folder for the .eml files')
  const trials = await drafts(context, options)
  if (trials.length === 0) return nothing(context, options)
  const { resolve } = await import('node:path')
  const { senderFor } = await import('../deliver/sender.ts')
  const { writeDry } = await import('../deliver/dry.ts')
  const { sender } = senderFor(await context.config(), context.env, {
    mailbox: options.mailbox,
    fallback: 'sender@invalid',
    dry: true,
  })
  const folder = resolve(context.cwd, options.out)
  const files = await writeDry(trials, sender, context.now(), folder)
  if (options.json) for (const file of files) context.out.json(file)
  else context.out.line(`${files.length} messages written to ${folder}; nothing was sent`)
  return EXIT.done
}
