import addressparser from 'nodemailer/lib/addressparser'
import type { Mailbox } from '../config/deliver.ts'
import type { Config } from '../config.ts'
import { Trouble } from '../model/trouble.ts'
import { type Environment, readSecret } from '../secret.ts'
import { type Signer, signingKey } from './dkim.ts'
import { type SmtpServer, serverOf, smtpServer } from './smtp.ts'
import type { Sender } from './trial.ts'

/** Checks that a text is one single address. Trouble `bad-option` otherwise. */
export const oneAddress = (text: string): string => {
  const [first, ...more] = addressparser(text, { flatten: true })
  const address = first?.address ?? ''
  if (more.length > 0 || !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address))
    throw new Trouble('bad-option', 'usage', `'${text}' is not one e-mail address`)
  return address
}

/** The signing key of a mailbox; undefined where it has none, Trouble `secret-missing` where it cannot be read. */
export const signerOf = (mailbox: Mailbox, env: Environment): Signer | undefined => {
  if (mailbox.dkim === undefined) return undefined
  const { domain, selector, keyFile, keyEnv } = mailbox.dkim
  const key = readSecret({ env: keyEnv, file: keyFile }, env)
  if (key === undefined)
    throw new Trouble(
      'secret-missing',
      'stop',
      `deliver.mailboxes '${mailbox.name}' has dkim without keyFile or keyEnv`,
    )
  try {
    return { domain, selector, key: signingKey(key) }
  } catch (cause) {
    throw new Trouble(
      'bad-config',
      'usage',
      `the DKIM key of the mailbox '${mailbox.name}' cannot be used: ${cause instanceof Error ? cause.message : cause}. Make one with: openssl genrsa -out dkim.pem 2048`,
    )
  }
}

/** The mailbox of that name, or the first. */
export const mailboxOf = (config: Config, name: string | undefined): Mailbox | undefined => {
  const { mailboxes } = config.deliver
  if (name === undefined) return mailboxes[0]
  const found = mailboxes.find((mailbox) => mailbox.name === name)
  if (found) return found
  const known = mailboxes.map((mailbox) => mailbox.name).join(', ') || 'none is configured'
  throw new Trouble('bad-option', 'usage', `there is no mailbox '${name}' (${known})`)
}

/**
 * Who sends a test, and through which server: a named mailbox, else `SMTP_URL`, else the first mailbox. Without a
 * mailbox the sender is `SMTP_FROM`, the operator's address, or `fallback`.
 */
export const senderFor = (
  config: Config,
  env: Environment,
  options: {
    readonly mailbox?: string | undefined
    readonly fallback: string
    readonly dry?: boolean
  },
): { readonly server: SmtpServer; readonly sender: Sender; readonly connections: number } => {
  const mailbox = mailboxOf(config, options.mailbox)
  const url = options.mailbox === undefined ? env.SMTP_URL : undefined
  if (mailbox === undefined && url === undefined && !options.dry)
    throw new Trouble(
      'bad-config',
      'usage',
      'no mail server is known: set SMTP_URL (smtp://user:password@host:587), or add deliver.mailboxes to the configuration',
    )
  const signer = mailbox && !options.dry ? signerOf(mailbox, env) : undefined
  const { contact, name } = config.operator ?? {}
  const operator = contact?.includes('@') && !contact.includes('/') ? contact : undefined
  const { mailto } = config.deliver.unsubscribe
  const server =
    url !== undefined || mailbox === undefined
      ? smtpServer(url ?? 'smtp://127.0.0.1')
      : options.dry
        ? smtpServer(mailbox.smtp)
        : serverOf(mailbox, env)
  return {
    server,
    connections: mailbox?.connections ?? 2,
    sender: {
      from: {
        name: mailbox?.fromName ?? name ?? '',
        address: mailbox?.from ?? env.SMTP_FROM ?? operator ?? options.fallback,
      },
      ...(mailbox?.replyTo === undefined ? {} : { replyTo: mailbox.replyTo }),
      ...(signer === undefined ? {} : { signer }),
      ...(mailto === undefined
        ? {}
        : { unsubscribe: { mailto: `mailto:${mailto}?subject=unsubscribe` } }),
    },
  }
}
