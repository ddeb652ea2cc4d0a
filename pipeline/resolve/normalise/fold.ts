/** Letters that Unicode decomposition leaves alone. */
const LIGATURES: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ĳ: 'ij',
}

/** Longest text that is read; what comes after tells businesses apart no better. */
const LONGEST = 400

/** Most words that are kept of one text. */
const MOST_WORDS = 16

const foldAccents = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđıĳ]/g, (letter) => LIGATURES[letter] ?? letter)

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/**
 * Words of a text as matching sees them: lower case, accents folded, apostrophes dropped, dotted
 * acronyms joined (`B.V.` → `bv`); letters and digits of any script; at most 16 words of 400 characters.
 */
export const wordsOf = (text: string): string[] => {
  let folded = (text.length > LONGEST ? text.slice(0, LONGEST) : text).toLowerCase()
  const ascii = ASCII.test(folded)
  if (!ascii) folded = foldAccents(folded)
  if (folded.includes("'") || !ascii) folded = folded.replace(/['’‘`´ʼ]/g, '')
  // a letter or an apostrophe that an encoding has lost: `Ni?o`, `Children?s`
  if (/[?\ufffd]/.test(folded)) folded = folded.replace(/(?<=\p{L})[?\ufffd](?=\p{L})/gu, '')
  if (folded.includes('.')) folded = folded.replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
  const words = folded.match(ascii ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? []
  return words.length > MOST_WORDS ? words.slice(0, MOST_WORDS) : words
}
