import type { SMTPConnectionAuth, SMTPConnectionOptions } from 'nodemailer'
import type { Mailbox } from '../config/deliver.ts'
import { Trouble } from '../model/trouble.ts'
import { type Environment, readSecret } from '../secret.ts'

/** A submission server and how to log in to it. */
export interface SmtpServer {
  readonly options: SMTPConnectionOptions
  readonly auth: SMTPConnectionAuth | undefined
  /** Host and port, for people; never holds a credential. */
  readonly label: string
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/

/**
 * Reads `smtp://user:password@host:port` or `smtps://…`. STARTTLS is demanded from every host other than
 * loopback; `?tls=off` on loopback keeps a test server plain. Trouble `bad-option` names what is wrong.
 */
export const smtpServer = (
  url: string,
  login: { readonly user?: string | undefined; readonly pass?: string | undefined } = {},
): SmtpServer => {
  const parsed = parse(url)
  const secure = parsed.protocol === 'smtps:'
  const port = parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port)
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  const local = LOOPBACK.test(parsed.hostname)
  const plain = local && parsed.searchParams.get('tls') === 'off'
  const user = login.user ?? (decodeURIComponent(parsed.username) || undefined)
  const pass = login.pass ?? (decodeURIComponent(parsed.password) || undefined)
  return {
    label: `${host}:${port}`,
    options: {
      host,
      port,
      secure,
      requireTLS: !secure && !local,
      ignoreTLS: plain,
      allowInternalNetworkInterfaces: true,
      connectionTimeout: 30_000,
      greetingTimeout: 60_000,
      dnsTimeout: 15_000,
      ...(local ? { tls: { rejectUnauthorized: false } } : {}),
    },
    auth: user === undefined ? undefined : { user, pass: pass ?? '' },
  }
}

const parse = (url: string): URL => {
  const parsed = URL.parse(url)
  if (parsed && /^smtps?:$/.test(parsed.protocol) && parsed.hostname) return parsed
  throw new Trouble(
    'bad-option',
    'usage',
    'the mail server must be given as smtp://host:587 or smtps://user:password@host:465',
  )
}

/** The server of a configured mailbox, with its password from the environment or its file. */
export const serverOf = (mailbox: Mailbox, env: Environment): SmtpServer =>
  smtpServer(mailbox.smtp, {
    user: mailbox.user,
    pass: readSecret({ env: mailbox.passwordEnv, file: mailbox.passwordFile }, env),
  })
