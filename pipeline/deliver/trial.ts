import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { Draft } from '../model/draft.ts'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Signer } from './dkim.ts'
import { bytesOf, type Outgoing } from './mime.ts'
import type { SmtpServer } from './smtp.ts'

/** A draft, and the address it would go to once it is live. */
export interface Trial {
  readonly draft: Draft
  readonly address: string | null
}

/** Who writes, in a trial. */
export interface Sender {
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string
  readonly signer?: Signer
  readonly unsubscribe?: { readonly url?: string; readonly mailto?: string }
}

/** Header that shows, in a test message, to whom the draft would have gone. */
const ORIGINAL_HEADER = 'X-Doorstep-Original-To'

const NOBODY = 'nobody (no address yet)'

/** A Message-ID that belongs to this test alone and can never be taken for a live message's. */
const trialId = (trial: Trial, sender: Sender, at: Instant): string => {
  const digest = createHash('sha256').update(`${trial.draft.id} ${at}`).digest('hex').slice(0, 24)
  return `<test.${digest}@${sender.from.address.split('@').at(-1)}>`
}

const mailOf = (trial: Trial, sender: Sender, at: Instant): Omit<Outgoing, 'to' | 'subject'> => ({
  from: sender.from,
  ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
  text: trial.draft.text,
  ...(trial.draft.html === undefined ? {} : { html: trial.draft.html }),
  messageId: trialId(trial, sender, at),
  at,
  ...(sender.unsubscribe ? { unsubscribe: sender.unsubscribe } : {}),
})

/** The draft as it would leave, for reading in a mail program; addressed to the prospect, and sent to nobody. */
export const dryBytes = (trial: Trial, sender: Sender, at: Instant): Promise<Buffer> =>
  bytesOf(
    {
      ...mailOf(trial, sender, at),
      to: trial.address ?? 'nobody@invalid',
      subject: trial.draft.subject ?? '',
    },
    sender.signer,
  )

/** The draft rewritten to one test address, its real recipient shown in the subject and in a header. */
const trialBytes = (trial: Trial, sender: Sender, to: string, at: Instant): Promise<Buffer> => {
  const original = trial.address ?? NOBODY
  return bytesOf(
    {
      ...mailOf(trial, sender, at),
      to,
      subject: `[TEST for ${original}] ${trial.draft.subject ?? ''}`,
      headers: { [ORIGINAL_HEADER]: original, 'X-Doorstep-Draft': String(trial.draft.id) },
    },
    sender.signer,
  )
}

/** What became of a test batch. */
export interface TrialReport {
  readonly sent: number
  readonly failed: readonly { readonly draft: number; readonly why: string }[]
}

/**
 * Sends drafts to one test address over a pool of connections. Nothing is marked and no draft's own address is in any
 * envelope. A refused message is reported and the rest goes on; Trouble `mail-server` when no connection can be made.
 */
export const sendTrials = async (
  trials: readonly Trial[],
  options: {
    readonly server: SmtpServer
    readonly sender: Sender
    readonly to: string
    readonly at: Instant
    readonly connections: number
    readonly signal?: AbortSignal
    readonly onSent?: (count: number) => void
  },
): Promise<TrialReport> => {
  const { server, sender, to, at } = options
  const transport = createTransport({
    ...server.options,
    ...(server.auth ? { auth: server.auth } : {}),
    pool: true,
    maxConnections: options.connections,
    socketTimeout: 60_000,
  })
  try {
    await verify(transport, server)
    let sent = 0
    const failed: { draft: number; why: string }[] = []
    const one = async (trial: Trial) => {
      if (options.signal?.aborted) return
      try {
        const raw = await trialBytes(trial, sender, to, at)
        await transport.sendMail({ envelope: { from: sender.from.address, to: [to] }, raw })
        sent += 1
        options.onSent?.(sent)
      } catch (error) {
        failed.push({ draft: trial.draft.id, why: words(error) })
      }
    }
    const queue = trials.values()
    const worker = async () => {
      for (const trial of queue) await one(trial)
    }
    await Promise.all(Array.from({ length: options.connections * 2 }, worker))
    return { sent, failed }
  } finally {
    transport.close()
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const verify = async (transport: { verify(): Promise<unknown> }, server: SmtpServer) => {
  try {
    await transport.verify()
  } catch (cause) {
    throw new Trouble(
      'mail-server',
      'retry',
      `the mail server ${server.label} does not answer as it should: ${words(cause)}. Check SMTP_URL or deliver.mailboxes.`,
      cause,
    )
  }
}
