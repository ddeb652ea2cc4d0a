/** Days as OSM writes them, in their order. */
export const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const
export type Day = (typeof DAYS)[number]

/** Day names and their short forms, in English, Dutch and French, by what they begin with. */
const DAY_NAMES: readonly (readonly [RegExp, Day])[] = [
  [/^(?:mo|mon|monday|ma|maandag|lu|lun|lundi)$/, 'Mo'],
  [/^(?:tu|tue|tues|tuesday|di|din|dins|dinsdag|mar|mardi)$/, 'Tu'],
  [/^(?:we|wed|weds|wednesday|wo|woe|woensdag|me|mer|mercredi)$/, 'We'],
  [/^(?:th|thu|thur|thurs|thursday|do|don|dond|donderdag|je|jeu|jeudi)$/, 'Th'],
  [/^(?:fr|fri|friday|vr|vrij|vrijdag|ve|ven|vendredi)$/, 'Fr'],
  [/^(?:sa|sat|saturday|za|zat|zaterdag|sam|samedi)$/, 'Sa'],
  [/^(?:su|sun|sunday|zo|zon|zondag|dim|dimanche)$/, 'Su'],
]
const ALL_DAYS = /^(?:daily|everyday|dagelijks|alledagen|quotidien)$/
const WEEKDAYS = /^(?:weekdays|werkdagen|weekdagen)$/
const WEEKEND = /^(?:weekend|weekends|weekenden)$/
const CLOSED = /^(?:closed|gesloten|fermé|fermée|ferme|off)$/
const ROUND_THE_CLOCK = /^24(?:h|u|hours|uur|heures)?(?:\/7)?$/
const RANGE = /^(?:-|to|till|until|t\/m|tm|tem|tot|au|à|a|through|thru|jusqu'à)$/
const AND = /^(?:and|en|et|&|,|;|\/|\+)$/
/** Words that say nothing: kept short, since an unknown word means that we do not understand the text. */
const FILLER =
  /^(?:open|opening|openingstijden|openingsuren|hours|horaires|ouvert|geopend|from|van|de|du|le|les|uur|u|h|heures|heure|hrs|hours|o'clock|:|\.|by|op|on)$/

type Half = 'am' | 'pm'

/** A word that bears on hours. `short`: the hour is one digit, so it may be meant on a twelve-hour clock. */
export type Token =
  | { readonly is: 'day'; readonly days: readonly Day[] }
  | { readonly is: 'time'; readonly minutes: number; readonly half?: Half; readonly short: boolean }
  | { readonly is: 'range' | 'and' | 'closed' | 'always' }

const WORD =
  /t\/m|24\s*\/\s*7|\d{1,2}\s*(?:[:.hu]\s*\d{2}|[hu](?![a-z]))?(?:\s*(?:[ap]\.?\s?m\b\.?))?|[\p{L}']+|[-,;/&+:.]/giu

const time = (text: string): Token | undefined => {
  const parts = /^(\d{1,2})\s*(?:[:.hu]\s*(\d{2})?)?\s*([ap])?\.?\s?m?\.?$/.exec(text)
  if (parts === null) return undefined
  const hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  const half = parts[3] === 'a' ? 'am' : parts[3] === 'p' ? 'pm' : undefined
  if (hour > 24 || minute > 59 || (half !== undefined && (hour < 1 || hour > 12))) return undefined
  const on24 = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  if (on24 * 60 + minute > 24 * 60) return undefined
  const short = /^\d(?!\d)/.test(text)
  return { is: 'time', minutes: on24 * 60 + minute, short, ...(half && { half }) }
}

const token = (word: string): Token | undefined | 'filler' => {
  const text = word.replace(/\s+/g, '').toLowerCase().replace(/\.$/, '') || word
  const day = DAY_NAMES.find(([names]) => names.test(text))?.[1]
  if (day !== undefined) return { is: 'day', days: [day] }
  if (ALL_DAYS.test(text)) return { is: 'day', days: DAYS }
  if (WEEKDAYS.test(text)) return { is: 'day', days: DAYS.slice(0, 5) }
  if (WEEKEND.test(text)) return { is: 'day', days: DAYS.slice(5) }
  if (CLOSED.test(text)) return { is: 'closed' }
  if (ROUND_THE_CLOCK.test(text) && text !== '24') return { is: 'always' }
  if (RANGE.test(text)) return { is: 'range' }
  if (AND.test(text)) return { is: 'and' }
  if (FILLER.test(text)) return 'filler'
  return time(text)
}

/** The words of a text that bear on hours; undefined as soon as one word is not understood: hours half read are hours wrong. */
export const tokens = (text: string): readonly Token[] | undefined => {
  const ready = text
    .toLowerCase()
    .replace(/[–—−]/g, '-')
    .replace(
      /\b24\s*(?:hours?|hrs?|uur|heures)(?:\s*(?:a|per|par|op)\s*(?:day|dag|jour|24))?\b/g,
      ' 24h ',
    )
    .replace(/\b(?:tot\s+en\s+met|t\s?\/\s?m)\b/g, ' t/m ')
    .replace(
      /\b(?:every\s?day|7\s?days\s?(?:a|per)\s?week|alle\s+dagen|elke\s+dag|iedere\s+dag|tous\s+les\s+jours)\b/g,
      ' daily ',
    )
    .replace(/\b(?:noon|midday)\b/g, '12:00')
    .replace(/\bmidnight\b|\bminuit\b|\bmiddernacht\b/g, '24:00')
    .replace(/\bmidi\b/g, '12:00')
  const out: Token[] = []
  let at = 0
  for (const hit of ready.matchAll(WORD)) {
    if (/\S/.test(ready.slice(at, hit.index).replace(/[()|*•·]/g, ''))) return undefined
    at = hit.index + hit[0].length
    const read = token(hit[0])
    if (read === undefined) return undefined
    if (read !== 'filler') out.push(read)
  }
  return /\S/.test(ready.slice(at).replace(/[()|*•·]/g, '')) ? undefined : out
}
