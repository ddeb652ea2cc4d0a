import { domainToASCII } from 'node:url'

/** An address that may be written into an envelope, or why it may not. */
export type Syntax =
  | { readonly ok: true; readonly local: string; readonly domain: string; readonly utf8: boolean }
  | { readonly ok: false; readonly why: string }

const no = (why: string): Syntax => ({ ok: false, why })

// RFC 5322 atext, with the UTF-8 of RFC 6532.
const DOT_ATOM =
  /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u
const QUOTED = /^"(?:[ !#-[\]-~\u0080-\u{10ffff}]|\\[ -~])*"$/u
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8')

/**
 * Checks an address against RFC 5321 §4.5.3.1 (local part 64 octets, domain 255, path 256 with its brackets) and
 * §4.1.2; an internationalised domain is counted and answered in its ASCII form, address literals are not accepted.
 */
export const mailSyntax = (email: string): Syntax => {
  const at = email.lastIndexOf('@')
  if (at < 1) return no('no local part and domain')
  const local = email.slice(0, at)
  if (!DOT_ATOM.test(local) && !QUOTED.test(local)) return no('the local part is not well formed')
  if (bytes(local) > 64) return no('the local part is longer than 64 octets')
  const domain = domainToASCII(email.slice(at + 1)).toLowerCase()
  if (domain === '') return no('the domain is not well formed')
  if (domain.length > 255) return no('the domain is longer than 255 octets')
  if (bytes(local) + 1 + domain.length > 254) return no('the address is longer than 254 octets')
  const labels = domain.split('.')
  if (labels.length < 2) return no('the domain has no dot')
  if (!labels.every((label) => LABEL.test(label))) return no('the domain is not well formed')
  if (/^\d+$/.test(labels.at(-1) ?? '')) return no('the domain is an address literal')
  return { ok: true, local, domain, utf8: /[^\u0020-\u007e]/.test(local) }
}
