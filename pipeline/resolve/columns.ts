import { Trouble } from '../model/trouble.ts'
import { wordsOf } from './normalise/fold.ts'

/** What a column of a table of listings may hold. */
const NAMES = {
  id: 'id ref reference key nummer numero identifiant uuid',
  source: 'source bron dataset directory provider origin',
  name: 'name naam nom business bedrijf bedrijfsnaam handelsnaam company entreprise societe title titre denomination businessname companyname',
  address:
    'address adres adresse street straat rue streetaddress street1 address1 addressline1 line1 straatnaam',
  number: 'number housenumber huisnummer huisnr no num numero numeromaison houseno',
  postcode: 'postcode zip zipcode postalcode postalcodes codepostal cp postnummer',
  town: 'city town plaats stad gemeente ville commune localite woonplaats locality municipality',
  country: 'country land pays countrycode landcode',
  phone:
    'phone telephone telefoon tel telefoonnummer phonenumber gsm mobile mobiel telephones phones',
  website: 'website site url web siteweb webadres homepage domain domein',
  trade:
    'category categories categorie rubriek rubrique branche trade type sector activite activity',
  lat: 'lat latitude breedtegraad y',
  lon: 'lon lng long longitude lengtegraad x',
  kvk: 'kvk kvknummer kvknr',
  kbo: 'kbo bce ondernemingsnummer numeroentreprise enterprisenumber kbonummer',
  company: 'companynumber companyno registrationnumber crn companieshouse',
  vat: 'vat vatnumber btw btwnummer tva numerotva',
} as const

export type ColumnName = keyof typeof NAMES
const COLUMN_NAMES = Object.keys(NAMES) as ColumnName[]

/** Which column of a table holds what. */
export type Columns = Partial<Record<ColumnName, number>>

const keyOf = (header: string): string => wordsOf(header).join('')

/**
 * Finds columns by their headers in English, Dutch or French, or as `map` says (`name=Naam`).
 * Trouble `bad-file` when no name is found, `bad-option` when the map names a column that is not there.
 */
export const findColumns = (header: readonly string[], map: readonly string[]): Columns => {
  const columns: Columns = {}
  for (const pair of map) {
    const at = pair.indexOf('=')
    const field = COLUMN_NAMES.find((name) => name === pair.slice(0, at).trim())
    const column = header.findIndex((text) => keyOf(text) === keyOf(pair.slice(at + 1)))
    if (at < 1 || field === undefined || column < 0)
      throw new Trouble(
        'bad-option',
        'usage',
        `--map ${pair}: write field=column; fields are ${COLUMN_NAMES.join(', ')}; the file has ${header.join(', ')}`,
      )
    columns[field] = column
  }
  const keys = header.map(keyOf)
  for (const field of COLUMN_NAMES) {
    if (columns[field] !== undefined) continue
    const taken = Object.values(columns)
    // the words stand in the order of preference
    for (const word of NAMES[field].split(' ')) {
      const column = keys.findIndex((key, k) => key === word && !taken.includes(k))
      if (column < 0) continue
      columns[field] = column
      break
    }
  }
  if (columns.name === undefined)
    throw new Trouble(
      'bad-file',
      'usage',
      `no column holds the name; say which with --map name=COLUMN (the file has ${header.join(', ')})`,
    )
  return columns
}
