import { fold } from '../text/plain.ts'

/** What a column of a person's own list may hold, and what such columns are called in English, Dutch and French. */
const NAMES = {
  id: 'id, ref, reference, customer id, customer number, referentie, klantnummer, reference client, numero client',
  name: 'name, company, company name, business, business name, trading name, organisation, organisation name, organization, organization name, naam, bedrijf, bedrijfsnaam, naam bedrijf, handelsnaam, organisatie, firma, firmanaam, maatschappelijke naam, nom, entreprise, nom entreprise, nom de l entreprise, nom de la societe, societe, raison sociale, denomination, title',
  phone:
    'phone, phones, phone number, telephone, telephone number, tel, tel no, tel number, mobile, mobile phone, mobile number, landline, telefoon, telefoonnummer, tel nr, telefoonnr, gsm, gsm nummer, mobiel, mobiel nummer, mobiele telefoon, numero de telephone, no de telephone, portable, telephone portable, telephone fixe, fixe',
  email:
    'email, emails, e mail, email address, e mail address, mail, emailadres, e mailadres, mailadres, courriel, adresse email, adresse e mail, adresse mail',
  website:
    'website, web site, web, url, site, homepage, web address, website url, domain, www, webadres, webstek, domein, site web, site internet, adresse web',
  social: 'facebook, instagram, linkedin, twitter, tiktok, youtube, social, socials, social media',
  category:
    'category, categories, trade, sector, industry, business type, type, branche, categorie, rubriek, beroep, activiteit, activiteiten, secteur, activite, metier, rubrique, profession',
  address:
    'address, full address, postal address, adres, volledig adres, postadres, adresse, adresse complete, adresse postale',
  street:
    'street, street address, address line 1, address 1, address line1, address1, street name, straat, straatnaam, straat en huisnummer, adresregel 1, rue, voie, adresse 1, adresse ligne 1, rue et numero',
  street2:
    'address line 2, address 2, address line2, address2, adresregel 2, adresse 2, adresse ligne 2, complement d adresse',
  number:
    'house number, number, street number, house no, huisnummer, huisnr, nr, numero, no, numero de rue',
  unit: 'unit, box, flat, suite, bus, busnummer, toevoeging, huisnummertoevoeging, huisnummer toevoeging, boite, bte',
  postcode: 'postcode, post code, postal code, zip, zip code, zipcode, code postal, cp, postnummer',
  town: 'town, city, post town, posttown, locality, place, stad, plaats, plaatsnaam, woonplaats, gemeente, vestigingsplaats, ville, commune, localite',
  county: 'county, province, state, region, provincie, regio, departement',
  country: 'country, country code, land, landcode, pays, code pays',
  lat: 'lat, latitude, breedtegraad',
  lon: 'lon, lng, long, longitude, lengtegraad',
  hours: 'hours, opening hours, openingstijden, openingsuren, horaires, heures d ouverture',
  description: 'description, about, omschrijving, beschrijving',
  legalForm: 'legal form, legal status, rechtsvorm, juridische vorm, forme juridique, forme legale',
  company:
    'company number, company no, company registration number, companies house number, crn, registration number',
  kvk: 'kvk, kvk nummer, kvknummer, kvk nr, kvk number, kamer van koophandel',
  kbo: 'kbo, kbo nummer, kbo nr, ondernemingsnummer, ondernemingsnr, bce, numero bce, numero d entreprise, enterprise number',
  vat: 'vat, vat number, vat no, btw, btw nummer, btw nr, tva, numero tva, numero de tva, no tva',
  noMarketing:
    'no marketing, do not contact, do not mail, do not call, opt out, optout, opted out, unsubscribed, niet benaderen, niet mailen, geen reclame, non mailing, non mailing indicator, afgemeld, uitgeschreven, ne pas contacter, opposition, desinscrit, desabonne',
} as const

/** A meaning a column may have. */
export type Column = keyof typeof NAMES

/** Every meaning, as `--map` takes them. */
export const COLUMNS = Object.keys(NAMES) as readonly Column[]

const BY_NAME: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => NAMES[column].split(', ').map((name) => [name, column] as const)),
)

/** Which columns of a list hold what: a meaning has the columns that carry it, in the list's order. */
export type Columns = Readonly<Partial<Record<Column, readonly string[]>>>

/**
 * Tells columns by their names in three languages, `Phone 2` and `Tel. (kantoor)` included. What a person says of a
 * meaning comes first: it has those columns and no others.
 */
export const columnsOf = (
  header: readonly string[],
  said: Columns = {},
): { readonly columns: Columns; readonly unknown: readonly string[] } => {
  const taken = new Set(Object.values(said).flat())
  const columns: Partial<Record<Column, readonly string[]>> = { ...said }
  const unknown: string[] = []
  for (const title of header) {
    if (taken.has(title) || title.trim() === '') continue
    const column = meaningOf(title)
    if (column === undefined) unknown.push(title)
    else if (said[column] === undefined) columns[column] = [...(columns[column] ?? []), title]
  }
  return { columns, unknown }
}

const meaningOf = (title: string): Column | undefined => {
  const key = fold(title)
  const bare = fold(title.replace(/\([^)]*\)/g, ' ')).replace(/ ?\d+$/, '')
  return BY_NAME.get(key) ?? BY_NAME.get(bare)
}
