import type { AsyncBuffer, ParquetQueryFilter } from 'hyparquet'
import { parquetMetadataAsync, parquetScan } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import {
  OVERTURE_COLUMNS,
  type OverturePage,
  type OverturePlace,
} from '../../platforms/overture.ts'
import { type Box, inBox } from '../../text/points.ts'
import type { Bundle } from './open.ts'
import { type BulkPiece, cut } from './piece.ts'
import { addressWanted, type BulkWanted, boxesOf, byPoint } from './wanted.ts'

/** Which places are wanted: those whose point lies in one of the boxes, and whose country is one of these. */
interface PlacesWanted {
  readonly boxes: readonly Box[]
  /** ISO codes; a place that states no country is taken for what its point says. */
  readonly countries: readonly string[]
}

/** Rows decoded together: bounds memory whatever the size of a row group. */
const STEP = 20_000

/** What the statistics of row groups and pages can rule out. */
const pruning = (boxes: readonly Box[]): ParquetQueryFilter => ({
  $or: boxes.map(([south, west, north, east]) => ({
    $and: [
      { 'bbox.xmin': { $lte: east } },
      { 'bbox.xmax': { $gte: west } },
      { 'bbox.ymin': { $lte: north } },
      { 'bbox.ymax': { $gte: south } },
    ],
  })),
})

type BoundingBox = OverturePlace['bbox']

const lies = (bbox: BoundingBox, boxes: readonly Box[]): boolean => {
  if (bbox === null || bbox === undefined) return false
  const [lat, lon] = [(bbox.ymin + bbox.ymax) / 2, (bbox.xmin + bbox.xmax) / 2]
  return boxes.some((box) => inBox(lat, lon, box))
}

const inCountry = ({ addresses }: OverturePlace, countries: readonly string[]): boolean => {
  const country = addresses?.[0]?.country
  return country === null || country === undefined || countries.includes(country)
}

/** The wanted places and where in the file they stand. */
interface PlacesFound {
  readonly places: readonly OverturePlace[]
  /** Rows of the file that were looked at for them. */
  readonly from: number
  readonly to: number
}

/**
 * Reads the wanted places of an Overture GeoParquet file, some thousands at a time: row groups and pages
 * outside the boxes are skipped by their statistics, then the boxes alone are decoded, then the other columns
 * of the stretch that has a hit. hyparquet rather than DuckDB: over a million rows both cost the same
 * processor time (measured with 1.5.6; test/bench/bulk-parquet.bench.ts measures ours), and DuckDB is 70 MB of native code.
 */
export async function* overturePlaces(
  file: AsyncBuffer,
  wanted: PlacesWanted,
): AsyncGenerator<PlacesFound> {
  const metadata = await parquetMetadataAsync(file)
  const present = new Set(metadata.schema.map(({ name }) => name))
  const columns = OVERTURE_COLUMNS.filter((column) => present.has(column))
  if (!columns.includes('bbox')) throw new Error('no column bbox: not an Overture file of places')
  const scan = await parquetScan({
    file,
    metadata,
    columns: [...columns],
    compressors,
    pruningFilter: pruning(wanted.boxes),
    usePageIndex: true,
  })
  for (const range of scan.ranges)
    for (let start = range.rowStart; start < range.rowEnd; start += STEP) {
      const end = Math.min(start + STEP, range.rowEnd)
      const places = await placesIn(scan, columns, { start, end }, wanted)
      if (places.length > 0) yield { places, from: start, to: end }
    }
}

type Scan = Awaited<ReturnType<typeof parquetScan>>

const placesIn = async (
  scan: Scan,
  columns: readonly (keyof OverturePlace)[],
  { start, end }: { readonly start: number; readonly end: number },
  { boxes, countries }: PlacesWanted,
): Promise<readonly OverturePlace[]> => {
  const bboxes = await scan.readColumn({ column: 'bbox', rowStart: start, rowEnd: end })
  const hits: number[] = []
  for (let i = 0; i < bboxes.length; i++) if (lies(bboxes[i] as BoundingBox, boxes)) hits.push(i)
  const [first, last] = [hits[0], hits.at(-1)]
  if (first === undefined || last === undefined) return []
  const rowStart = start + first
  const rowEnd = start + last + 1
  const others = columns.filter((column) => column !== 'bbox')
  const values = await Promise.all(
    others.map((column) => scan.readColumn({ column, rowStart, rowEnd })),
  )
  return hits
    .map(
      (hit) =>
        Object.fromEntries([
          ['bbox', bboxes[hit]],
          ...others.map((column, i) => [column, values[i]?.[hit - first]] as const),
        ]) as OverturePlace,
    )
    .filter((place) => inCountry(place, countries))
}

const ISO: Readonly<Record<BulkWanted['region'], readonly string[]>> = {
  uk: ['GB'],
  nl: ['NL'],
  be: ['BE'],
}

/** Pieces of Overture files: wanted places, file by file. */
export async function* overturePieces(
  { members }: Bundle,
  wanted: BulkWanted,
): AsyncGenerator<BulkPiece> {
  const isWanted = byPoint(wanted) ? () => true : addressWanted(wanted)
  for (const { name, parquet } of members) {
    if (parquet === undefined) continue
    const file = await parquet()
    const found = overturePlaces(file, { boxes: boxesOf(wanted), countries: ISO[wanted.region] })
    for await (const { places, from } of found) {
      const kept = places.filter(({ addresses }) =>
        isWanted({
          postcode: addresses?.[0]?.postcode ?? undefined,
          towns: [addresses?.[0]?.locality ?? ''],
        }),
      )
      for (const [i, piece] of cut(kept).entries())
        yield {
          source: 'any/overture',
          url: `https://overturemaps.org/places/${name}#row=${from}.${i}`,
          contentType: 'application/json',
          body: JSON.stringify({ overture: { places: piece } } satisfies OverturePage),
          from: `${name} rows from ${from}, piece ${i + 1}`,
        }
    }
  }
}
