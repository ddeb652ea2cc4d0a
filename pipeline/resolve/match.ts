import type { Region } from '../model/region.ts'
import { type Resolved, resolveAll } from './batch.ts'
import { addRow, emptyCorpus } from './corpus.ts'
import { hashText } from './hash.ts'
import { type MatchReport, reportOn } from './report.ts'
import type { Row } from './row.ts'
import { readTable } from './table.ts'
import { count, countOf, emptyTally } from './tally.ts'
import type { Learnt } from './train.ts'
import { NO_ANSWERS } from './weigh.ts'

/** A table of listings, resolved. */
export interface Matched {
  readonly ids: readonly string[]
  /** Names for clusters whose first row has an id that an earlier row has too, by the index of that row. */
  readonly renamed: ReadonlyMap<number, string>
  readonly resolved: Resolved
  /** Probability that each listing belongs to its cluster. */
  readonly belongs: Float32Array
  readonly report: MatchReport
}

/** Resolves a CSV of listings. Trouble `bad-file` when it cannot be read or has no names. */
export const matchTable = async (
  path: string,
  options: {
    readonly map: readonly string[]
    readonly region: Region | undefined
    readonly learnt?: Learnt | undefined
  },
): Promise<Matched> => {
  const corpus = emptyCorpus()
  const ids: string[] = []
  // learnt weights compare what is written, which the corpus does not keep
  const rows: Row[] = []
  await readTable(path, options, (row, id) => {
    addRow(corpus, row)
    if (options.learnt !== undefined) rows.push(row)
    ids.push(id)
  })
  const resolved = resolveAll(corpus, NO_ANSWERS, options.learnt?.(rows))
  return { ids, renamed: renameRepeated(ids), resolved, ...reportOn(resolved) }
}

/** Ids must name one row each where clusters are named by them: a repeated one gets the row's number (`17#203`). */
const renameRepeated = (ids: readonly string[]): ReadonlyMap<number, string> => {
  // hashes first, for a set of a million texts takes more memory than the listings
  const hashes = Uint32Array.from(ids, (id) => hashText(id))
  const tally = emptyTally(ids.length)
  for (const hash of hashes) count(tally, hash)
  const known = new Set<string>()
  const renamed = new Map<number, string>()
  ids.forEach((id, i) => {
    if (countOf(tally, hashes[i] as number) === 1) return
    if (known.has(id)) renamed.set(i, `${id}#${i + 1}`)
    else known.add(id)
  })
  return renamed
}
