/**
 * Characters of printed codes: lower case, without vowels (no words) and without look-alikes
 * (0 o, 1 l i, b 6 8 keeps the digits, g q 9 keeps the digit, s 5 and z 2 keep the digits).
 */
export const CODE_ALPHABET = '23456789cdfhjkmnprtvwxy'
/** 23^9 codes are 40.7 bits. */
export const CODE_LENGTH = 9
/** 128 bits. */
const TOKEN_BYTES = 16

/** Where the chance comes from: that many random bytes. */
export type Chance = (bytes: number) => Uint8Array

/** A new printed code: nine characters, each equally likely. */
export const newCode = (chance: Chance): string => {
  // 253 is the largest multiple of 23 in a byte: higher bytes are thrown away, so that none is favoured.
  const fair = 256 - (256 % CODE_ALPHABET.length)
  let code = ''
  while (code.length < CODE_LENGTH)
    for (const byte of chance(CODE_LENGTH))
      if (byte < fair && code.length < CODE_LENGTH)
        code += CODE_ALPHABET[byte % CODE_ALPHABET.length]
  return code
}

/** A new token for links: 128 random bits as 22 characters of base64url. */
export const newToken = (chance: Chance): string =>
  Buffer.from(chance(TOKEN_BYTES)).toString('base64url')

/** A code as it is printed: three groups of three, `c4d-7hj-2mn`. */
export const printCode = (code: string): string => code.replace(/(.{3})(?=.)/g, '$1-')

/** The code that somebody typed, whatever its case, spaces and dashes; undefined when it cannot be one. */
export const readCode = (typed: string): string | undefined => {
  const code = typed.toLowerCase().replace(/[\s\-–—.]+/g, '')
  return code.length === CODE_LENGTH && [...code].every((c) => CODE_ALPHABET.includes(c))
    ? code
    : undefined
}

/** The link for e-mail: `https://site/claim/<token>`. GET shows the listing, only a POST changes anything. */
export const claimUrl = (site: string, token: string): string =>
  `${site.replace(/\/+$/, '')}/claim/${token}`

/** The link for print, short enough to be typed: `site/c/c4d-7hj-2mn`, and with `https://` in a QR code. */
export const shortUrl = (site: string, code: string): string =>
  `${site.replace(/\/+$/, '')}/c/${printCode(code)}`
