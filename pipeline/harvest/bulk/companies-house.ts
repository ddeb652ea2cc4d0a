import { COMPANY_COLUMNS, COMPANY_HEAD } from '../../platforms/companies-house.ts'
import type { TableRow } from '../../text/csv.ts'
import type { Bundle, Member } from './open.ts'
import { type BulkPiece, badLines, cut } from './piece.ts'
import { rowsOf } from './rows.ts'
import { addressWanted, type BulkWanted } from './wanted.ts'

const HOME = 'https://download.companieshouse.gov.uk'

const startOf = async (member: Member): Promise<string> => {
  const stream = await member.open()
  for await (const chunk of stream) {
    stream.destroy()
    return String(chunk).slice(0, 200)
  }
  return ''
}

/** The files of a bundle that are parts of the company data. */
export const companyFiles = async ({ members }: Bundle): Promise<readonly Member[]> => {
  const found: Member[] = []
  for (const member of members)
    if (/\.(?:csv|txt)$/i.test(member.name) && COMPANY_HEAD.test(await startOf(member)))
      found.push(member)
  return found
}

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

/** The rows under their own head again, the columns that are read of them. */
const csv = (rows: readonly TableRow[]): string =>
  [
    COMPANY_COLUMNS.join(','),
    ...rows.map((row) => COMPANY_COLUMNS.map((column) => quoted(row[column] ?? '')).join(',')),
  ].join('\n')

/** Pieces of the company data: live companies at a wanted address. */
export async function* companyPieces(
  bundle: Bundle,
  wanted: BulkWanted,
): AsyncGenerator<BulkPiece> {
  const isWanted = addressWanted(wanted)
  const bad = badLines()
  for (const member of await companyFiles(bundle)) {
    const rows = rowsOf(await member.open(), (line) => bad.add(member.name, line), COMPANY_COLUMNS)
    for await (const batch of rows) {
      yield* bad.take()
      const kept = batch.filter(
        (row) =>
          (row.CompanyStatus ?? '').startsWith('Active') &&
          isWanted({
            postcode: row['RegAddress.PostCode'],
            towns: [row['RegAddress.PostTown'] ?? ''],
          }),
      )
      for (const piece of cut(kept)) {
        const span = `${piece[0]?.CompanyNumber}-${piece.at(-1)?.CompanyNumber}`
        yield {
          source: 'uk/companies-house',
          url: `${HOME}/${member.name}#companies=${span}`,
          contentType: 'text/csv',
          body: csv(piece),
          from: `${member.name} companies ${span}`,
        }
      }
    }
    yield* bad.take()
  }
}
