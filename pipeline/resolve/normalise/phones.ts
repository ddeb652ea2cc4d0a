/** Calling codes of two digits (ITU E.164 list); 1 and 7 have one digit, the rest three. */
const TWO: ReadonlySet<number> = new Set([
  20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
  57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
])

const SHORTEST = 1e5
const LONGEST = 15

/** Calling codes of the markets, for numbers whose plus a spreadsheet has eaten. */
const CALLING: Readonly<Record<string, string>> = { GB: '44', UK: '44', NL: '31', BE: '32' }

/** Digits of a national number without its 0, at least. */
const NATIONAL = 8

/**
 * A phone number's national significant number as a whole number, or 0 when it says nothing.
 * Written by hand because a general parser costs 20 µs a number, and only equality is needed here.
 */
const readPhone = (text: string, country = ''): number => {
  let digits = ''
  let international = false
  for (let i = 0; i < text.length && digits.length <= LONGEST + 2; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) digits += text[i]
    else if (code === 43 && digits === '') international = true
    else if (code === 40 && international && text.startsWith('(0)', i)) i += 2
    else if (code === 120 || code === 101 || code === 88) {
      if (digits.length >= 7) break
    }
  }
  if (!international && digits.startsWith('00')) {
    international = true
    digits = digits.slice(2)
    const trunk = text.indexOf('(0)')
    if (trunk >= 0) digits = digits.replace(/^(\d{2})0/, '$1')
  }
  if (international) digits = digits.slice(callingCodeLength(digits))
  else {
    const code = CALLING[country]
    if (
      code !== undefined &&
      digits.startsWith(code) &&
      digits.length >= NATIONAL + code.length + 1
    )
      digits = digits.slice(code.length)
  }
  if (digits.length > LONGEST) return 0
  const value = Number(digits)
  return value < SHORTEST || allSame(digits) ? 0 : value
}

const callingCodeLength = (digits: string): number => {
  if (digits.startsWith('1') || digits.startsWith('7')) return 1
  return TWO.has(Number(digits.slice(0, 2))) ? 2 : 3
}

const allSame = (digits: string): boolean => {
  const first = digits.charCodeAt(digits.length - 1)
  for (let i = 1; i < digits.length; i++) if (digits.charCodeAt(i) !== first) return false
  return true
}

/** Splits a cell that may hold several numbers; a slash alone is part of a number (`09/223 34 45`). */
export const phonesOf = (cell: string, country = ''): number[] => {
  if (cell === '') return []
  const parts = /[;,|]| \/ | of | or | ou /.test(cell)
    ? cell.split(/[;,|]| \/ | of | or | ou /)
    : [cell]
  const numbers: number[] = []
  for (const part of parts) {
    const number = readPhone(part.trim(), country)
    if (number > 0 && !numbers.includes(number)) numbers.push(number)
  }
  return numbers
}
