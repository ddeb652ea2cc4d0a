/** An address as found: the words it stands for, and whether the writing leaves no other reading. */
export interface Spelled {
  readonly email: string
  readonly sure: boolean
}

const LOCAL = String.raw`(?<![\w.+%&'-])([a-z0-9][\w.+&'-]{0,63})`
const DOT = String.raw`(?:\.|\s*[[({<]\s*(?:dot|punt|point|\.)\s*[\])}>]\s*|\s+(?:dot|punt|point)\s+|[-_](?:dot|punt|point)[-_])`
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const DOMAIN = `(${LABEL}(?:${DOT}${LABEL}){1,4})`
const SPELLED_DOT = /\b(?:dot|punt|point)\b/i

// English, Dutch and French words for the sign: at, apenstaartje, arobase, chez.
const SIGN = 'at|ad|a|à|@|apenstaart(?:je)?|apestaart(?:je)?|arobase|arobas|chez|bij'
const BRACKETED = new RegExp(
  String.raw`${LOCAL}\s*[[({<*]\s*(?:${SIGN})\s*[\])}>*]\s*${DOMAIN}`,
  'giu',
)
const NAMED = new RegExp(
  String.raw`${LOCAL}\s+(?:apenstaart(?:je)?|apestaart(?:je)?|arobase|arobas)\s+${DOMAIN}`,
  'giu',
)
const BARE = new RegExp(String.raw`${LOCAL}(?:\s+(?:at|chez)\s+|[-_]at[-_])${DOMAIN}`, 'giu')
const LOUD = new RegExp(String.raw`${LOCAL}\s+AT\s+${DOMAIN}`, 'gu')
const SPACED = new RegExp(String.raw`${LOCAL}(?:\s+@\s*|\s*@\s+)${DOMAIN}`, 'giu')

const join = (local: string, domain: string): string =>
  `${local}@${domain.replace(new RegExp(DOT, 'gi'), '.')}`

const all = (text: string, pattern: RegExp, sure: (whole: string, domain: string) => boolean) =>
  [...text.matchAll(pattern)].flatMap(([whole, local, domain]): readonly Spelled[] =>
    local === undefined || domain === undefined
      ? []
      : [{ email: join(local, domain), sure: sure(whole, domain) }],
  )

/**
 * Addresses written so that a machine should not see them: `info [at] firm [dot] nl`, `info (arobase) firm.be`,
 * `info apenstaartje firm punt nl`, `info at firm dot co dot uk`, `info @ firm.nl`. The bare `at` counts only
 * where the dot is spelled too (`find us at firm.nl` is no address); spaces round a real sign are never sure.
 */
export const spelledEmails = (text: string): readonly Spelled[] => [
  ...(/[[({<*]/.test(text) ? all(text, BRACKETED, () => true) : []),
  ...(/ap(?:en|e)st|arob/i.test(text) ? all(text, NAMED, () => true) : []),
  ...(SPELLED_DOT.test(text)
    ? all(text, BARE, (_whole, domain) => SPELLED_DOT.test(domain)).filter(({ sure }) => sure)
    : []),
  ...(text.includes(' AT ') ? all(text, LOUD, () => false) : []),
  ...(text.includes('@') ? all(text, SPACED, () => false) : []),
]
