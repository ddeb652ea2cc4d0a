import type { LegalKind } from '../model/contact.ts'
import type { TableRow } from '../text/csv.ts'
import { kboNumber } from '../text/registers.ts'

/** Everything that the open data of the Crossroads Bank for Enterprises says of one enterprise, its rows as they stand in the files. */
export interface KboDossier {
  readonly enterprise: TableRow
  readonly denominations: readonly TableRow[]
  readonly addresses: readonly TableRow[]
  readonly contacts: readonly TableRow[]
  readonly activities: readonly TableRow[]
  readonly establishments: readonly KboEstablishment[]
}

/** A place of business (vestiging, unité d'établissement) with its own rows. */
export interface KboEstablishment {
  readonly number: string
  readonly denominations: readonly TableRow[]
  readonly addresses: readonly TableRow[]
  readonly contacts: readonly TableRow[]
  readonly activities: readonly TableRow[]
}

/** A Belgian address in both languages, as the register has it. */
export interface KboAddress {
  readonly postcode?: string
  readonly town: { readonly nl: string; readonly fr: string }
  readonly street: { readonly nl: string; readonly fr: string }
  readonly number: string
  readonly box: string
}

/** Codes of legal forms (code.csv, category JuridicalForm) that this program has a name for. */
const FORMS: Readonly<Record<string, string>> = {
  '008': 'CVBA',
  '011': 'VOF',
  '012': 'CommV',
  '014': 'NV',
  '015': 'BVBA',
  '017': 'VZW',
  '610': 'BV',
  '612': 'CommV',
  '706': 'CV',
}

/** The enterprise's ten digits. */
export const kboOf = ({ enterprise }: KboDossier): string | undefined =>
  kboNumber(enterprise.EnterpriseNumber ?? '')

/** Type 1 is a natural person: sole, and outside what the licence lets be used for direct marketing. */
export const kboLegalKind = ({ enterprise }: KboDossier): LegalKind =>
  enterprise.TypeOfEnterprise === '1'
    ? 'sole'
    : enterprise.TypeOfEnterprise === '2'
      ? 'corporate'
      : 'unknown'

/** The legal form by its own short name, else the code. */
export const kboForm = ({ enterprise }: KboDossier): string | undefined => {
  const code = enterprise.JuridicalForm ?? ''
  return code === '' ? undefined : (FORMS[code] ?? code)
}

/** `active`, or `stopped`; a situation other than normal (000) is named by its code. */
export const kboStatus = ({ enterprise }: KboDossier): string => {
  if (enterprise.Status !== 'AC') return 'stopped'
  const situation = enterprise.JuridicalSituation ?? '000'
  return situation === '000' || situation === '' ? 'active' : `active, situation ${situation}`
}

/** Languages of denominations: 1 French, 2 Dutch, 3 German, 4 English, 0 not told. */
const LANGUAGE_ORDER: Readonly<Record<'nl' | 'fr', string>> = { nl: '20143', fr: '10243' }

/** Names of one type (001 registered, 002 short, 003 commercial), the wanted language first. */
const names = (rows: readonly TableRow[], type: string, language: 'nl' | 'fr'): readonly string[] =>
  rows
    .filter((row) => row.TypeOfDenomination === type && (row.Denomination ?? '') !== '')
    .sort((a, b) => rank(a, language) - rank(b, language))
    .map((row) => row.Denomination ?? '')

const rank = (row: TableRow, language: 'nl' | 'fr') =>
  LANGUAGE_ORDER[language].indexOf(row.Language ?? '0')

/** Every name of an enterprise, registered ones first. */
export const kboNames = (
  { denominations }: Pick<KboDossier, 'denominations'>,
  language: 'nl' | 'fr',
): readonly string[] => [
  ...new Set(['001', '002', '003', '004'].flatMap((type) => names(denominations, type, language))),
]

/** The name over the door: the establishment's or enterprise's commercial name, else the registered one. */
export const kboTradeName = (
  dossier: KboDossier,
  establishment: KboEstablishment | undefined,
  language: 'nl' | 'fr',
): string | undefined =>
  [
    ...names(establishment?.denominations ?? [], '003', language),
    ...names(dossier.denominations, '003', language),
    ...names(dossier.denominations, '001', language),
    ...names(dossier.denominations, '002', language),
  ][0]

/** The current address of a type (REGO registered office, BAET establishment); one struck off is none. */
export const kboAddress = (
  rows: readonly TableRow[],
  type: 'REGO' | 'BAET',
): KboAddress | undefined => {
  const row = rows.find((one) => one.TypeOfAddress === type && (one.DateStrikingOff ?? '') === '')
  if (row === undefined) return undefined
  const at = (column: string) => row[column] ?? ''
  return {
    ...(at('Zipcode') !== '' && { postcode: at('Zipcode') }),
    town: {
      nl: at('MunicipalityNL') || at('MunicipalityFR'),
      fr: at('MunicipalityFR') || at('MunicipalityNL'),
    },
    street: { nl: at('StreetNL') || at('StreetFR'), fr: at('StreetFR') || at('StreetNL') },
    number: at('HouseNumber'),
    box: at('Box'),
  }
}

/** Values of one kind of contact. */
export const kboContacts = (
  rows: readonly TableRow[],
  type: 'TEL' | 'EMAIL' | 'WEB',
): readonly string[] =>
  rows
    .filter((row) => row.ContactType === type && (row.Value ?? '') !== '')
    .map((row) => row.Value ?? '')

/** NACE codes, main ones of the newest version first, each once. */
export const kboActivities = (rows: readonly TableRow[]): readonly string[] => [
  ...new Set(
    [...rows]
      .sort(
        (a, b) =>
          Number(b.NaceVersion ?? 0) - Number(a.NaceVersion ?? 0) ||
          Number(b.Classification === 'MAIN') - Number(a.Classification === 'MAIN'),
      )
      .map((row) => row.NaceCode ?? '')
      .filter((code) => code !== ''),
  ),
]

/** A page of dossiers, as the bulk reader cuts the files into, with the meaning of the codes on it. */
export interface KboPage {
  readonly kbo: {
    /** Day of the extract, ISO. */
    readonly asOf?: string
    /** NACE codes of this page in Dutch and French. */
    readonly nace: Readonly<Record<string, { readonly nl: string; readonly fr: string }>>
    readonly dossiers: readonly KboDossier[]
  }
}
