import type { BadLine } from '../../text/csv.ts'

/** Sources that come as one large file or folder rather than page by page. */
export type BulkSource = 'uk/companies-house' | 'be/kbo' | 'any/overture'

/** A piece of a bulk file, small enough to be read, kept and pointed at like any page. */
export interface BulkPage {
  readonly source: BulkSource
  /** Address of the file at its publisher, and the rows in it. */
  readonly url: string
  readonly contentType: string
  readonly body: string
  /** The file and the rows, for a person. */
  readonly from: string
}

/** A piece, or a line that could not be read, with the reason. */
export type BulkPiece = BulkPage | { readonly from: string; readonly why: string }

/** Rows on one piece: as many as a long result page would have. */
const ROWS = 500

/** Cuts batches into pieces of at most 500 rows. */
export const cut = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) =>
    rows.slice(i * ROWS, (i + 1) * ROWS),
  )

/** Collects lines that could not be read until the next piece is handed on. */
export const badLines = (): {
  readonly add: (file: string, line: BadLine) => void
  readonly take: () => readonly BulkPiece[]
} => {
  let held: BulkPiece[] = []
  return {
    add: (file, { line, why }) => held.push({ from: `${file} line ${line}`, why }),
    take: () => {
      const now = held
      held = []
      return now
    },
  }
}
