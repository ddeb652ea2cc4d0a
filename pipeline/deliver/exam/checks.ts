import type { DKIMResult, DMARCResult, SPFResult } from 'mailauth'
import { getDomain } from 'tldts'

/** One thing that was examined. `bad` keeps a mailbox from sending; `warn` does not. */
export interface Check {
  readonly what: string
  readonly state: 'ok' | 'warn' | 'bad'
  readonly said: string
  /** What to do about it. */
  readonly next?: string
}

const ok = (what: string, said: string): Check => ({ what, state: 'ok', said })
const bad = (what: string, said: string, next: string): Check => ({
  what,
  state: 'bad',
  said,
  next,
})
const warn = (what: string, said: string, next: string): Check => ({
  what,
  state: 'warn',
  said,
  next,
})

/** Two domains of one organisation: what relaxed alignment asks for (RFC 9989). */
const sameOrganisation = (a: string, b: string): boolean =>
  a === b ||
  (getDomain(a, { allowPrivateDomains: true }) ?? a) ===
    (getDomain(b, { allowPrivateDomains: true }) ?? b)

/** Shortest RSA key that receivers take well (Google asks for 1024, advises 2048). */
const KEY_BITS = 2048

/** What the signatures on the bytes come to: one that verifies, is aligned, and covers both one-click fields. */
export const dkimCheck = (
  results: readonly DKIMResult[],
  from: string,
  signed: readonly { readonly domain: string; readonly fields: readonly string[] }[],
): readonly Check[] => {
  const passing = results.filter((one) => one.status.result === 'pass')
  const aligned = passing.find((one) => sameOrganisation(one.signingDomain, from))
  if (aligned === undefined) {
    const first = results.find((one) => one.signingDomain !== undefined)
    const why =
      first === undefined
        ? 'the message carries no signature'
        : passing.length > 0
          ? `it is signed by ${first.signingDomain}, which is not ${from}`
          : `${first.selector}._domainkey.${first.signingDomain}: ${first.status.comment ?? first.status.result}`
    return [
      bad(
        'DKIM',
        why,
        'set dkim of the mailbox and publish its public key as a TXT record; or let the relay sign for your domain, and show a mail that was received with --seen',
      ),
    ]
  }
  const fields = signed.find((one) => one.domain === aligned.signingDomain)?.fields ?? []
  const missing = ['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post'].filter(
    (field) => !fields.includes(field),
  )
  const bits = keyBits(aligned)
  return [
    ok('DKIM', `${aligned.selector}._domainkey.${aligned.signingDomain} verifies and is aligned`),
    missing.length === 0
      ? ok('DKIM fields', 'the signature covers From, Subject and both fields of one-click')
      : bad(
          'DKIM fields',
          `the signature does not cover ${missing.join(', ')}`,
          'RFC 8058 asks for it; let Doorstep sign (dkim of the mailbox), or have the relay sign these fields',
        ),
    ...(bits !== undefined && bits < KEY_BITS
      ? [warn('DKIM key', `${bits} bits`, `make one of ${KEY_BITS} bits`)]
      : []),
  ]
}

const keyBits = (result: DKIMResult): number | undefined => {
  const bits = (result as { modulusLength?: unknown }).modulusLength
  return typeof bits === 'number' ? bits : undefined
}

/** Whether the envelope's domain lets the server send for it. */
export const spfCheck = (spf: SPFResult | undefined, from: string, sure: boolean): Check => {
  const result = spf?.status.result ?? 'none'
  const domain = spf?.domain ?? '?'
  const detail = `${domain} for ${spf?.['client-ip'] ?? 'an unknown address'}: ${result}`
  if (result === 'pass')
    return sameOrganisation(domain, from)
      ? ok('SPF', `${detail}, aligned`)
      : warn(
          'SPF',
          `${detail}, but ${domain} is not ${from}`,
          'use a bounce address of your own domain',
        )
  const next = `publish an SPF record at ${domain} that names the server you send through`
  return sure || result === 'none' || result === 'permerror'
    ? bad('SPF', detail, next)
    : warn(
        'SPF',
        `${detail} (the relay may send from another address)`,
        `${next}, and show a mail that was received with --seen FILE.eml to be sure`,
      )
}

/** Whether DMARC passes, and whether there is a policy at all. */
export const dmarcCheck = (dmarc: DMARCResult | undefined | false, from: string): Check => {
  if (!dmarc || dmarc.status.result === 'none' || !dmarc.policy)
    return bad(
      'DMARC',
      `no policy at _dmarc.${from}`,
      `publish "v=DMARC1; p=none; rua=mailto:you@${from}" there; Gmail and Outlook ask for one`,
    )
  return dmarc.status.result === 'pass'
    ? ok('DMARC', `passes (p=${dmarc.policy})`)
    : bad(
        'DMARC',
        `${dmarc.status.result} (p=${dmarc.policy})`,
        'neither SPF nor DKIM is aligned: mend these first',
      )
}

/** Whether the sending address has a name that leads back to it. */
export const reverseCheck = (
  ip: string,
  names: readonly string[],
  confirmed: string | undefined,
  sure: boolean,
): Check => {
  if (confirmed !== undefined) return ok('reverse DNS', `${ip} is ${confirmed}, and back`)
  const said = names.length === 0 ? `${ip} has no name` : `${names[0]} does not lead back to ${ip}`
  const next = 'ask whoever runs the server for a PTR record that matches'
  return sure ? bad('reverse DNS', said, next) : warn('reverse DNS', said, next)
}

/** Whether the form of the message itself is right (RFC 5322, 5321, 8058). */
export const formChecks = (bytes: Buffer): readonly Check[] => {
  const text = bytes.toString('latin1')
  const head = text.slice(0, text.indexOf('\r\n\r\n'))
  const longest = Math.max(...text.split('\r\n').map((line) => line.length))
  const has = (field: string) => new RegExp(`^${field}:`, 'im').test(head)
  const missing = ['From', 'To', 'Subject', 'Date', 'Message-ID'].filter((field) => !has(field))
  return [
    missing.length === 0
      ? ok('message', 'every required field is there')
      : bad(
          'message',
          `without ${missing.join(', ')}`,
          'this is a fault of Doorstep; please report it',
        ),
    longest <= 998
      ? ok('line length', `at most ${longest} characters (998 are allowed)`)
      : bad('line length', `${longest} characters`, 'shorten the opt-out address'),
  ]
}

/** What a relay's own examination of one-click comes to. */
export const optOutCheck = (
  url: string | undefined,
  found:
    | {
        readonly health?: number
        readonly post?: number
        readonly moved?: boolean
        readonly error?: string
      }
    | undefined,
): Check => {
  if (url === undefined)
    return bad(
      'one-click',
      'there is no opt-out address',
      'run `pipeline serve` behind TLS and set deliver.unsubscribe.url to its public address',
    )
  const { health, post, moved, error } = found ?? {}
  if (error !== undefined || health !== 200)
    return bad(
      'one-click',
      `${url} does not answer (${error ?? health})`,
      'start `pipeline serve` there',
    )
  if (moved || post !== 404)
    return bad(
      'one-click',
      `a POST there is ${moved ? 'redirected' : `answered ${post}`}`,
      'it must reach `pipeline serve` itself, without redirect, cookie or login (RFC 8058)',
    )
  return url.startsWith('https:')
    ? ok('one-click', `${url} takes a POST without redirect or cookie`)
    : bad('one-click', `${url} is not HTTPS`, 'RFC 8058 asks for https')
}
