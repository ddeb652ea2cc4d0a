// Control, format (bidi overrides, zero width), private-use and unassigned characters; lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu
const SPACES = /[\s\p{Z}]+/gu
/** Printable ASCII with single spaces needs no cleaning: nearly every value. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/** A scraped value as one line of text: NFC, no control, format or private-use character, single spaces. */
export const clean = (value: string): string =>
  PLAIN.test(value)
    ? value
    : value.normalize('NFC').replace(SPACES, ' ').replace(UNSAFE, '').replace(/ {2,}/g, ' ').trim()

const LINK =
  /:\/\/|\bwww\.|\b(?:[\w-]+\.)+[a-z]{2,}\/|[\w.+-]@[\w-]|\b[\w-]+\.(?:com|net|org|info|biz|co|uk|nl|be|eu|fr|de|io|ly|shop|online|site|xyz|top|link|click)\b/i

/** Whether a mail program would turn part of the text into a link or an address. */
export const looksLikeLink = (text: string): boolean => LINK.test(text)
