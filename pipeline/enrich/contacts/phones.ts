import type { Region } from '../../model/region.ts'
import { type PageView, spaced } from '../../text/html.ts'
import { phone } from '../../text/phones.ts'

/** A phone number as a page shows it. */
export interface PhoneFound {
  /** E.164. */
  readonly number: string
  readonly how: 'tel' | 'data' | 'text'
  /** As printed. */
  readonly printed: string
  readonly around: string
}

/** Every phone number of a page, by link, data and text; fax, register and account numbers are not phones. */
export const phonesOn = (page: PageView, region: Region): readonly PhoneFound[] => [
  ...fromLinks(page, region),
  ...fromData(page, region),
  ...page.blocks.flatMap((block) => phonesIn(spaced(block), region)),
]

const fromLinks = (page: PageView, region: Region): readonly PhoneFound[] =>
  page.links.flatMap(({ href, text }): readonly PhoneFound[] => {
    const raw = /^\s*(?:tel|callto):(?:\/\/)?(.+)$/is.exec(href)?.[1]
    if (raw === undefined || FAX.test(text)) return []
    const number = phone(opened(raw), region) ?? (text === '' ? undefined : phone(text, region))
    return number === undefined ? [] : [{ number, how: 'tel', printed: text || raw, around: text }]
  })

const opened = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const fromData = (page: PageView, region: Region): readonly PhoneFound[] => {
  const found: PhoneFound[] = []
  const stack: unknown[] = [...page.data]
  for (let value = stack.pop(), seen = 0; value !== undefined && seen < 5000; value = stack.pop()) {
    seen++
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'telephone' && (typeof inner === 'string' || typeof inner === 'number')) {
        const number = phone(String(inner), region)
        if (number !== undefined)
          found.push({ number, how: 'data', printed: String(inner), around: `telephone: ${inner}` })
      } else if (typeof inner === 'object') stack.push(inner)
    }
  }
  return found
}

const RUN =
  /(?<![\w@/=#.,+€£$-])(?:\+\s?|\()?\d(?:[\d\s\u00a0().\u2010-\u2015/-]{6,28})\d(?![\w@%€£]|[.,]\d)/gu
const FAX =
  /(?:\bfax|\btelefax|\btélécopie|(?:^|[\s|·•/-])f\s*[.:])\s*(?:nr\.?|no\.?|number|nummer|:|\.)?\s*$/iu
/** Words before a number that say it is no phone: registers, taxes, banks, orders. */
const OTHER =
  /(?:\b(?:kvk|k\.v\.k\.?|kamer van koophandel|chamber of commerce|handelsregister|btw|b\.t\.w\.?|tva|vat|kbo|bce|rpr|rpm|ondernemingsn\w*|entreprise|iban|bic|rekening\w*|bank\w*|compte|account|sort code|company (?:no|number|reg\w*)|registration|registered (?:in \w+ )?(?:no|number)|reg\.? no|charity|erkenning\w*|agb\w*|big|rpps|ipi|biv|fsma|art(?:icle|ikel)?|order|sku|isbn|siret|siren|vergunning\w*|licen[cs]e|dossier\w*|lat|lon)\b[^\d+]{0,25}|\b(?:BE|NL|GB|FR|DE)\s?)$/iu
/** Authorities that a firm's small print sends its readers to. */
const AUTHORITY =
  /autoriteit persoonsgegevens|gegevensbeschermingsautoriteit|autorité de protection des données|information commissioner|\bICO\b|ombuds|geschillencommissie|consuwijzer|economic affairs|spf economie|fod economie|citizens advice/i
const BELGIAN_ENTERPRISE = /^[01]\d{3}\.\d{3}\.\d{3}$/

const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?(?![A-Z0-9])/g

/** Runs of digits of one block that are looked at: a page of figures is no page of phones. */
const MOST_RUNS = 200

/** Phone numbers in one line of text. */
const phonesIn = (line: string, region: Region): readonly PhoneFound[] => {
  if (!/\d[\d\s\u00a0().\u2010-\u2015/-]{6}/.test(line)) return []
  const text = line.replace(IBAN, (account) => 'x'.repeat(account.length))
  return [...text.matchAll(RUN)].slice(0, MOST_RUNS).flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - 60), match.index)
    const around = text.slice(Math.max(0, match.index - 80), match.index + 100)
    if (FAX.test(before) || OTHER.test(before) || AUTHORITY.test(around)) return []
    if (BELGIAN_ENTERPRISE.test(match[0])) return []
    return split(match[0], region).map((one) => ({ ...one, how: 'text' as const, around }))
  })
}

/** One run of digits may be two numbers side by side: the longest valid beginning is taken, then the rest is read. */
const split = (run: string, region: Region): readonly { number: string; printed: string }[] => {
  const groups = run.split(/(?<=\d)(?=\s+[+(0])|\s+[/|–—-]\s+/u)
  for (let size = groups.length; size > 0; size--)
    for (let from = 0; from + size <= groups.length; from++) {
      const printed = groups
        .slice(from, from + size)
        .join(' ')
        .trim()
      const number = isDialled(printed, region) ? phone(printed, region) : undefined
      if (number !== undefined)
        return [
          ...split(groups.slice(0, from).join(' '), region),
          { number, printed },
          ...split(groups.slice(from + size).join(' '), region),
        ]
    }
  return []
}

/** A bare number in running text is a phone only with its trunk zero or country code, and not a date or a range of years. */
const isDialled = (printed: string, region: Region): boolean => {
  const digits = printed.replace(/\D/g, '')
  if (digits.length < 9 || digits.length > 15) return false
  if (/^(?:\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2})\b/.test(printed))
    return false
  if (/^\s*(?:\+|00|\(?0)/.test(printed)) return true
  return region === 'uk' && /^44\s?[1237]/.test(printed)
}
