import type { Instant } from '../model/region.ts'

/** Month names in the languages of our regions and German, by number. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|janv|januar)/i,
  /^(?:feb|f[ée]v)/i,
  /^(?:mar(?!di)|maart|mrt|m[äa]r)/i,
  /^(?:apr|avr)/i,
  /^(?:may|mei|mai)/i,
  /^(?:jun|juin)/i,
  /^(?:jul|juil)/i,
  /^(?:aug|ao[uû])/i,
  /^sep/i,
  /^(?:oct|okt)/i,
  /^nov/i,
  /^(?:dec|d[ée]c|dez)/i,
]

const monthOf = (name: string): number => MONTHS.findIndex((month) => month.test(name)) + 1

const DAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag)?,?\s*(?:the\s+|de\s+|den\s+|le\s+)?`
const DATE = String.raw`(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4}))?|(\d{1,2})(?:st|nd|rd|th|er|e|\.)?(?:\s+of)?\s+([a-zéûä]{3,9})\.?(?:,?\s+(\d{4}))?|([a-zéûä]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?)`
/** Words before the first day back at work. */
const BACK = new RegExp(
  String.raw`(?:back(?: in the office| at work)?(?: again)?(?: on| from| until)?|return(?:ing|s)?(?: to (?:(?:the|my) )?(?:office|desk|work))?(?: on| until)?|available again(?: (?:on|from))?|(?:weer )?(?:terug|bereikbaar|aanwezig|open|op kantoor)(?: (?:op|vanaf|per))?|vanaf|de retour(?: (?:au bureau|le|à partir du))*|rouvr\w+(?: le)?|réouverture(?: le)?|reprend\w+ le|(?:wieder )?(?:zurück|erreichbar)(?: (?:am|ab))?|ab dem|re-?open(?:s|ing)?(?: on)?)[\s:,]*${DAY}${DATE}`,
  'iu',
)
/** The same in languages that put the word behind the day. */
const AGAIN = new RegExp(
  String.raw`(?:op|vanaf|per|am|ab|le)\s+${DAY}${DATE}\s+(?:weer |wieder |de )?(?:terug|bereikbaar|aanwezig|open|zurück|erreichbar|retour)`,
  'iu',
)
/** And in those that begin with the day. */
const THEN = new RegExp(
  String.raw`${DAY}${DATE},?\s+(?:ben|zijn|is|bin|sind|ist|suis|sommes)\s+(?:[\p{L}]+\s+){0,3}(?:weer|wieder|terug|zurück|de retour)`,
  'iu',
)
/** Words before the last day away. */
const UNTIL = new RegExp(
  String.raw`(?:until|till|through|up to|to|(?:between|tussen|entre|zwischen)[^.\n]{3,40}?\b(?:and|en|et|und)|tot(?: en met)?|t\/m|t\.e\.m\.|jusqu['’]au|au|bis(?: zum| einschließlich)?)[\s:,]*${DAY}${DATE}`,
  'iu',
)

const DAY_MS = 86_400_000

/**
 * The first day on which somebody who is away can be written to again, as the mail says it; undefined where it names no
 * date. A date without a year is the next such day after `at`. `until` counts the named day as away.
 */
export const backOn = (text: string, at: Instant): Instant | undefined => {
  const back = BACK.exec(text) ?? AGAIN.exec(text) ?? THEN.exec(text)
  if (back) return dateOf(back, at, 0)
  const until = UNTIL.exec(text)
  return until ? dateOf(until, at, 1) : undefined
}

const dateOf = (found: RegExpExecArray, at: Instant, more: number): Instant | undefined => {
  const [, y1, m1, d1, d2, m2, y2, d3, m3, y3, m4, d4, y4] = found
  const day = Number(d1 ?? d2 ?? d3 ?? d4)
  const month = m3 || m4 ? monthOf(m3 ?? m4 ?? '') : Number(m1 ?? m2)
  const given = y1 ?? y2 ?? y3 ?? y4
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined
  const now = new Date(at)
  const year =
    given === undefined ? now.getUTCFullYear() : Number(given) + (given.length === 2 ? 2000 : 0)
  let time = Date.UTC(year, month - 1, day) + more * DAY_MS
  if (given === undefined && time < now.getTime() - 60 * DAY_MS)
    time = Date.UTC(year + 1, month - 1, day) + more * DAY_MS
  const far = time > now.getTime() + 400 * DAY_MS
  return far || Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
