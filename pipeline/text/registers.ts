/** Digits of a Belgian enterprise number: ten, beginning with 0 or 1, the last two checking the first eight (97 - n mod 97). */
export const kboNumber = (text: string): string | undefined => {
  const digits = text.replace(/^\s*BE/i, '').replace(/[\s.-]/g, '')
  const ten = /^\d{9}$/.test(digits) ? `0${digits}` : digits
  if (!/^[01]\d{9}$/.test(ten)) return undefined
  return 97 - (Number(ten.slice(0, 8)) % 97) === Number(ten.slice(8)) ? ten : undefined
}

/** A KBO number as it is printed: `0123.456.789`. */
export const printKbo = (number: string): string =>
  number.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3')

/** A Dutch Chamber of Commerce number: eight digits; a twelve-digit branch number is none. */
export const kvkNumber = (text: string): string | undefined => {
  const digits = text.replace(/^\s*kvk[\s:.-]*/i, '').replace(/[\s.-]/g, '')
  return /^(?!0{8})\d{8}$/.test(digits) ? digits : undefined
}

/** Prefixes that Companies House gives out beside plain digits (Scotland, Northern Ireland, partnerships, societies, overseas). */
const COMPANY_PREFIX =
  /^(?:SC|NI|OC|SO|NC|R0|AC|CE|CS|FC|SF|NF|GE|GS|GN|IC|SI|IP|SP|NP|RC|SR|NR|RS|LP|SL|NL|NO|NA|PC|OE|ZC|SZ|NZ|SA|EN|RO)/

/** A Companies House number: eight characters, leading zeros put back (`1234567` is `01234567`, `SC12345` is `SC012345`). */
export const companyNumber = (text: string): string | undefined => {
  const bare = text.toUpperCase().replace(/[\s.-]/g, '')
  if (/^\d{5,8}$/.test(bare)) return /^0+$/.test(bare) ? undefined : bare.padStart(8, '0')
  const parts = /^([A-Z][A-Z0-9])(\d{1,6})$/.exec(bare)
  if (parts === null || !COMPANY_PREFIX.test(bare)) return undefined
  return `${parts[1]}${(parts[2] ?? '').padStart(6, '0')}`
}

const VAT: readonly RegExp[] = [/^GB(?:\d{9}|\d{12})$/, /^NL\d{9}B\d{2}$/, /^BE[01]\d{9}$/]

/** A VAT number of one of the three countries, its country in front and nothing between. */
export const vatNumber = (text: string): string | undefined => {
  const bare = text.toUpperCase().replace(/[\s.-]/g, '')
  const whole = /^BE\d{9}$/.test(bare) ? bare.replace('BE', 'BE0') : bare
  if (!VAT.some((shape) => shape.test(whole))) return undefined
  return !whole.startsWith('BE') || kboNumber(whole) !== undefined ? whole : undefined
}
