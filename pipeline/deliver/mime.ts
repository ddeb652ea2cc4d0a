import { domainToASCII } from 'node:url'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer'
import type { Instant } from '../model/region.ts'

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

/** A DKIM key ready to sign with. */
export interface Signer {
  readonly domain: string
  readonly selector: string
  readonly key: string
}

/**
 * Fields that the signature covers: those of RFC 6376 §5.4.1 which we write, each of the threading ones, and both
 * fields of one-click (RFC 8058 §4 asks for them; they are not in nodemailer's own list).
 */
export const SIGNED_FIELDS =
  'from:to:subject:date:message-id:reply-to:in-reply-to:references:mime-version:content-type:' +
  'content-transfer-encoding:list-unsubscribe:list-unsubscribe-post'

/** An address with its domain in ASCII (IDNA); the local part stays as it is (RFC 6531). */
export const asciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a header is one line without control characters
const flat = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()

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
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
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
  const plain = await new MailComposer(parts(mail)).compile().build()
  return signer === undefined ? plain : sign(plain, signer)
}

/** Puts a DKIM signature over `SIGNED_FIELDS` in front of a message. */
const sign = async (message: Buffer, signer: Signer): Promise<Buffer> => {
  const dkim = new DKIM({
    domainName: signer.domain,
    keySelector: signer.selector,
    privateKey: signer.key,
    headerFieldNames: SIGNED_FIELDS,
  })
  const chunks: Buffer[] = []
  for await (const chunk of dkim.sign(message)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
