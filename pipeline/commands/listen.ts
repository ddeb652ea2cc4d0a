import { type Context, defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly eml?: readonly string[]
  readonly imap?: string
  readonly maildir?: string
  readonly watch?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'read bounces, complaints, replies and opt-outs, and act on them',
  options: [
    {
      flags: '--imap <url>',
      about: 'imaps://user@host/INBOX; the password is read from IMAP_PASSWORD',
    },
    { flags: '--maildir <dir>', about: 'a Maildir (new and cur)' },
    { flags: '--eml <paths...>', about: 'saved mails (files or folders); acts on nothing' },
    { flags: '--watch', about: 'go on waiting for new mail (IMAP IDLE) until Ctrl-C' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline listen --imap imaps://jo@mail.example.com/INBOX --watch',
    'pipeline listen --maildir ~/Maildir',
    'pipeline listen --eml saved-mails --json',
  ],
  run: async (context, options) => {
    const given = [options.eml, options.imap, options.maildir].filter((one) => one !== undefined)
    if (given.length > 1)
      throw new Trouble('bad-option', 'usage', 'give one of --imap, --maildir and --eml')
    if (options.eml !== undefined) return readSaved(context, options.eml, options.json ?? false)
    const { listenTo } = await import('./listen/live.ts')
    return listenTo(context, options)
  },
})

/** Prints what saved mails say; changes nothing. */
const readSaved = async (
  context: Context,
  paths: readonly string[],
  json: boolean,
): Promise<ExitCode> => {
  const { savedMails } = await import('../listen/saved.ts')
  const { readMail } = await import('../listen/read.ts')
  let count = 0
  let failed = 0
  for (const { file, bytes } of savedMails(paths, context.cwd)) {
    if (context.signal.aborted) return EXIT.interrupted
    count += 1
    const reading = await readMail(bytes(), context.now()).catch((error: unknown) => {
      failed += 1
      context.out.say(
        `${file} cannot be read as a mail: ${error instanceof Error ? error.message : error}`,
      )
      return undefined
    })
    if (reading === undefined) continue
    if (json) context.out.json({ file, ...reading })
    else
      for (const one of reading.recipients.length > 0 ? reading.recipients : [undefined])
        context.out.line(
          [
            file,
            reading.kind,
            one?.address,
            one?.hard ? 'gone' : undefined,
            one?.status,
            one?.reason,
          ]
            .filter(Boolean)
            .join('  '),
        )
  }
  if (count === 0) {
    context.out.say('there are no mails there; name .eml files or folders that hold some')
    return EXIT.nothing
  }
  return failed > 0 ? EXIT.failed : EXIT.done
}
