import { Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Region } from '../model/region.ts'
import { plain } from './plain.ts'

const ISO = { uk: 'GB', nl: 'NL', be: 'BE' } as const
const CALLING = { uk: '44', nl: '31', be: '32' } as const

/** What kind of line a number is, as far as its first digits tell. */
export type PhoneLine = 'landline' | 'mobile' | 'freephone' | 'service' | 'premium' | 'unknown'

/**
 * First digits per national plan, longest rule first. UK: Ofcom National Telephone Numbering Plan; NL: ACM
 * Nummerplan telefoon- en ISDN-diensten; BE: BIPT/IBPT numbering plan.
 */
const LINES: readonly (readonly [RegExp, PhoneLine])[] = [
  [/^\+44(?:9|70|118\d{3}$)/, 'premium'],
  [/^\+44(?:84|87)/, 'service'],
  [/^\+4480/, 'freephone'],
  [/^\+447/, 'mobile'],
  [/^\+44[12356]/, 'landline'],
  [/^\+31(?:90[069]|676)/, 'premium'],
  [/^\+31(?:84|87|14)/, 'service'],
  [/^\+31800/, 'freephone'],
  [/^\+316/, 'mobile'],
  [/^\+31[1-578]/, 'landline'],
  [/^\+3290/, 'premium'],
  [/^\+32(?:70|78)/, 'service'],
  [/^\+32800/, 'freephone'],
  [/^\+324[5-9]\d{7}/, 'mobile'],
  [/^\+32[1-9]/, 'landline'],
]

/** Kind of line of an E.164 number of one of the three plans; `unknown` for other countries. */
export const phoneLine = (number: string): PhoneLine =>
  LINES.find(([digits]) => digits.test(number))?.[1] ?? 'unknown'

/** Numbers that Ofcom keeps for drama: never given out, and read like real ones so that invented listings behave. */
const DRAMA =
  /^\+44(?:113496|114496|115496|116496|117496|118496|121496|131496|141496|151496|161496|207946|191498|289649|292018|163296|7700900|808157|909879|306999)\d+$/

/** Why a text gave no number that may be stored. */
type PhoneTrouble = 'unreadable' | 'invalid' | 'premium' | 'fax'

export interface PhoneReading {
  readonly text: string
  /** E.164, with an extension as RFC 3966 writes it (`+442079460123;ext=4`). */
  readonly number?: string
  readonly trouble?: PhoneTrouble
}

const FAX = /\b(?:fax|telefax|télécopie)\b|^\s*f\s*[.:]/iu
const EXTENSION = /(?:\s*(?:,|;)?\s*(?:ext(?:ension)?|x|toestel|tst|poste)[.:=]?\s*(\d{1,6}))\s*$/iu
/** Where two numbers in one text part; a bare slash does not, Belgians write `02/555.12.12`. */
const BETWEEN =
  /\s+[/|–—]\s+|(?<=\d(?:\D{0,2}\d){7})\s+-\s+(?=[+(0])|;(?!ext=)|[|\n]|,(?=\s*[+(0])|\s+(?:or|of|ou|en|and|et|&)\s+(?=[+(0])/iu

/** Lines that the library's rules know apart. */
const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const

/** How most numbers of a region are written, and whether the rest of the digits is a number of its plan. */
interface Usual {
  readonly written: RegExp
  readonly valid: (digits: string) => boolean
}

/** What the library's metadata answers and its types leave out. */
interface Plan {
  readonly nationalNumberPattern: () => string
  readonly type: (name: string) => { readonly pattern: () => string } | undefined
}

/** The library's own rules of a country, made into expressions once; the library makes them anew for every number. */
const usual = (region: Region): Usual => {
  const rules = new Metadata()
  rules.selectNumberingPlan(ISO[region])
  const plan = rules.numberingPlan as unknown as Plan
  const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`)
  const any = whole(plan.nationalNumberPattern())
  const types = TYPES.flatMap((type) => {
    const pattern = plan.type(type)?.pattern()
    return pattern ? [whole(pattern)] : []
  })
  return {
    written: new RegExp(`^(?:\\+${CALLING[region]} ?|\\(?0)[1-9][\\d ().-]{7,16}$`),
    valid: (digits) =>
      any.test(digits) && (types.length === 0 || types.some((type) => type.test(digits))),
  }
}

const USUAL = { uk: usual('uk'), nl: usual('nl'), be: usual('be') }

/** The number of a text that is written as most are, in E.164; undefined leaves it to the library. */
const quick = (text: string, region: Region): string | undefined => {
  if (!USUAL[region].written.test(text)) return undefined
  const digits = text.replace(/\D/g, '').slice(text.startsWith('+') ? 2 : 1)
  return USUAL[region].valid(digits) ? `+${CALLING[region]}${digits}` : undefined
}

const one = (text: string, region: Region): PhoneReading => {
  const number = quick(text, region)
  if (number === undefined) return withLibrary(text, region)
  return phoneLine(number) === 'premium' ? { text, number, trouble: 'premium' } : { text, number }
}

const withLibrary = (text: string, region: Region): PhoneReading => {
  const uri = text
    .replace(/^\s*tel:/i, '')
    .replace(/\(0\)/g, (zero, at: number, all: string) =>
      /\+|^\s*00/.test(all.slice(0, at)) ? '' : zero,
    )
  const extension = EXTENSION.exec(uri)?.[1]
  const found = parsePhoneNumberFromString(
    extension ? uri.replace(EXTENSION, '') : uri,
    ISO[region],
  )
  if (found === undefined) return { text, trouble: 'unreadable' }
  const number = found.number as string
  if (!found.isValid() && !DRAMA.test(number)) return { text, trouble: 'invalid' }
  if (FAX.test(text)) return { text, number, trouble: 'fax' }
  if (phoneLine(number) === 'premium') return { text, number, trouble: 'premium' }
  const ext = extension ?? found.ext
  return { text, number: ext === undefined ? number : `${number};ext=${ext}` }
}

/** Every number in a text, in its order, each with what is wrong with it; never throws. */
export const readPhones = (text: string, region: Region): readonly PhoneReading[] =>
  plain(text)
    .split(BETWEEN)
    .filter((part) => /\d/.test(part))
    .map((part) => one(part.trim(), region))

/** The first number of a text that may be stored (E.164, `;ext=` kept), or undefined. */
export const phone = (text: string, region: Region): string | undefined =>
  readPhones(text, region).find((reading) => reading.trouble === undefined)?.number

/** The number that is dialled, without its extension. */
export const withoutExtension = (number: string): string => number.replace(/;ext=\d+$/, '')

/** A number as people of its country write it (`020 7946 0123`, `+32 2 555 12 12` when read from elsewhere). */
export const printPhone = (number: string, region: Region): string => {
  const found = parsePhoneNumberFromString(withoutExtension(number))
  if (found === undefined) return number
  const home = found.countryCallingCode === CALLING[region]
  const said = home ? found.formatNational() : found.formatInternational()
  const extension = /;ext=(\d+)$/.exec(number)?.[1]
  return extension === undefined ? said : `${said} ext. ${extension}`
}
