import { ImapFlow } from 'imapflow'
import { z } from 'zod'
import type { Inlet, InletContext } from '../../inlet.ts'
import { Trouble } from '../../model/trouble.ts'

/** An IMAP account and the folder to read. */
export interface ImapFolder {
  readonly url: string
  readonly password: string
  readonly folder: string
}

/** What was read of a folder: numbers are only good as long as UIDVALIDITY is the same (RFC 3501 §2.3.1.1). */
const place = z.object({ validity: z.string(), uid: z.number() })

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/
/** Waits between two tries to connect, in seconds; the last one repeats. */
const BACK_OFF = [1, 5, 30, 120, 300]
/** IDLE is renewed before servers close it (RFC 2177 asks for less than 29 minutes). */
const IDLE_MS = 15 * 60_000

/** Mails of an IMAP folder, read with PEEK: nothing is marked, moved or deleted. Watching, it waits with IDLE and reconnects. */
export const imapInlet = (account: ImapFolder): Inlet => {
  const url = new URL(account.url)
  const name = `imap ${url.username}@${url.host}/${account.folder}`
  return {
    name,
    read: async (context, take) => {
      for (let failures = 0; !context.signal.aborted; ) {
        const well = () => {
          failures = 0
        }
        try {
          await session(account, url, context, name, take, well)
          if (!context.watch) return
        } catch (cause) {
          if (context.signal.aborted) return
          const trouble = imapTrouble(name, cause)
          if (!context.watch || trouble.next === 'stop') throw trouble
          context.say(`${trouble.message}; trying again`)
        }
        await rest(BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)] ?? 300, context.signal)
      }
    },
  }
}

const session = async (
  account: ImapFolder,
  url: URL,
  context: InletContext,
  name: string,
  take: Parameters<Inlet['read']>[1],
  well: () => void,
) => {
  const client = openClient(account, url)
  const arrivals = arrivalsOf(client)
  const stop = () => client.close()
  // A lost connection also rejects what is under way; this only keeps the event from being uncaught.
  client.on('error', () => undefined)
  context.signal.addEventListener('abort', stop)
  try {
    await client.connect()
    const lock = await client.getMailboxLock(account.folder, { readOnly: true })
    try {
      do {
        arrivals.forget()
        await readNew(client, context, name, take)
        well()
      } while (context.watch && !context.signal.aborted && client.usable && (await arrivals.next()))
    } finally {
      lock.release()
    }
    if (client.usable) await client.logout()
  } finally {
    context.signal.removeEventListener('abort', stop)
    client.close()
  }
}

const openClient = ({ password }: ImapFolder, url: URL): ImapFlow => {
  const secure = url.protocol === 'imaps:'
  const local = LOOPBACK.test(url.hostname)
  return new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    ...(secure || local ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: password },
    logger: false,
    maxIdleTime: IDLE_MS,
    ...(local ? { tls: { rejectUnauthorized: false } } : {}),
  })
}

const readNew = async (
  client: ImapFlow,
  context: InletContext,
  name: string,
  take: Parameters<Inlet['read']>[1],
) => {
  const box = client.mailbox
  if (!box) throw new Error('the folder is not open')
  const places = context.places(name)
  const known = place.safeParse(places.load())
  const validity = String(box.uidValidity)
  const same = known.success && known.data.validity === validity
  let last = same ? known.data.uid : 0
  const found = same
    ? await client.search({ uid: `${last + 1}:*` }, { uid: true })
    : await client.search({ since: context.since }, { uid: true })
  for (const uid of [...(found || [])].sort((a, b) => a - b)) {
    if (context.signal.aborted) return
    // `n:*` names the newest mail even where its number is smaller (RFC 3501 §6.4.8).
    if (uid <= last) continue
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true })
    if (message && message.source) await take({ where: `${name} ${uid}`, bytes: message.source })
    last = uid
    places.save({ validity, uid })
  }
}

/**
 * What the server tells of new mail, from the start of the connection on: a mail that comes while others are read would
 * be missed by whoever listens only while idle.
 */
const arrivalsOf = (client: ImapFlow) => {
  let some = false
  let wake: ((again: boolean) => void) | undefined
  client.on('exists', () => {
    some = true
    wake?.(true)
  })
  client.on('close', () => wake?.(false))
  return {
    forget: () => {
      some = false
    },
    /** Waits with IDLE until there is news; false when the connection ended. */
    next: (): Promise<boolean> =>
      new Promise((resolve) => {
        wake = resolve
        if (some || !client.usable) resolve(some)
        else client.idle().catch(() => resolve(false))
      }),
  }
}

const rest = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, seconds * 1000)
    signal.addEventListener('abort', end)
  })

const imapTrouble = (name: string, cause: unknown): Trouble => {
  if (cause instanceof Trouble) return cause
  const error = cause as Error & { authenticationFailed?: boolean; responseText?: string }
  const why = error.responseText ?? error.message
  return error.authenticationFailed
    ? new Trouble('mail-server', 'stop', `${name} refuses the login: ${why}`, cause)
    : new Trouble('mail-server', 'retry', `${name} cannot be read: ${why}`, cause)
}
