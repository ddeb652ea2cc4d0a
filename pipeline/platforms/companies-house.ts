import type { LegalKind } from '../model/contact.ts'
import type { TableRow } from '../text/csv.ts'
import { isoDate } from '../text/dates.ts'
import { companyNumber } from '../text/registers.ts'

/** A company of the register's monthly file (Free Company Data Product, one row a live company). */
export interface Company {
  readonly number: string
  readonly name: string
  readonly previousNames: readonly string[]
  readonly street: readonly string[]
  readonly town?: string
  readonly county?: string
  readonly country?: string
  readonly postcode?: string
  /** The register's word for the kind of company. */
  readonly category: string
  readonly form?: string
  readonly legalKind: LegalKind
  /** `active`, or the register's own word in lower case. */
  readonly status: string
  /** ISO date. */
  readonly incorporated?: string
  /** SIC 2007: five digits, and what they mean. */
  readonly activities: readonly { readonly code: string; readonly text: string }[]
}

const PREVIOUS = Array.from({ length: 10 }, (_, i) => `PreviousName_${i + 1}.CompanyName`)
const SIC = [1, 2, 3, 4].map((i) => `SICCode.SicText_${i}`)

/** The columns that are read; the file has 55. */
export const COMPANY_COLUMNS: readonly string[] = [
  'CompanyName',
  'CompanyNumber',
  'RegAddress.CareOf',
  'RegAddress.POBox',
  'RegAddress.AddressLine1',
  'RegAddress.AddressLine2',
  'RegAddress.PostTown',
  'RegAddress.County',
  'RegAddress.Country',
  'RegAddress.PostCode',
  'CompanyCategory',
  'CompanyStatus',
  'IncorporationDate',
  ...SIC,
  ...PREVIOUS,
]

/** The beginning of the file by which it is known. */
export const COMPANY_HEAD: RegExp = /^\ufeff?"?CompanyName"?\s*,\s*"?\s*CompanyNumber"?\s*,/

/** Words in a category, and the form and kind that they prove; the first that fits decides. */
const FORMS: readonly (readonly [RegExp, string | undefined, LegalKind])[] = [
  [/limited liability partnership/i, 'LLP', 'corporate'],
  [/scottish (?:limited )?partnership/i, 'LP', 'corporate'],
  [/limited partnership/i, 'LP', 'unknown'],
  [/community interest company/i, 'CIC', 'corporate'],
  [/charitable incorporated/i, 'CIO', 'corporate'],
  [/public limited company/i, 'PLC', 'corporate'],
  [
    /^(?:private limited company|pri\/)|private limited|ltd|limited by guarantee/i,
    'Ltd',
    'corporate',
  ],
  [/unlimited/i, 'Unlimited', 'corporate'],
  [
    /registered society|industrial and provident|royal charter|overseas|other company type|incorporated/i,
    undefined,
    'corporate',
  ],
]

const activity = (text: string) => {
  const [, code, said] = /^(\d{4,5})\s*-\s*(.+)$/.exec(text) ?? []
  return code === undefined || said === undefined ? [] : [{ code, text: said }]
}

/** Reads one row; undefined where it has no number or no name. */
export const companyOf = (row: TableRow): Company | undefined => {
  const at = (column: string) => row[column] ?? ''
  const number = companyNumber(at('CompanyNumber'))
  const name = at('CompanyName')
  if (number === undefined || name === '') return undefined
  const category = at('CompanyCategory')
  const scottish = number.startsWith('SL')
  const [, form, kind = 'unknown'] = FORMS.find(([words]) => words.test(category)) ?? []
  const status = at('CompanyStatus').toLowerCase()
  const incorporated = isoDate(at('IncorporationDate'))
  const box = at('RegAddress.POBox')
  return {
    number,
    name,
    previousNames: PREVIOUS.map(at).filter((previous) => previous !== ''),
    street: [
      at('RegAddress.CareOf') && `c/o ${at('RegAddress.CareOf')}`,
      box && `PO Box ${box}`,
      at('RegAddress.AddressLine1'),
      at('RegAddress.AddressLine2'),
    ].filter((line) => line !== ''),
    ...(at('RegAddress.PostTown') !== '' && { town: at('RegAddress.PostTown') }),
    ...(at('RegAddress.County') !== '' && { county: at('RegAddress.County') }),
    ...(at('RegAddress.Country') !== '' && { country: at('RegAddress.Country') }),
    ...(at('RegAddress.PostCode') !== '' && { postcode: at('RegAddress.PostCode') }),
    category,
    ...(form !== undefined && { form }),
    legalKind: scottish ? 'corporate' : kind,
    status,
    ...(incorporated !== undefined && { incorporated }),
    activities: SIC.flatMap((column) => activity(at(column))),
  }
}
