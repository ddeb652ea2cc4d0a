import type { Element } from 'domhandler'

/** Opens Cloudflare's e-mail protection: hex, the first byte is the key of all others. Undefined when it is none. */
const openCloudflare = (hex: string): string | undefined => {
  if (!/^(?:[\da-f]{2}){4,200}$/i.test(hex)) return undefined
  const bytes = Buffer.from(hex, 'hex')
  const key = bytes[0] ?? 0
  const text = Buffer.from(bytes.subarray(1).map((byte) => byte ^ key)).toString('utf8')
  return text.includes('@') ? text : undefined
}

const turn = (code: number, from: number, to: number, by: number): number => {
  const span = to - from + 1
  return from + ((((code - from + by) % span) + span) % span)
}

/** TYPO3's letter shift (`linkTo_UnCryptMailto`): three alphabets, each turned by `by`. */
const shift = (text: string, by: number): string =>
  [...text]
    .map((letter) => {
      const code = letter.charCodeAt(0)
      if (code >= 0x2b && code <= 0x3a) return String.fromCharCode(turn(code, 0x2b, 0x3a, by))
      if (code >= 0x40 && code <= 0x5a) return String.fromCharCode(turn(code, 0x40, 0x5a, by))
      if (code >= 0x61 && code <= 0x7a) return String.fromCharCode(turn(code, 0x61, 0x7a, by))
      return letter
    })
    .join('')

/** Opens a TYPO3 mail link: every turn is tried until the words begin with `mailto:`. */
const openShifted = (text: string): string | undefined => {
  for (let by = -26; by <= 26; by++) {
    const open = shift(text, by)
    if (open.startsWith('mailto:')) return open.slice('mailto:'.length)
  }
  return undefined
}

/** Letters turned by thirteen, as some WordPress plugins do. */
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0)
    const first = code < 97 ? 65 : 97
    return String.fromCharCode(turn(code, first, first + 25, 13))
  })

/** What an element's attributes say of an address when a script is meant to put it together. */
export const attributeEmails = ({ attribs }: Element): readonly string[] => {
  const found: (string | undefined)[] = []
  if (attribs['data-cfemail'] !== undefined) found.push(openCloudflare(attribs['data-cfemail']))
  const href = attribs.href ?? ''
  const protectedBy = /\/cdn-cgi\/l\/email-protection#([\da-f]+)/i.exec(href)?.[1]
  if (protectedBy !== undefined) found.push(openCloudflare(protectedBy))
  const crypt = /linkTo_UnCryptMailto\(\s*(?:'|%27|"|%22)(.+?)(?:'|%27|"|%22)/i
  const token = crypt.exec(href)?.[1] ?? crypt.exec(attribs.onclick ?? '')?.[1]
  if (token !== undefined) found.push(openShifted(unescapePercent(token)))
  if (attribs['data-mailto-token'] !== undefined)
    found.push(openShifted(attribs['data-mailto-token']))
  for (const [name, value] of Object.entries(attribs)) {
    if (!name.startsWith('data-') || value.length > 200) continue
    if (/enc|mail|contact|addr/.test(name)) found.push(...opened(value))
  }
  found.push(inParts(attribs))
  return found.flatMap((email) => email ?? [])
}

const EMAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/

const opened = (value: string): readonly string[] => {
  const plain = value.replace(/\[at\]|\(at\)|\[ng\]/i, '@')
  const base = /^[\w+/]{8,}={0,2}$/.test(value)
    ? Buffer.from(value, 'base64').toString('latin1')
    : ''
  return [plain, rot13(plain), base, [...plain].reverse().join('')].filter((one) => EMAIL.test(one))
}

const LOCAL_NAME = /^data-(?:\w+-)*(?:user|name|local|account|mailbox|u|before|first|part1)$/
const DOMAIN_NAME = /^data-(?:\w+-)*(?:domain|host|website|site|d|after|last|part2)$/

const inParts = (attribs: Readonly<Record<string, string>>): string | undefined => {
  const named = (name: RegExp) => Object.entries(attribs).find(([key]) => name.test(key))?.[1]
  const local = named(LOCAL_NAME)
  const domain = named(DOMAIN_NAME)
  if (local === undefined || domain === undefined) return undefined
  const suffix = attribs['data-tld']
  const whole = `${local}@${domain}${suffix === undefined ? '' : `.${suffix.replace(/^\./, '')}`}`
  return EMAIL.test(whole) ? whole : undefined
}

const unescapePercent = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
