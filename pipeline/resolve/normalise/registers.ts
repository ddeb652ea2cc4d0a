import type { Row } from '../row.ts'

/** Register numbers as matching sees them; empty texts where there is none. */
export interface Registers {
  /** The number under which the business itself stands, with its register in front. */
  readonly business: string
  readonly vat: string
}

const bare = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')

const padded = (text: string, digits: number): string =>
  /^\d+$/.test(text) && text.length >= digits - 3 ? text.padStart(digits, '0') : ''

/**
 * Reads Companies House (8 characters), KVK (8 digits), KBO (10 digits) and VAT numbers; what has not
 * their shape is left out. A Belgian VAT number is the KBO number.
 */
export const readRegisters = (row: Pick<Row, 'company' | 'kvk' | 'kbo' | 'vat'>): Registers => {
  if (row.company === '' && row.kvk === '' && row.kbo === '' && row.vat === '') return NONE
  const vat = bare(row.vat)
  const belgian =
    padded(bare(row.kbo).replace(/^BE/, ''), 10) || (/^BE(\d{10})$/.exec(vat)?.[1] ?? '')
  const company = bare(row.company)
  const british = /^[A-Z]{2}\d{6}$/.test(company) ? company : padded(company, 8)
  const dutch = padded(bare(row.kvk).slice(0, 8), 8)
  return {
    business: belgian
      ? `kbo:${belgian}`
      : dutch
        ? `kvk:${dutch}`
        : british
          ? `company:${british}`
          : '',
    vat: /^[A-Z]{2}[A-Z0-9]{8,12}$/.test(vat) ? vat : '',
  }
}

const NONE: Registers = { business: '', vat: '' }
