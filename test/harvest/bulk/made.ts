import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import { fileWriter, parquetWriteRows } from 'hyparquet-writer'
import type { OverturePlace } from '../../../pipeline/platforms/overture.ts'

/** Mulberry32: the same numbers for the same seed, from 0 up to 1. */
const chance = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const pick = <T>(from: readonly T[], random: number): T =>
  from[Math.floor(random * from.length)] as T

const FIRST =
  'ASHDOWN BLUE CANAL DALE EAST FERN GREEN HARBOUR ISLE JUNCTION KING LOCH MILL NORTH OAK'.split(
    ' ',
  )
const SECOND = 'DOOR HILL LANE BRIDGE GATE FIELD HOUSE WATER STONE ROW'.split(' ')
const TRADE = 'PLUMBING BAKERY ROOFING CAFE DENTAL MOTORS FLORIST JOINERY SALON GARDENS'.split(' ')
const TOWN = [
  ['LEEDS', 'LS'],
  ['MANCHESTER', 'M'],
  ['BRISTOL', 'BS'],
  ['INVERNESS', 'IV'],
  ['HULL', 'HU'],
] as const

/** The head of the published file: 55 columns, some names with a blank before them. */
export const COMPANY_FILE_HEAD: readonly string[] = [
  'CompanyName',
  ' CompanyNumber',
  'RegAddress.CareOf',
  'RegAddress.POBox',
  'RegAddress.AddressLine1',
  ' RegAddress.AddressLine2',
  'RegAddress.PostTown',
  'RegAddress.County',
  'RegAddress.Country',
  'RegAddress.PostCode',
  'CompanyCategory',
  'CompanyStatus',
  'CountryOfOrigin',
  'DissolutionDate',
  'IncorporationDate',
  ...['RefDay', 'RefMonth'].map((part) => `Accounts.Account${part}`),
  ...['NextDueDate', 'LastMadeUpDate', 'AccountCategory'].map((part) => `Accounts.${part}`),
  'Returns.NextDueDate',
  'Returns.LastMadeUpDate',
  ...['Charges', 'Outstanding', 'PartSatisfied', 'Satisfied'].map(
    (part) => `Mortgages.NumMort${part}`,
  ),
  ...[1, 2, 3, 4].map((i) => `SICCode.SicText_${i}`),
  'LimitedPartnerships.NumGenPartners',
  'LimitedPartnerships.NumLimPartners',
  'URI',
  ...Array.from({ length: 10 }, (_, i) => [
    `PreviousName_${i + 1}.CONDATE`,
    ` PreviousName_${i + 1}.CompanyName`,
  ]).flat(),
  'ConfStmtNextDueDate',
  ' ConfStmtLastMadeUpDate',
]

const NAMES = COMPANY_FILE_HEAD.map((name) => name.trim())

/** One line of the company data, every column quoted as in the published file. */
export const companyLine = (fields: Readonly<Record<string, string>>): string =>
  NAMES.map((name) => `"${(fields[name] ?? '').replaceAll('"', '""')}"`).join(',')

/** Invented companies: the same for the same seed. */
export function* companyLines(rows: number, seed: number): Generator<string> {
  const random = chance(seed)
  for (let i = 0; i < rows; i++) {
    const [town, area] = pick(TOWN, random())
    const number = String(20_000_000 + i)
    yield companyLine({
      CompanyName: `${pick(FIRST, random())} ${pick(SECOND, random())} ${pick(TRADE, random())} ${i % 977} LIMITED`,
      CompanyNumber: number,
      'RegAddress.AddressLine1': `${1 + Math.floor(random() * 300)} ${pick(SECOND, random())} STREET`,
      'RegAddress.PostTown': town,
      'RegAddress.Country': 'ENGLAND',
      'RegAddress.PostCode': `${area}${1 + Math.floor(random() * 20)} ${Math.floor(random() * 10)}AB`,
      CompanyCategory: 'Private Limited Company',
      CompanyStatus: random() < 0.95 ? 'Active' : 'Liquidation',
      CountryOfOrigin: 'United Kingdom',
      IncorporationDate: `0${1 + (i % 9)}/0${1 + (i % 9)}/20${10 + (i % 15)}`,
      'Accounts.AccountRefDay': '31',
      'Accounts.AccountRefMonth': '3',
      'Accounts.NextDueDate': '31/12/2026',
      'Accounts.AccountCategory': 'MICRO ENTITY',
      'SICCode.SicText_1': '43220 - Plumbing, heat and air-conditioning installation',
      URI: `http://business.data.gov.uk/id/company/${number}`,
      ConfStmtNextDueDate: '15/02/2027',
    })
  }
}

/** Writes a file of lines a megabyte at a time. */
const writeLines = async (path: string, lines: Iterable<string>): Promise<void> => {
  const file = createWriteStream(path)
  let held = ''
  for (const line of lines) {
    held += `${line}\n`
    if (held.length < 1 << 20) continue
    if (!file.write(held)) await once(file, 'drain')
    held = ''
  }
  file.end(held)
  await once(file, 'finish')
}

function* companyFile(rows: number, seed: number): Generator<string> {
  yield COMPANY_FILE_HEAD.join(',')
  yield* companyLines(rows, seed)
}

/** Writes a Companies House-shaped file. */
export const writeCompanies = (path: string, rows: number, seed = 1): Promise<void> =>
  writeLines(path, companyFile(rows, seed))

/** A KBO number with its check digits, printed as in the files. */
const kboNumberOf = (stem: number): string => {
  const eight = String(stem).padStart(8, '0')
  const ten = eight + String(97 - (stem % 97)).padStart(2, '0')
  return `${ten.slice(0, 4)}.${ten.slice(4, 7)}.${ten.slice(7)}`
}

const table = (folder: string, name: string, rows: readonly (readonly string[])[]): void =>
  writeFileSync(
    join(folder, `${name}.csv`),
    `${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`,
  )

/**
 * Writes a small KBO extract: a bakery with two places of business and contacts, a French-speaking plumber in
 * Brussels, a natural person, and a firm that has stopped. Rows stand in no order.
 */
export const writeKbo = (folder: string): void => {
  mkdirSync(folder, { recursive: true })
  const [bakery, plumber, person, stopped] = [12345, 23456, 34567, 45678].map(kboNumberOf) as [
    string,
    string,
    string,
    string,
  ]
  table(folder, 'meta', [
    ['Variable', 'Value'],
    ['SnapshotDate', '05-09-2026'],
    ['ExtractType', 'full'],
  ])
  table(folder, 'code', [
    ['Category', 'Code', 'Language', 'Description'],
    ['Nace2008', '47241', 'NL', 'Detailhandel in brood en banketbakkerswerk'],
    ['Nace2008', '47241', 'FR', 'Boulangerie'],
    ['Nace2008', '43221', 'NL', 'Loodgieterswerk'],
    ['Nace2008', '43221', 'FR', 'Plomberie'],
    ['JuridicalForm', '610', 'NL', 'Besloten Vennootschap'],
  ])
  table(folder, 'enterprise', [
    [
      'EnterpriseNumber',
      'Status',
      'JuridicalSituation',
      'TypeOfEnterprise',
      'JuridicalForm',
      'JuridicalFormCAC',
      'StartDate',
    ],
    [plumber, 'AC', '000', '2', '610', '', '01-02-2015'],
    [bakery, 'AC', '000', '2', '015', '610', '09-08-1992'],
    [person, 'AC', '000', '1', '', '', '01-01-2020'],
    [stopped, 'ST', '000', '2', '014', '', '01-01-2001'],
  ])
  table(folder, 'establishment', [
    ['EstablishmentNumber', 'StartDate', 'EnterpriseNumber'],
    ['2.000.000.002', '01-01-2000', bakery],
    ['2.000.000.001', '01-01-2000', bakery],
  ])
  table(folder, 'denomination', [
    ['EntityNumber', 'Language', 'TypeOfDenomination', 'Denomination'],
    ['2.000.000.001', '2', '003', 'Bakkerij De Hoek'],
    [plumber, '1', '001', 'Plomberie Exemple'],
    [bakery, '2', '001', 'Bakkerijen Voorbeeld'],
    [person, '2', '001', 'Janssens, Jan'],
    [person, '2', '003', 'Klusser Voorbeeld'],
    [stopped, '2', '001', 'Gestopt Voorbeeld'],
  ])
  table(folder, 'address', [
    [
      'EntityNumber',
      'TypeOfAddress',
      'CountryNL',
      'CountryFR',
      'Zipcode',
      'MunicipalityNL',
      'MunicipalityFR',
      'StreetNL',
      'StreetFR',
      'HouseNumber',
      'Box',
      'ExtraAddressInfo',
      'DateStrikingOff',
    ],
    [bakery, 'REGO', '', '', '9000', 'Gent', 'Gand', 'Kerkstraat', 'Kerkstraat', '5', '2', '', ''],
    [
      '2.000.000.001',
      'BAET',
      '',
      '',
      '9050',
      'Gent',
      'Gand',
      'Oude straat',
      'Oude straat',
      '1',
      '',
      '',
      '01-01-2010',
    ],
    [
      '2.000.000.001',
      'BAET',
      '',
      '',
      '9050',
      'Gent',
      'Gand',
      'Brusselsesteenweg',
      'Brusselsesteenweg',
      '17',
      '',
      '',
      '',
    ],
    [
      plumber,
      'REGO',
      '',
      '',
      '1000',
      'Brussel',
      'Bruxelles',
      'Nieuwstraat',
      'Rue Neuve',
      '16',
      '3',
      '',
      '',
    ],
    [person, 'REGO', '', '', '8000', 'Brugge', 'Bruges', 'Dorp', 'Dorp', '1', '', '', ''],
    [stopped, 'REGO', '', '', '9000', 'Gent', 'Gand', 'Weg', 'Weg', '1', '', '', ''],
  ])
  table(folder, 'contact', [
    ['EntityNumber', 'EntityContact', 'ContactType', 'Value'],
    [bakery, 'ENT', 'WEB', 'www.bakkerij-voorbeeld.example'],
    ['2.000.000.001', 'EST', 'TEL', '09 000 00 01'],
    [bakery, 'ENT', 'EMAIL', 'info@bakkerij-voorbeeld.example'],
  ])
  table(folder, 'activity', [
    ['EntityNumber', 'ActivityGroup', 'NaceVersion', 'NaceCode', 'Classification'],
    [plumber, '001', '2008', '43221', 'MAIN'],
    [bakery, '001', '2008', '47241', 'MAIN'],
    [bakery, '001', '2008', '99999', 'SECO'],
  ])
}

const leaf = (name: string, type: SchemaElement['type'], extra: Partial<SchemaElement> = {}) =>
  [
    { name, ...(type !== undefined && { type }), repetition_type: 'OPTIONAL', ...extra },
  ] as SchemaElement[]
const text = (name: string) => leaf(name, 'BYTE_ARRAY', { converted_type: 'UTF8' })
const group = (name: string, children: readonly (readonly SchemaElement[])[]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: children.length },
  ...children.flat(),
]
const list = (name: string, element: readonly SchemaElement[]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...element,
]
const texts = (name: string) => list(name, text('element'))

/** The columns of Overture Places, nested as in the published files. */
const PLACE_COLUMNS: Readonly<Record<string, readonly SchemaElement[]>> = {
  id: text('id'),
  geometry: leaf('geometry', 'BYTE_ARRAY'),
  bbox: group(
    'bbox',
    ['xmin', 'xmax', 'ymin', 'ymax'].map((name) => leaf(name, 'FLOAT')),
  ),
  version: leaf('version', 'INT32'),
  sources: list(
    'sources',
    group('element', [text('property'), text('dataset'), text('record_id')]),
  ),
  names: group('names', [text('primary')]),
  categories: group('categories', [text('primary'), texts('alternate')]),
  basic_category: text('basic_category'),
  confidence: leaf('confidence', 'DOUBLE'),
  websites: texts('websites'),
  socials: texts('socials'),
  emails: texts('emails'),
  phones: texts('phones'),
  brand: group('brand', [text('wikidata'), group('names', [text('primary')])]),
  addresses: list(
    'addresses',
    group('element', ['freeform', 'locality', 'postcode', 'region', 'country'].map(text)),
  ),
  operating_status: text('operating_status'),
}

/** Corners of sixteen areas of the world, a quarter of them in the three regions, in the order of the file. */
const AREAS: readonly (readonly [lon: number, lat: number, country: string])[] = [
  [-120, 35, 'US'],
  [-80, 40, 'US'],
  [-46, -23, 'BR'],
  [-3, 53, 'GB'],
  [0, 51.5, 'GB'],
  [2.3, 48.5, 'FR'],
  [3, 50.5, 'BE'],
  [5, 51.8, 'NL'],
  [13, 52, 'DE'],
  [28, 41, 'TR'],
  [77, 28, 'IN'],
  [100, 13, 'TH'],
  [121, 31, 'CN'],
  [127, 37, 'KR'],
  [140, 36, 'JP'],
  [151, -33, 'AU'],
]

type PlaceRow = OverturePlace & {
  readonly geometry: Uint8Array
  readonly version: number
  readonly sources: unknown
}

/** Invented places all over the world, area by area as the published files are ordered. */
export function* placeRows(rows: number, seed: number): Generator<PlaceRow> {
  const random = chance(seed)
  for (let i = 0; i < rows; i++) {
    const [lon, lat, country] = AREAS[Math.floor((i * AREAS.length) / rows)] ?? [0, 0, 'XX']
    const [x, y] = [lon + random(), lat + random()]
    const geometry = new Uint8Array(21)
    const view = new DataView(geometry.buffer)
    view.setUint8(0, 1)
    view.setUint32(1, 1, true)
    view.setFloat64(5, x, true)
    view.setFloat64(13, y, true)
    yield {
      id: `${seed}-${String(i).padStart(12, '0')}`,
      geometry,
      bbox: { xmin: x, xmax: x, ymin: y, ymax: y },
      version: 1,
      sources: [{ property: '', dataset: 'meta', record_id: String(i) }],
      names: { primary: `${pick(FIRST, random())} ${pick(TRADE, random())} ${i}` },
      categories: {
        primary: pick(['plumber', 'restaurant', 'beauty_salon', 'bakery'], random()),
        alternate: ['contractor'],
      },
      basic_category: 'services',
      confidence: random(),
      websites: random() < 0.6 ? [`http://www.place-${i}.example/`] : null,
      socials: random() < 0.5 ? [`https://www.facebook.com/${i}`] : null,
      emails: random() < 0.2 ? [`info@place-${i}.example`] : null,
      phones: [`+44207946${String(i % 1000).padStart(4, '0')}`],
      brand: null,
      addresses: [
        {
          freeform: `${i % 300} High Street`,
          locality: 'Town',
          postcode: null,
          region: null,
          country,
        },
      ],
      operating_status: random() < 0.02 ? 'permanently_closed' : 'open',
    }
  }
}

/** Writes an Overture-shaped GeoParquet file. */
export const writePlaces = async (
  path: string,
  rows: Iterable<object>,
  rowGroupSize = 20_000,
): Promise<void> => {
  const names = Object.keys(PLACE_COLUMNS)
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: rows as Iterable<Record<string, unknown>>,
    columns: names.map((name) => ({ name, columnIndex: name === 'bbox' })),
    schema: [
      { name: 'schema', num_children: names.length },
      ...names.flatMap((name) => PLACE_COLUMNS[name] ?? []),
    ],
    rowGroupSize,
  })
}

/** A zip archive of texts (PKWARE APPNOTE 6.3: local headers, deflated data, central directory). */
export const zipOf = (files: Readonly<Record<string, string | Buffer>>): Buffer => {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content)
    const data = deflateRawSync(raw)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(raw.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, Buffer.from(name)]),
    )
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(central.length, 8)
  end.writeUInt16LE(central.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

/** CRC-32 as zip wants it (zlib of Node 20.19 does not offer it in every build). */
const crc32 = (bytes: Buffer): number => {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}
