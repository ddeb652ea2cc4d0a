import {
  type KboDossier,
  type KboEstablishment,
  type KboPage,
  kboLegalKind,
  kboStatus,
} from '../../platforms/kbo.ts'
import { openStaging, type Staging } from '../../store/staging.ts'
import type { BadLine, TableRow } from '../../text/csv.ts'
import { isoDate } from '../../text/dates.ts'
import type { Bundle } from './open.ts'
import { type BulkPiece, badLines, cut } from './piece.ts'
import { rowsOf } from './rows.ts'
import { addressWanted, type BulkWanted } from './wanted.ts'

/** Files that an extract must have, and the columns read of them; the first of each is the key. */
const COLUMNS = {
  denomination: ['EntityNumber', 'Language', 'TypeOfDenomination', 'Denomination'],
  address: [
    'EntityNumber',
    'TypeOfAddress',
    'Zipcode',
    'MunicipalityNL',
    'MunicipalityFR',
    'StreetNL',
    'StreetFR',
    'HouseNumber',
    'Box',
    'DateStrikingOff',
  ],
  contact: ['EntityNumber', 'EntityContact', 'ContactType', 'Value'],
  activity: ['EntityNumber', 'NaceVersion', 'NaceCode', 'Classification'],
  establishment: ['EnterpriseNumber', 'EstablishmentNumber'],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Joined = keyof typeof COLUMNS

const JOINED = Object.keys(COLUMNS) as readonly Joined[]

const HOME = 'https://kbopub.economie.fgov.be/kbo-open-data'

/** Whether the files are those of a KBO extract. */
export const isKbo = ({ members }: Bundle): boolean =>
  ['enterprise.csv', 'denomination.csv', 'address.csv'].every((name) =>
    members.some((member) => member.name.toLowerCase() === name),
  )

export type Bad = (file: string, line: BadLine) => void

async function* tableOf(
  { members }: Bundle,
  file: string,
  bad: Bad,
  wanted?: readonly string[],
): AsyncGenerator<readonly TableRow[]> {
  const member = members.find(({ name }) => name.toLowerCase() === `${file}.csv`)
  if (member === undefined) return
  yield* rowsOf(await member.open(), (line) => bad(`${file}.csv`, line), wanted)
}

/** A row without its empty columns, which are most of them. */
const filled = (row: TableRow): TableRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))

const stage = async (bundle: Bundle, staging: Staging<TableRow>, bad: Bad): Promise<void> => {
  for (const file of JOINED) {
    const [key] = COLUMNS[file]
    for await (const rows of tableOf(bundle, file, bad, COLUMNS[file]))
      staging.put(
        file,
        rows
          .filter((row) => file !== 'activity' || row.Classification === 'MAIN')
          .map((row) => [row[key] ?? '', filled(row)] as const),
      )
  }
}

const partsOf = (staging: Staging<TableRow>, key: string) => ({
  denominations: staging.of('denomination', key),
  addresses: staging.of('address', key),
  contacts: staging.of('contact', key),
  activities: staging.of('activity', key),
})

const dossierOf = (staging: Staging<TableRow>, enterprise: TableRow): KboDossier => {
  const key = enterprise.EnterpriseNumber ?? ''
  const establishments = staging.of('establishment', key).map((row): KboEstablishment => {
    const number = row.EstablishmentNumber ?? ''
    return { number, ...partsOf(staging, number) }
  })
  return { enterprise: filled(enterprise), ...partsOf(staging, key), establishments }
}

/**
 * Every enterprise of an extract with all that its files say of it, up to a thousand at a time. The files
 * are joined on the disk, so they may be of any size and in any order.
 */
export async function* kboDossiers(
  bundle: Bundle,
  bad: Bad,
): AsyncGenerator<readonly KboDossier[]> {
  const staging = openStaging<TableRow>()
  try {
    await stage(bundle, staging, bad)
    for await (const rows of tableOf(bundle, 'enterprise', bad))
      yield rows.map((row) => dossierOf(staging, row))
  } finally {
    staging.close()
  }
}

type Nace = KboPage['kbo']['nace']

/** What the codes mean, and the day of the extract. */
export const kboCodes = async (
  bundle: Bundle,
): Promise<{ readonly nace: Nace; readonly asOf?: string }> => {
  const nace: Record<string, { nl: string; fr: string }> = {}
  for await (const rows of tableOf(bundle, 'code', () => undefined))
    for (const { Category, Code, Language, Description } of rows) {
      if (!/^Nace/i.test(Category ?? '') || Code === undefined) continue
      const known = nace[Code] ?? { nl: '', fr: '' }
      nace[Code] = known
      if (Language === 'NL') known.nl = Description ?? ''
      if (Language === 'FR') known.fr = Description ?? ''
    }
  let asOf: string | undefined
  for await (const rows of tableOf(bundle, 'meta', () => undefined))
    for (const { Variable, Value } of rows)
      if (Variable === 'SnapshotDate') asOf = isoDate(Value ?? '')
  return { nace, ...(asOf !== undefined && { asOf }) }
}

const addressesOf = (dossier: KboDossier) => [
  ...dossier.addresses,
  ...dossier.establishments.flatMap(({ addresses }) => addresses),
]

/** Pieces of an extract: active legal persons with an address that is wanted. Natural persons are never handed on. */
export async function* kboPieces(bundle: Bundle, wanted: BulkWanted): AsyncGenerator<BulkPiece> {
  const { nace, asOf } = await kboCodes(bundle)
  const isWanted = addressWanted(wanted)
  const bad = badLines()
  for await (const dossiers of kboDossiers(bundle, bad.add)) {
    yield* bad.take()
    const kept = dossiers.filter(
      (dossier) =>
        kboLegalKind(dossier) === 'corporate' &&
        kboStatus(dossier) === 'active' &&
        addressesOf(dossier).some((row) =>
          isWanted({
            postcode: row.Zipcode,
            towns: [row.MunicipalityNL ?? '', row.MunicipalityFR ?? ''],
          }),
        ),
    )
    for (const piece of cut(kept)) yield page(piece, nace, asOf)
  }
  yield* bad.take()
}

const page = (dossiers: readonly KboDossier[], nace: Nace, asOf: string | undefined): BulkPiece => {
  const codes = new Set(
    dossiers.flatMap(({ activities, establishments }) =>
      [...activities, ...establishments.flatMap((place) => place.activities)].map(
        ({ NaceCode }) => NaceCode ?? '',
      ),
    ),
  )
  const kbo: KboPage['kbo'] = {
    ...(asOf !== undefined && { asOf }),
    nace: Object.fromEntries(
      [...codes].flatMap((code) => (nace[code] ? [[code, nace[code]]] : [])),
    ),
    dossiers,
  }
  const [first, last] = [dossiers[0], dossiers.at(-1)].map(
    (dossier) => dossier?.enterprise.EnterpriseNumber,
  )
  return {
    source: 'be/kbo',
    url: `${HOME}#enterprises=${first}-${last}${asOf === undefined ? '' : `@${asOf}`}`,
    contentType: 'application/json',
    body: JSON.stringify({ kbo } satisfies KboPage),
    from: `KBO enterprises ${first}-${last}`,
  }
}
