/** One line of an address: single spaces, no control character, no comma or full stop at its ends. */
export const tidyLine = (text: string | undefined): string =>
  (text ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Z}\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}]/gu, '')
    .replace(/^[\s,;.]+|[\s,;]+$/g, '')

/** Capitals as an envelope has them: `'S-GRAVENHAGE`, `SINT-NIKLAAS`. */
export const capitals = (text: string): string => text.toLocaleUpperCase('en')

/** Whether a country is named and is none of these spellings. */
export const foreign = (country: string | undefined, spellings: readonly string[]): boolean =>
  country !== undefined &&
  country.trim() !== '' &&
  !spellings.includes(country.trim().toLowerCase().replace(/\.$/, ''))

/** A text that sorts with numbers as numbers: `B2` before `B10`. */
export const naturalSort = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/\d+/g, (digits) => digits.padStart(6, '0'))
