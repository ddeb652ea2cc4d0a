import type { Region } from '../model/region.ts'
import { type Learnt, type Resolved, resolveAll } from './batch.ts'
import { addRow, emptyCorpus } from './corpus.ts'
import { type MatchReport, reportOn } from './report.ts'
import { readTable } from './table.ts'
import { NO_ANSWERS } from './weigh.ts'

/** A table of listings, resolved. */
export interface Matched {
  readonly ids: readonly string[]
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
  await readTable(path, options, (row, id) => {
    addRow(corpus, row)
    ids.push(id)
  })
  const resolved = resolveAll(corpus, NO_ANSWERS, options.learnt)
  return { ids, resolved, ...reportOn(resolved) }
}
