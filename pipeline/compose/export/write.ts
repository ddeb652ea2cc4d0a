import { parse } from 'node:path'
import type { Region } from '../../model/region.ts'
import { type Format, type Row, writeTable } from './table.ts'

/** A file that an export writes. */
export interface OutFile {
  readonly path: string
  readonly format: Format
  readonly bom: boolean
}

/** A prospect that an export leaves out, and why. */
export interface LeftOut {
  readonly id: number
  readonly region: Region
  readonly name: string
  readonly why: string
}

export interface ExportReport {
  readonly path: string
  readonly rows: number
  /** The second file: who was left out, and why. */
  readonly leftOutPath: string
  readonly leftOut: number
}

/** Columns of a table, and the separator its reader expects. */
export interface Layout {
  readonly columns: readonly string[]
  readonly separator?: ',' | ';'
}

/** Writes rows and, beside them, `<name>.left-out.<format>` with a reason a row. */
export const writeExport = async (
  { path, format, bom }: OutFile,
  layout: Layout,
  rows: Iterable<Row>,
  leftOut: readonly LeftOut[],
): Promise<ExportReport> => {
  const separator = layout.separator === undefined ? {} : { separator: layout.separator }
  const file = { format, bom, ...separator }
  const count = await writeTable({ ...file, path, columns: layout.columns }, rows)
  const { dir, name, ext } = parse(path)
  const leftOutPath = `${dir}/${name}.left-out${ext}`
  const left = await writeTable(
    { ...file, path: leftOutPath, columns: ['ID', 'Region', 'Name', 'Reason'] },
    leftOut.map(({ id, region, name: business, why }) => ({
      ID: String(id),
      Region: region,
      Name: business,
      Reason: why,
    })),
  )
  return { path, rows: count, leftOutPath, leftOut: left }
}
