import type { LegalKind } from '../../model/contact.ts'
import type { Region } from '../../model/region.ts'
import { companyNumber, kboNumber, kvkNumber } from '../../text/registers.ts'
import { companyKind, dutchVat, isUkVat } from './checksums.ts'

/** A register or tax number that a text states, checked, and what it proves by itself. */
export interface NumberFound {
  readonly by: 'company-number' | 'kvk-number' | 'kbo-number' | 'vat-number'
  /** As the register writes it: `01234567`, `12345678`, `0123456789`, `NL123456789B01`, `GB123456789`. */
  readonly value: string
  readonly kind: LegalKind
  readonly excerpt: string
}

const excerpt = (text: string, index: number): string =>
  text.slice(Math.max(0, index - 40), index + 80).trim()

type Reader = (text: string) => readonly NumberFound[]

const matches = (
  text: string,
  pattern: RegExp,
  read: (match: RegExpMatchArray) => Omit<NumberFound, 'excerpt'> | undefined,
): readonly NumberFound[] =>
  [...text.matchAll(pattern)].flatMap((match) => {
    const found = read(match)
    return found === undefined ? [] : [{ ...found, excerpt: excerpt(text, match.index ?? 0) }]
  })

const UK_COMPANY =
  /(?:compan(?:y|ies)(?:\s+house)?\s*(?:reg(?:istration|istered|\.)?)?\s*(?:no|num|number|nr|nbr|reg)?|(?:co\.?|business)\s*reg(?:istration|\.)?\s*(?:no|number)?|registration\s*(?:no|number)|registered\s+(?:company\s+)?(?:no|number)|registered\s+in\s+(?:england(?:\s*(?:and|&)\s*wales)?|scotland|northern\s+ireland|wales|the\s+uk)(?:,?\s*(?:under|with)?\s*(?:company\s*)?(?:reg(?:istration)?\s*)?(?:no|number)?)?)[\s.:#,–-]*((?:[A-Z]{2}\s?)?\d{6,8})(?!\d|[.\s]\d{3})/gi

const UK_VAT =
  /\bVAT(?:\s*(?:reg(?:istration|istered|\.)?)?\s*(?:no|num|number|nr|id)?)?[\s.:#-]*((?:GB)?\s?\d{3}\s?\d{4}\s?\d{2}(?:\s?\d{3})?)(?!\d)/gi

const KVK =
  /\b(?:kvk|k\.\s?v\.\s?k\.?|kamer\s+van\s+koophandel|handelsregister|chamber\s+of\s+commerce|coc)\b[^\d\n]{0,40}?((?:\d[\s.]?){7}\d)(?!\d)/gi

const NL_VAT = /(?<![A-Z0-9])(NL[\s.]?(?:\d[\s.]?){9}\s?B[\s.]?\d{2})(?!\d)/gi

// A bare ten-digit number must be written the Belgian way or stand behind its name; the checksum decides.
const KBO =
  /(?:\b(BE)[\s.]?|\b(?:kbo|bce|rpr|rpm|btw|tva|vat|t\.v\.a\.?|b\.t\.w\.?|ondernemings?\s?(?:nummer|nr)\.?|num[ée]ro\s+d['’]entreprise|n[°º]\s*d['’]entreprise|enterprise\s+n(?:umber|o)\.?)[^\d\n]{0,30}?)([01]?\d{3}[\s./-]?\d{3}[\s./-]?\d{3})(?![\d])/gi

const READERS: Readonly<Record<Region, Reader>> = {
  uk: (text) => [
    ...matches(text, UK_COMPANY, ([, raw = '']) => {
      const number = companyNumber(raw)
      return number === undefined
        ? undefined
        : { by: 'company-number', value: number, kind: companyKind(number) }
    }),
    ...matches(text, UK_VAT, ([, raw = '']) => {
      const digits = raw.replace(/\D/g, '')
      return isUkVat(digits)
        ? { by: 'vat-number', value: `GB${digits}`, kind: 'unknown' }
        : undefined
    }),
  ],
  nl: (text) => [
    ...matches(text, KVK, ([, raw = '']) => {
      const number = kvkNumber(raw)
      return number === undefined || /^(\d)\1{7}$|^12345678$/.test(number)
        ? undefined
        : { by: 'kvk-number', value: number, kind: 'unknown' }
    }),
    ...matches(text, NL_VAT, ([, raw = '']) => {
      const id = raw.toUpperCase().replace(/[\s.]/g, '')
      const kind = dutchVat(id)
      return kind && { by: 'vat-number', value: id, kind: kind === 'person' ? 'sole' : 'unknown' }
    }),
  ],
  be: (text) =>
    matches(text, KBO, ([, , raw = '']) => {
      const number = kboNumber(raw.replace(/[^\d]/g, ''))
      return number === undefined ? undefined : { by: 'kbo-number', value: number, kind: 'unknown' }
    }),
}

/** Register and tax numbers that a text states, of the region's registers; only those whose check digits hold. */
export const numbersIn = (text: string, region: Region): readonly NumberFound[] =>
  /\d\D?\d/.test(text) ? READERS[region](text) : []
