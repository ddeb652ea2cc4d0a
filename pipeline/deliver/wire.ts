import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpServer } from './smtp.ts'

/** A message ready for the wire. */
export interface Parcel {
  readonly from: string
  readonly to: string
  readonly bytes: Buffer
}

/**
 * How one transaction ended, as the dialogue itself tells it.
 * `accepted`: the server took responsibility. `refused`: it said no in so many words. `lost`: it said nothing; when it
 * had `asked` for the message (354), the message may have arrived, and when it had not, no byte of it has left.
 */
export type Ending =
  | { readonly how: 'accepted'; readonly reply: string }
  | { readonly how: 'refused'; readonly reply: string; readonly phase: Phase }
  | { readonly how: 'lost'; readonly asked: boolean; readonly why: string }

/** The part of the dialogue that a reply answered. */
type Phase = 'connect' | 'login' | 'mail' | 'rcpt' | 'data' | 'message'

/** One connection to a submission server; it connects when first used and again when it was lost. */
export interface Wire {
  /**
   * Sends one message. `onAsked` runs when the server has said 354, before the first byte leaves, and must have written
   * that down when it returns; if it throws, nothing is sent.
   */
  readonly send: (parcel: Parcel, onAsked: () => void) => Promise<Ending>
  readonly close: () => void
}

/** Messages after which a connection is made anew; many servers refuse more on one. */
const MOST_ON_ONE = 100

/** Opens a wire. `replySeconds` is how long it waits for the server at any step; RFC 5321 asks for 600 after the dot. */
export const openWire = (server: SmtpServer, replySeconds: number): Wire => {
  let current: Line | undefined
  const drop = () => {
    current?.close()
    current = undefined
  }
  const fresh = async (): Promise<Line | Ending> => {
    const line = await openLine(server, replySeconds)
    if ('how' in line) return line
    current = line
    return line
  }
  const send = async (parcel: Parcel, onAsked: () => void): Promise<Ending> => {
    const reused = current?.alive() && current.count() < MOST_ON_ONE ? current : undefined
    if (reused === undefined) drop()
    const line = reused ?? (await fresh())
    if ('how' in line) return line
    const ending = await line.send(parcel, onAsked)
    if (!line.alive() || ending.how === 'lost') drop()
    // A connection that lay idle may be closed by the server at any time: that is no answer, so ask on a new one.
    const stale = reused !== undefined && ending.how === 'lost' && !ending.asked
    return stale ? send(parcel, onAsked) : ending
  }
  return { send, close: drop }
}

interface Line {
  readonly send: Wire['send']
  readonly alive: () => boolean
  readonly count: () => number
  readonly close: () => void
}

const openLine = (server: SmtpServer, replySeconds: number): Promise<Line | Ending> =>
  new Promise((resolve) => {
    const connection = new SMTPConnection({
      ...server.options,
      socketTimeout: replySeconds * 1000,
    })
    let alive = true
    let count = 0
    let failed: ((error: Error) => void) | undefined
    const down = (error: Error) => {
      alive = false
      failed?.(error)
    }
    const refuse = (error: Error, phase: Phase) => {
      alive = false
      connection.close()
      resolve(endingOf(error, phase, false))
    }
    connection.once('error', (error: Error) => {
      down(error)
      resolve(endingOf(error, 'connect', false))
    })
    connection.once('end', () => down(new Error('the server closed the connection')))
    const line: Line = {
      alive: () => alive,
      count: () => count,
      close: () => {
        alive = false
        connection.quit()
      },
      send: (parcel, onAsked) => {
        count += 1
        return transact(connection, parcel, onAsked, (listener) => {
          failed = listener
        })
      },
    }
    connection.connect((error) => {
      if (error) return refuse(error, 'connect')
      if (server.auth === undefined) return resolve(line)
      connection.login(server.auth, (refused) =>
        refused ? refuse(refused, 'login') : resolve(line),
      )
    })
  })

/** One transaction. The message is a stream that nodemailer reads only after 354: its first read is that moment. */
const transact = (
  connection: SMTPConnection,
  parcel: Parcel,
  onAsked: () => void,
  onDown: (listener: ((error: Error) => void) | undefined) => void,
): Promise<Ending> =>
  new Promise((resolve) => {
    let asked = false
    let noted = false
    const end = (ending: Ending) => {
      onDown(undefined)
      resolve(ending)
    }
    const body = new Readable({
      read() {
        if (asked) return
        asked = true
        try {
          onAsked()
        } catch (error) {
          this.destroy(error instanceof Error ? error : new Error(String(error)))
          return
        }
        noted = true
        this.push(parcel.bytes)
        this.push(null)
      },
    })
    body.on('error', () => connection.close())
    onDown((error) => end(endingOf(error, noted ? 'message' : 'connect', noted)))
    const envelope = {
      from: parcel.from,
      to: [parcel.to],
      size: parcel.bytes.length,
      use8BitMime: true,
    }
    connection.send(envelope, body, (error, info) => {
      if (!error) return end({ how: 'accepted', reply: line(info?.response ?? '') })
      end(endingOf(error, noted ? 'message' : phaseOf(error), noted))
    })
  })

interface SmtpError extends Error {
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly command?: string | undefined
}

const line = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500)

const phaseOf = (error: SmtpError): Phase => {
  if (/MAIL/.test(error.command ?? '')) return 'mail'
  if (/RCPT/.test(error.command ?? '')) return 'rcpt'
  return /DATA/.test(error.command ?? '') ? 'data' : 'connect'
}

const endingOf = (error: SmtpError, phase: Phase, asked: boolean): Ending =>
  error.responseCode !== undefined && /^[45]/.test(error.response ?? '')
    ? { how: 'refused', reply: line(error.response ?? ''), phase }
    : { how: 'lost', asked, why: line(error.message) }
