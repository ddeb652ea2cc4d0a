import { companyFiles, companyPieces } from './bulk/companies-house.ts'
import { isKbo, kboPieces } from './bulk/kbo.ts'
import { type Bundle, openBundle } from './bulk/open.ts'
import { overturePieces } from './bulk/overture.ts'
import type { BulkPiece, BulkSource } from './bulk/piece.ts'
import { type Ask, isAddress, openRemote } from './bulk/remote.ts'
import type { BulkWanted } from './bulk/wanted.ts'

export type { BulkPage, BulkPiece, BulkSource } from './bulk/piece.ts'
export { isAddress } from './bulk/remote.ts'
export type { BulkWanted } from './bulk/wanted.ts'

const sourceOf = async (bundle: Bundle): Promise<BulkSource | undefined> => {
  if (bundle.members.some(({ parquet }) => parquet !== undefined)) return 'any/overture'
  if (isKbo(bundle)) return 'be/kbo'
  return (await companyFiles(bundle)).length > 0 ? 'uk/companies-house' : undefined
}

/** Which bulk source a path holds, told by what is in it: a file, a gzipped file, a zip, or a folder; undefined for any other. */
export const bulkSourceOf = async (path: string): Promise<BulkSource | undefined> => {
  if (isAddress(path)) return /^s3:|\.parquet(?:\?|$)/i.test(path) ? 'any/overture' : undefined
  try {
    const bundle = await openBundle(path)
    try {
      return await sourceOf(bundle)
    } finally {
      bundle.close()
    }
  } catch {
    return undefined
  }
}

const PIECES: Readonly<
  Record<BulkSource, (bundle: Bundle, wanted: BulkWanted) => AsyncGenerator<BulkPiece>>
> = {
  'any/overture': overturePieces,
  'be/kbo': kboPieces,
  'uk/companies-house': companyPieces,
}

/**
 * Reads a bulk file as pieces that its source's reader understands, in flat memory. An address (`https://…` of
 * a Parquet file, `s3://…` of a public bucket) is read through `ask`, the parts that are needed only.
 */
export async function* bulkPieces(
  path: string,
  source: BulkSource,
  wanted: BulkWanted,
  ask?: Ask,
): AsyncGenerator<BulkPiece> {
  const bundle =
    ask !== undefined && isAddress(path) ? await openRemote(path, ask) : await openBundle(path)
  try {
    yield* PIECES[source](bundle, wanted)
  } finally {
    bundle.close()
  }
}
