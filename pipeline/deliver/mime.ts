import { domainToASCII } from 'node:url'
import * as base64 from 'nodemailer/lib/base64'
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer'
import type MimeNode from 'nodemailer/lib/mime-node'
import * as qp from 'nodemailer/lib/qp'
import type { Instant } from '../model/region.ts'
import { type Signer, signed } from './dkim.ts'

/** A mail as it will leave, before it is bytes. Addresses are single; nothing here may hold a list. */
export interface Outgoing {
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** With its angle brackets. */
  readonly messageId: string
  readonly at: Instant
  /** Message-IDs of the earlier steps, oldest first (RFC 5322 §3.6.4). */
  readonly thread?: readonly string[]
  readonly unsubscribe?: { readonly url?: string; readonly mailto?: string }
  readonly headers?: Readonly<Record<string, string>>
}

/** An address with its domain in ASCII (IDNA); the local part stays as it is (RFC 6531). */
export const asciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a header holds none
const CONTROLS = /[\u0000-\u001f\u007f]+/g

/** Text for a header: one line without control characters, that fits the 998 of RFC 5322 §2.1.1 though it has no blank. */
const flat = (text: string): string => text.replace(CONTROLS, ' ').trim().slice(0, 900)

/** Every line ends as on the wire, so that nothing changes after it is signed. */
const crlf = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n')

/** The mail's fields and parts for the composer: text first, HTML only where the template has it, no tracking of any kind. */
const parts = (mail: Outgoing): MailComposerOptions => {
  const list = [
    mail.unsubscribe?.url && `<${mail.unsubscribe.url}>`,
    mail.unsubscribe?.mailto && `<${mail.unsubscribe.mailto}>`,
  ].filter(Boolean)
  return {
    from: { name: flat(mail.from.name), address: asciiDomain(mail.from.address) },
    to: { name: '', address: asciiDomain(mail.to) },
    ...(mail.replyTo ? { replyTo: { name: '', address: asciiDomain(mail.replyTo) } } : {}),
    subject: flat(mail.subject),
    date: new Date(mail.at),
    messageId: mail.messageId,
    ...(mail.thread?.length
      ? { inReplyTo: mail.thread.at(-1) ?? '', references: [...mail.thread] }
      : {}),
    text: crlf(mail.text),
    ...(mail.html === undefined ? {} : { html: crlf(mail.html) }),
    headers: {
      ...mail.headers,
      ...(list.length
        ? { 'List-Unsubscribe': { prepared: true, foldLines: false, value: list.join(', ') } }
        : {}),
      ...(mail.unsubscribe?.url ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  } as MailComposerOptions
}

/** The very bytes that go on the wire, signed where there is a signer. */
export const bytesOf = async (mail: Outgoing, signer?: Signer): Promise<Buffer> => {
  const plain = Buffer.from(rendered(new MailComposer(parts(mail)).compile()))
  return signer === undefined ? plain : signed(plain, signer)
}

/**
 * The text of a composed mail whose contents are strings: what `MimeNode.build` gives, at once instead of through a
 * chain of streams. Ends with a line break.
 */
export const rendered = (root: MimeNode): string => {
  const text = tree(root)
  return text.endsWith('\n') ? text : `${text}\r\n`
}

const tree = (node: MimeNode): string => {
  const head = `${node.buildHeaders()}\r\n\r\n`
  if (!node.multipart) return `${head}${encoded(node)}`
  const children = node.childNodes.map((child) => `--${node.boundary}\r\n${tree(child)}\r\n`)
  return `${head}${children.join('')}--${node.boundary}--\r\n`
}

const encoded = (node: MimeNode): string => {
  const text = String(node.content ?? '')
  const encoding = node.getTransferEncoding()
  if (encoding === 'base64') return base64.wrap(base64.encode(text))
  return encoding === 'quoted-printable' ? qp.wrap(qp.encode(text)) : text
}
