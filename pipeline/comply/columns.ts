import type { Region } from '../model/region.ts'
import type { Keyring } from '../store/keyring.ts'
import type { Key } from '../store/suppression.ts'
import { named } from './named.ts'

/** What a column of an import can hold. */
type Field =
  | 'email'
  | 'phone'
  | 'domain'
  | 'name'
  | 'street'
  | 'postcode'
  | 'town'
  | 'kvk'
  | 'kbo'
  | 'company'
  | 'result'

/** Which column holds what; a file without a heading has one column that tells itself. */
export interface Columns {
  readonly header: boolean
  readonly at: Readonly<Partial<Record<Field, number>>>
}

/** Headings in the three languages, folded; the first that fits a column names it. */
const HEADINGS: readonly (readonly [Field, RegExp])[] = [
  ['email', /^(?:e ?mail|courriel|mail|adresse (?:e ?)?mail)/],
  [
    'result',
    /^(?:result|status|listed|on (?:register|list)|resultaat|resultat|opted ?out|match|indicator|nmi|non mailing)/,
  ],
  ['kvk', /^kvk/],
  ['kbo', /^(?:kbo|bce|ondernemingsnummer|numero d ?entreprise)/],
  ['company', /^(?:company (?:no|number|reg)|crn)/],
  ['phone', /^(?:phone|tel|mobile|number|nummer|numero|gsm|cli)/],
  ['domain', /^(?:domain|domein|domaine|web ?site|url)/],
  ['postcode', /^(?:post ?code|zip|code postal)/],
  ['town', /^(?:town|city|plaats|gemeente|ville|stad|commune|localite)/],
  ['street', /^(?:address|adres|street|straat|rue)/],
  ['name', /^(?:name|naam|nom|company|business|bedrijf|organi[sz]ation|entreprise|firm)/],
]

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** Reads the heading of a file; a first row that holds a value and no heading is data. */
export const columnsOf = (cells: readonly string[]): Columns => {
  const at: Partial<Record<Field, number>> = {}
  for (const [index, cell] of cells.entries()) {
    const field = HEADINGS.find(([, heading]) => heading.test(fold(cell)))?.[0]
    if (field !== undefined && at[field] === undefined) at[field] = index
  }
  return Object.keys(at).length > 0 && !cells.some((cell) => /@|\d{5}/.test(cell))
    ? { header: true, at }
    : { header: false, at: {} }
}

/** The keys that a row names, or why it names none. */
export const rowKeys = (
  ring: Keyring,
  { header, at }: Columns,
  cells: readonly string[],
  region: Region | undefined,
): { readonly keys: readonly Key[]; readonly why?: string } => {
  const value = (field: Field): string => {
    const index = at[field]
    return index === undefined ? '' : (cells[index] ?? '').trim()
  }
  const read = header
    ? (['email', 'phone', 'domain', 'kvk', 'kbo', 'company'] as const).flatMap((field) =>
        value(field) === '' ? [] : [named(ring, field, value(field), region)],
      )
    : [plainly(ring, cells[0] ?? '', region)]
  const place = [value('street'), value('postcode'), value('town')].filter(Boolean).join(', ')
  if (value('street') !== '' && value('postcode') !== '')
    read.push(named(ring, 'address', place, region))
  if (value('name') !== '' && value('postcode') !== '')
    read.push(named(ring, 'business', `${value('name')},${value('postcode')}`, region))
  const keys = read.flatMap((one) => one.keys)
  if (keys.length > 0) return { keys }
  return { keys, why: read[0]?.trouble ?? 'names no address, number, domain or business' }
}

const plainly = (ring: Keyring, cell: string, region: Region | undefined) => {
  if (cell.includes('@')) return named(ring, 'email', cell, region)
  if (/^[+()\d\s./-]{6,}$/.test(cell)) return named(ring, 'phone', cell, region)
  return named(ring, 'domain', cell, region)
}

const YES = /^(?:y|yes|j|ja|o|oui|true|1|listed|on|registered|match|opted ?out|blocked|x)$/i
const NO = /^(?:n|no|nee|non|false|0|clear|ok|not listed|off|no match|callable|)$/i

/** Whether a row's result says that it is on the register; undefined where the file has no such column. An answer that cannot be read counts as listed. */
export const listedOf = ({ at }: Columns, cells: readonly string[]): boolean | undefined => {
  if (at.result === undefined) return undefined
  const said = (cells[at.result] ?? '').trim()
  return YES.test(said) || !NO.test(said)
}
