import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { clean, looksLikeLink } from './clean.ts'
import { hostOf } from './observe.ts'

/** Longest value that a sentence carries without breaking. */
const LONGEST = 80

/** A scraped value that may stand in a message. Trouble `unusable-value` where it could change the message. */
export const usable = (field: string, value: string, golden: GoldenRecord): string => {
  const text = clean(value)
  const bad = (why: string) =>
    new Trouble('unusable-value', 'skip', `${field} '${text.slice(0, LONGEST)}' ${why}`)
  if (!/[\p{L}\p{N}]/u.test(text)) throw bad('has no letters')
  if (MARKUP.test(text)) throw bad('holds markup')
  if (text.length > LONGEST) throw bad(`is longer than ${LONGEST} characters`)
  if (looksLikeLink(text) && !isOwnHost(text, golden)) throw bad('would turn into a link')
  return text
}

/** A firm may be called after its own website (`bakker.example`). */
const isOwnHost = (text: string, golden: GoldenRecord): boolean =>
  golden.website !== undefined && text.toLowerCase() === hostOf(golden.website.value)

const TIME_ZONE = { uk: 'Europe/London', nl: 'Europe/Amsterdam', be: 'Europe/Brussels' } as const
const ISO = { uk: 'GB', nl: 'NL', be: 'BE' } as const
const days = new Map<string, Intl.DateTimeFormat>()

/** A day as a letter writes it: `3 November 2026`, `3 november 2026`, `3 novembre 2026`. */
export const day = (at: Instant, language: Language, region: Region): string => {
  const locale = `${language}-${ISO[region]}`
  let format = days.get(locale)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: TIME_ZONE[region],
    })
    days.set(locale, format)
  }
  return format
    .format(new Date(at))
    .replace(/^1 (?=\p{L}.* \d{4}$)/u, language === 'fr' ? '1er ' : '1 ')
}

/** A town with its preposition; French contracts the article of a name (`au Rœulx`, `à La Louvière`). */
export const inTown = (town: string, language: Language): string => {
  if (language !== 'fr') return `in ${town}`
  return `à ${town}`.replace(/^à Le (?=\p{Lu})/u, 'au ').replace(/^à Les (?=\p{Lu})/u, 'aux ')
}

/** Signs that no name or title bears, and that a page's source does. */
export const MARKUP = /[<>{}]/
