import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { promisify } from 'node:util'
import { foldLines } from 'nodemailer/lib/mime-funcs'

/** A DKIM key ready to sign with. */
export interface Signer {
  readonly domain: string
  readonly selector: string
  /** RSA; `signingKey` makes it. */
  readonly key: KeyObject
}

/**
 * Fields that the signature covers: those of RFC 6376 §5.4.1 which we write, each of the threading ones, and both
 * fields of one-click (RFC 8058 §4 asks for them; they are not in nodemailer's own list).
 */
export const SIGNED_FIELDS =
  'from:to:subject:date:message-id:reply-to:in-reply-to:references:mime-version:content-type:' +
  'content-transfer-encoding:list-unsubscribe:list-unsubscribe-post'

/** A private key from its PEM text. Throws where it is none, or no RSA key of 1024 bits at least (RFC 8301 §3.2). */
export const signingKey = (pem: string): KeyObject => {
  const key = createPrivateKey(pem)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < 1024)
    throw new Error(
      `it is a ${key.asymmetricKeyType} key of ${bits} bits; DKIM wants RSA, 2048 bits`,
    )
  return key
}

/**
 * A message with a DKIM signature over `SIGNED_FIELDS` in front (RFC 6376, relaxed/relaxed, rsa-sha256): the very field
 * that nodemailer writes, but made off the main thread, where the next messages are composed meanwhile.
 */
export const signed = async (message: Buffer, signer: Signer): Promise<Buffer> => {
  const text = message.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const head = text.slice(0, end)
  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64')
  const fields = coveredFields(head)
  const field = unsignedField(signer, [...fields.keys()], bodyHash)
  const data = [...fields.values(), `dkim-signature:${relaxed(field)}`].join('\r\n')
  const signature = await rsaSign(Buffer.from(data, 'latin1'), signer.key)
  return Buffer.concat([
    Buffer.from(`${field}${folded(signature.toString('base64'))}\r\n`),
    message,
  ])
}

/** With a callback, Node signs in its thread pool. */
const rsaSign = promisify(
  (data: Buffer, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) =>
    sign('RSA-SHA256', data, key, done),
)

/** RFC 6376 §3.4.4: runs of blanks are one, none at an end of line, no empty lines at the end, one line break at least. */
const relaxedBody = (body: string): string => {
  const text = body.replace(/[ \t]+/g, ' ').replace(/ ?\r\n/g, '\r\n')
  let end = text.length
  while (end > 1 && text.startsWith('\r\n', end - 2)) end -= 2
  return end === 0 ? '' : `${text.slice(0, end)}\r\n`
}

/** Name and canonical line of each signed field that the head has, its last where there are several (§5.4.2). */
const coveredFields = (head: string): ReadonlyMap<string, string> => {
  const lines = new Map<string, string>()
  for (const line of head.split(/\r\n(?![ \t])/)) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    lines.set(name, `${name}:${relaxed(line)}`)
  }
  return new Map(
    SIGNED_FIELDS.split(':').flatMap((name) => {
      const line = lines.get(name)
      return line === undefined ? [] : [[name, line] as const]
    }),
  )
}

/** The value of a field, unfolded, its runs of blanks as one (§3.4.2). */
const relaxed = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')

const unsignedField = (
  { domain, selector }: Signer,
  fields: readonly string[],
  bodyHash: string,
): string => {
  const tags = [
    'v=1',
    'a=rsa-sha256',
    'c=relaxed/relaxed',
    `d=${domainToASCII(domain) || domain}`,
    'q=dns/txt',
    `s=${selector}`,
    `bh=${bodyHash}`,
    `h=${fields.join(':')}`,
  ]
  return `${foldLines(`DKIM-Signature: ${tags.join('; ')}`, 76)};\r\n b=`
}

const folded = (signature: string): string =>
  signature.replace(/(^.{73}|.{75}(?!\r?\n|\r))/g, '$&\r\n ').trim()
