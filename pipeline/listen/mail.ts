import PostalMime, { type Email } from 'postal-mime'
import { htmlWords } from './html-words.ts'

/** A mail that came in, opened as far as the readers need. Everything in it was written by strangers. */
export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly messageId: string | undefined
  readonly date: string | undefined
  /** In-Reply-To and References, oldest first, with their angle brackets. */
  readonly refers: readonly string[]
  /** Values of a header field, by its lower-case name. */
  readonly header: (name: string) => readonly string[]
  /** What the sender of this mail wrote: text, without the copy of our own message that servers append. */
  readonly text: string
  /** Bodies of `message/delivery-status` parts (RFC 3464), each with its blank lines. */
  readonly status: readonly string[]
  /** Bodies of `message/feedback-report` parts (RFC 5965). */
  readonly feedback: readonly string[]
  /** Header fields of the message that it returns, unfolded, where it returns one. */
  readonly original: Fields
}

/** Header fields by lower-case name, unfolded. */
export type Fields = ReadonlyMap<string, readonly string[]>

const add = (fields: Map<string, string[]>, name: string, value: string) => {
  const known = fields.get(name)
  if (known) known.push(value)
  else fields.set(name, [value])
}

/** Reads `Name: value` lines with their folded continuations; lines that are neither are passed over. */
export const fieldsOf = (text: string): Fields => {
  const fields = new Map<string, string[]>()
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const found = /^([!-9;-~]{1,76}):\s*(.*)$/.exec(line)
    if (!found?.[1]) continue
    add(fields, found[1].toLowerCase(), (found[2] ?? '').trim())
  }
  return fields
}

/** An address wherever it stands in a text: bare, in angle brackets, with a quoted local part or in other scripts. */
export const ADDRESS =
  /(?:"[^"\s]+"|[^\s<>()[\]{}"',;:*`|\\「」（）]+)@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/u

/** Every address in a text, in order, each once. */
export const addressesIn = (text: string): readonly string[] => [
  ...new Set((text.match(new RegExp(ADDRESS, 'gu')) ?? []).map((one) => one.replace(/^=+/, ''))),
]

const decoder = new TextDecoder()
const asText = (content: unknown): string =>
  typeof content === 'string' ? content : decoder.decode(content as ArrayBuffer)

const MAX_BYTES = 4_000_000

/** Opens a mail; broken MIME is read as far as it goes. */
export const openMail = async (bytes: Uint8Array): Promise<Mail> => {
  const raw = bytes.subarray(0, MAX_BYTES)
  const email = await parsed(raw)
  const parts = (type: RegExp) =>
    email.attachments.filter((part) => type.test(part.mimeType)).map((part) => asText(part.content))
  const written = wordsOf(email) || bodyOf(raw)
  const { own, copy } = parted(written)
  const returned =
    parts(/^(message\/rfc822|text\/rfc822-headers|message\/global)/i).join('\n') || copy
  const headers = new Map<string, string[]>()
  for (const { key, value } of email.headers) add(headers, key, value)
  const stray = written.includes('Final-Recipient:') ? [written] : []
  const status = parts(/delivery-status/i)
  return {
    from: email.from?.address?.toLowerCase() ?? '',
    to: (email.to ?? []).flatMap((one) => one.address ?? []),
    subject: email.subject ?? '',
    messageId: email.messageId,
    date: email.date,
    refers: [email.references, email.inReplyTo].flatMap((one) => one?.match(/<[^<>\s]+>/g) ?? []),
    header: (name) => headers.get(name) ?? [],
    text: own,
    status: status.length > 0 ? status : stray,
    feedback: parts(/feedback-report/i),
    original: fieldsOf(returned.split(/\r?\n\r?\n/, 1)[0] ?? ''),
  }
}

/** Broken MIME is opened as plain text under its header, and what even that cannot be is an empty mail. */
const parsed = async (raw: Uint8Array): Promise<Email> => {
  const open = (bytes: Uint8Array | string) =>
    PostalMime.parse(bytes, { forceRfc822Attachments: true })
  return open(raw)
    .catch(() => open(withoutParts(raw)))
    .catch(() => open(''))
}

/** A mail without the fields that say of what parts it is made. */
const withoutParts = (raw: Uint8Array): string => {
  const [head = '', ...body] = decoder.decode(raw).split(/\r?\n\r?\n/)
  return [head.replace(/^(?:content-|mime-)[^\n]*\n(?:[ \t][^\n]*\n)*/gim, ''), ...body].join(
    '\n\n',
  )
}

const wordsOf = (email: Email): string =>
  email.text?.trim() ? email.text : htmlWords(email.html ?? '')

const bodyOf = (raw: Uint8Array): string =>
  decoder
    .decode(raw)
    .split(/\r?\n\r?\n/)
    .slice(1)
    .join('\n\n')

/** Lines behind which servers put the copy of our message. */
const COPY =
  /^(?:[-*=_ ]{0,30}(?:below this line is a copy|this is a copy of (?:the|your) message|enclosed is a copy|original message\b|original mail|the header of the original|included is a copy|returned message|unsent message|message headers? follow|original message follows|below is a copy of|your message follows|undelivered message|text of the message|copy of the message|forwarded message|the transcript of your original|original text|bounced e-?mail\b).*)$/im
/** The first lines of a copied header where no line announces it. */
const HEADER = /^(?:Received|Return-Path|X-Received|DKIM-Signature|ARC-Seal|Delivered-To):\s/im

const parted = (text: string): { readonly own: string; readonly copy: string } => {
  const cuts = [COPY.exec(text), HEADER.exec(text)].flatMap((found) =>
    found && found.index > 0 ? [found.index] : [],
  )
  if (cuts.length === 0) return { own: text, copy: '' }
  const cut = Math.min(...cuts)
  const rest = text.slice(cut)
  const start = rest.search(/^[!-9;-~]+:\s/m)
  return { own: text.slice(0, cut), copy: start < 0 ? '' : rest.slice(start) }
}
