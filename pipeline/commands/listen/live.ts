import { resolve } from 'node:path'
import type { Context } from '../../command.ts'
import type { Config } from '../../config.ts'
import type { Inlet, InletContext } from '../../inlet.ts'
import { type Act, actOn } from '../../listen/act.ts'
import { imapInlet } from '../../listen/inlets/imap.ts'
import { maildirInlet } from '../../listen/inlets/maildir.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { Trouble } from '../../model/trouble.ts'
import { readSecret } from '../../secret.ts'
import { openKeyring } from '../../store/keyring.ts'
import { openStore, type Store } from '../../store/open.ts'
import { inletPlace, keepInletPlace } from '../../store/taken.ts'

/** Where to listen, from the command line. */
export interface ListenOptions {
  readonly imap?: string
  readonly maildir?: string
  readonly watch?: boolean
  readonly json?: boolean
}

/** Reads every inlet and acts on each mail once; watching, until Ctrl-C. */
export const listenTo = async (context: Context, options: ListenOptions): Promise<ExitCode> => {
  const config = await context.config()
  const inlets = inletsOf(context, config, options)
  const store = openStore(context.db)
  try {
    const ring = openKeyring(store, context.env)
    const counts = new Map<string, number>()
    const inletContext = contextFor(context, config, store, options.watch ?? false)
    await Promise.all(
      inlets.map((inlet) =>
        inlet.read(inletContext, async (mail) => {
          const act = await actOn({ store, ring, at: context.now() }, mail.bytes)
          counts.set(act.kind, (counts.get(act.kind) ?? 0) + 1)
          tell(context, mail.where, act, options.json ?? false)
        }),
      ),
    )
    const read = [...counts].map(([kind, times]) => `${times} ${kind}`).join(', ')
    context.out.say(`${inlets.map((inlet) => inlet.name).join(', ')}: ${read || 'nothing new'}`)
    if (context.signal.aborted && !options.watch) return EXIT.interrupted
    return counts.size > 0 ? EXIT.done : EXIT.nothing
  } finally {
    store.close()
  }
}

const inletsOf = (context: Context, config: Config, options: ListenOptions): readonly Inlet[] => {
  if (options.maildir !== undefined) return [maildirInlet(resolve(context.cwd, options.maildir))]
  if (options.imap !== undefined) return [fromUrl(options.imap, context)]
  const configured = config.listen.inlets.flatMap((inlet): readonly Inlet[] => {
    if ('maildir' in inlet) return [maildirInlet(resolve(context.cwd, inlet.maildir))]
    const password =
      readSecret({ env: inlet.passwordEnv, file: inlet.passwordFile }, context.env) ?? ''
    return inlet.folders.map((folder) => imapInlet({ url: inlet.imap, password, folder }))
  })
  if (configured.length === 0)
    throw new Trouble(
      'bad-option',
      'usage',
      'say where to listen: --imap imaps://user@host/INBOX, --maildir DIR, --eml PATH…, or listen.inlets in the configuration',
    )
  return configured
}

const fromUrl = (text: string, context: Context): Inlet => {
  const url = URL.parse(text)
  if (!url || !/^imaps?:$/.test(url.protocol) || url.username === '')
    throw new Trouble('bad-option', 'usage', '--imap takes imaps://user@host/FOLDER')
  if (url.password !== '')
    throw new Trouble(
      'bad-option',
      'usage',
      'a password on the command line can be read by others; put it into IMAP_PASSWORD',
    )
  const folder = decodeURIComponent(url.pathname.slice(1)) || 'INBOX'
  const password = readSecret({ env: 'IMAP_PASSWORD' }, context.env) ?? ''
  return imapInlet({ url: `${url.protocol}//${url.username}@${url.host}`, password, folder })
}

const contextFor = (
  context: Context,
  config: Config,
  store: Store,
  watch: boolean,
): InletContext => ({
  places: (name) => ({
    load: () => inletPlace(store, name),
    save: (place) => keepInletPlace(store, name, place, context.now()),
  }),
  signal: context.signal,
  watch,
  since: new Date(Date.parse(context.now()) - config.listen.sinceDays * 86_400_000),
  say: context.out.say,
})

/** One line a mail. It names ids, never addresses or words of the mail. */
const tell = ({ out }: Context, where: string, act: Act, json: boolean) => {
  const { kind, message, prospect, by, suppressed } = act
  if (json) out.json({ where, kind, message, prospect, by, suppressed })
  else if (kind !== 'again' && kind !== 'none')
    out.line(
      [
        kind,
        message === undefined
          ? 'no message of ours'
          : `message ${message}, prospect ${prospect} (by ${by})`,
        suppressed ? 'will not be written to again' : '',
      ]
        .filter(Boolean)
        .join('  '),
    )
}
