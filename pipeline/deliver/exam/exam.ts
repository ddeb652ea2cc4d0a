import { type AuthenticateResult, authenticate, type DNSResolver } from 'mailauth'
import { createTransport } from 'nodemailer'
import type { DeliverConfig } from '../../config/deliver.ts'
import type { Instant } from '../../model/region.ts'
import type { Outlet } from '../delivery.ts'
import { bytesOf } from '../mime.ts'
import { envelopeFrom, optOutOf } from '../outgoing.ts'
import { caughtBytes } from './catch.ts'
import {
  type Check,
  dkimCheck,
  dmarcCheck,
  formChecks,
  optOutCheck,
  reverseCheck,
  spfCheck,
} from './checks.ts'

/** What an examination may reach; tests bring their own DNS and web. */
export interface World {
  readonly resolve: DNSResolver
  readonly fetch: typeof fetch
  readonly at: Instant
}

/** A token that no message has. */
const NOBODY = 'a'.repeat(26)

/**
 * Proves a mailbox before its first live mail: the very bytes that would leave, sent over the same wire to a catcher and
 * verified with the published keys and policies; the server's TLS and login; reverse DNS; the opt-out address. With
 * `seen`, a mail of this mailbox as a receiver got it, SPF and reverse DNS are judged for the address it really came from.
 */
export const examine = async (
  outlet: Outlet,
  config: DeliverConfig,
  world: World,
  seen?: Buffer,
): Promise<readonly Check[]> => {
  const { mailbox } = outlet
  const from = mailbox.from.split('@').at(-1)?.toLowerCase() ?? ''
  const envelope = envelopeFrom(mailbox, NOBODY)
  const bytes = await sample(outlet, config, world.at, envelope)
  const relay = await addressOf(world, outlet.server.options.host ?? '')
  const found = await authenticate(seen ?? bytes, {
    resolver: world.resolve,
    disableArc: true,
    disableBimi: true,
    ...(seen
      ? { trustReceived: true }
      : { sender: envelope, helo: from, ip: relay ?? '192.0.2.1' }),
  })
  const spf = found.spf || undefined
  const ip = seen ? spf?.['client-ip'] : relay
  return [
    ...formChecks(bytes),
    ...dkimCheck(found.dkim?.results ?? [], from, signaturesOn(seen ?? bytes)),
    spfCheck(spf, from, seen !== undefined),
    dmarcCheck(found.dmarc as AuthenticateResult['dmarc'], from),
    await reverse(world, ip, seen !== undefined),
    await replies(world, from),
    await door(outlet),
    ...bounces(outlet),
    optOutCheck(config.unsubscribe.url, await knock(world, config.unsubscribe.url)),
  ]
}

/** The worst that a template does: a long line, other scripts, a long subject. */
const sample = async (
  outlet: Outlet,
  config: DeliverConfig,
  at: Instant,
  envelope: string,
): Promise<Buffer> => {
  const { mailbox } = outlet
  const bytes = await bytesOf(
    {
      from: { name: mailbox.fromName, address: mailbox.from },
      ...(mailbox.replyTo === undefined ? {} : { replyTo: mailbox.replyTo }),
      to: 'info@example.com',
      subject: `Your listing in Saint-Étienne-de-la-Forêt and ${'a long name '.repeat(8)}`,
      text: `Bonjour, «été» – ${'a long line '.repeat(100)}\n.\n..dots\nFrom here\n`,
      messageId: `<${NOBODY}@${mailbox.from.split('@').at(-1)}>`,
      at,
      unsubscribe: optOutOf(config, NOBODY),
    },
    outlet.signer,
  )
  return caughtBytes({ from: envelope, to: 'info@example.com', bytes })
}

/** Domain and covered fields of each DKIM signature. */
const signaturesOn = (bytes: Buffer) =>
  [...unfolded(bytes).matchAll(/^DKIM-Signature:(.*)$/gim)].map((found) => {
    const tag = (name: string) =>
      new RegExp(`(?:^|;)\\s*${name}=([^;]*)`).exec(found[1] ?? '')?.[1]?.replace(/\s+/g, '') ?? ''
    return { domain: tag('d').toLowerCase(), fields: tag('h').toLowerCase().split(':') }
  })

const unfolded = (bytes: Buffer): string => {
  const text = bytes.toString('latin1')
  const end = text.search(/\r?\n\r?\n/)
  return text.slice(0, end < 0 ? text.length : end).replace(/\r?\n[ \t]+/g, ' ')
}

const asked = async (world: World, name: string, type: string): Promise<readonly string[]> => {
  try {
    return (await world.resolve(name, type))
      .flat()
      .map((one: unknown) =>
        typeof one === 'object' && one !== null
          ? String((one as { exchange?: string }).exchange)
          : String(one),
      )
  } catch {
    return []
  }
}

const addressOf = async (world: World, host: string): Promise<string | undefined> => {
  if (/^[\d.]+$|:/.test(host)) return host
  return (await asked(world, host, 'A'))[0] ?? (await asked(world, host, 'AAAA'))[0]
}

const reverse = async (world: World, ip: string | undefined, sure: boolean): Promise<Check> => {
  if (ip === undefined || ip.includes(':'))
    return {
      what: 'reverse DNS',
      state: 'warn',
      said: 'the sending address is not known',
      next: 'show a mail that was received with --seen FILE.eml',
    }
  const names = await asked(world, `${ip.split('.').reverse().join('.')}.in-addr.arpa`, 'PTR')
  for (const name of names)
    if ((await asked(world, name, 'A')).includes(ip)) return reverseCheck(ip, names, name, sure)
  return reverseCheck(ip, names, undefined, sure)
}

/** Answers and bounces must be able to come in. */
const replies = async (world: World, from: string): Promise<Check> => {
  const servers = (await asked(world, from, 'MX')).filter((one) => one !== '' && one !== '.')
  return servers.length > 0
    ? { what: 'MX', state: 'ok', said: `mail to ${from} goes to ${servers[0]}` }
    : {
        what: 'MX',
        state: 'bad',
        said: `nobody takes mail for ${from}`,
        next: 'publish an MX record: answers, bounces and opt-outs must come in',
      }
}

/** TLS and login at the submission server, with its certificate checked. */
const door = async ({ server }: Outlet): Promise<Check> => {
  const transport = createTransport({
    ...server.options,
    ...(server.auth ? { auth: server.auth } : {}),
  })
  try {
    await transport.verify()
    const plain = server.options.ignoreTLS
    return plain
      ? {
          what: 'TLS',
          state: 'warn',
          said: `${server.label} without TLS (loopback only)`,
          next: 'fine for a test',
        }
      : { what: 'TLS', state: 'ok', said: `${server.label} takes the login over TLS` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      what: 'TLS',
      state: 'bad',
      said: `${server.label}: ${why}`,
      next: 'mend smtp, user and password of the mailbox, or the server’s certificate',
    }
  } finally {
    transport.close()
  }
}

const bounces = ({ mailbox }: Outlet): readonly Check[] =>
  mailbox.bounce === undefined
    ? [
        {
          what: 'bounces',
          state: 'warn',
          said: 'bounces come to the From address without a token',
          next: 'set bounce of the mailbox to an address that takes subaddresses (bounce+token@…)',
        },
      ]
    : [{ what: 'bounces', state: 'ok', said: 'each message has its own return address (VERP)' }]

const knock = async (world: World, url: string | undefined) => {
  if (url === undefined) return undefined
  const base = url.replace(/\/+$/, '')
  const signal = AbortSignal.timeout(10_000)
  try {
    const health = await world.fetch(`${base}/health`, { redirect: 'manual', signal })
    const post = await world.fetch(`${base}/u/${NOBODY}`, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    const moved = post.status >= 300 && post.status < 400
    return {
      health: health.status,
      post: post.status,
      moved: moved || post.headers.has('set-cookie'),
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
