import { decodeHTML } from 'entities'

/** C0 and C1 controls, soft hyphen, zero-width and direction marks: invisible, and never part of a name or address. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffd]/g
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const once = (text: string) =>
  decodeHTML(text)
    .replace(LONE_SURROGATE, '')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()

/** Printable ASCII words, one blank apart, nothing escaped: most texts, and plain as they are. */
const ALREADY = /^[!-%'-~]+(?: [!-%'-~]+)*$/

/** Most times that one text is taken to have been escaped; a text still changing after that is left as it is then. */
const ESCAPED_AT_MOST = 8

/**
 * Text as a person reads it: HTML entities decoded (twice escaped too), Unicode NFC, invisible characters
 * removed, white space folded. Idempotent for anything escaped up to eight times.
 */
export const plain = (text: string): string => {
  if (ALREADY.test(text)) return text
  let now = text
  for (let i = 0; i < ESCAPED_AT_MOST; i++) {
    const next = once(now)
    if (next === now) return now
    now = next
  }
  return now
}

/** Plain text, or undefined where nothing but white space and punctuation is left. */
export const plainOrNone = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const clean = plain(text)
  return /[\p{L}\p{N}]/u.test(clean) ? clean : undefined
}

/** Letters and digits only, lower case, accents folded: what two spellings of one word share. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[øœæ]/g, (c) => ({ ø: 'o', œ: 'oe', æ: 'ae' })[c] ?? c)
    .replace(/&/g, ' and ')
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
