import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { matchTable } from '../../pipeline/resolve/match.ts'
import { type Score, scoreClusters } from './score.ts'

/** A measuring set: what Splink reaches on it with labels to choose its threshold by, and what we must. */
export interface Sample {
  readonly set: string
  readonly splink: number
  readonly f1: number
  readonly b3?: number
}

/** Resolves one set of the measuring data as a user would, and scores it. */
export const measure = async (
  shared: string,
  set: string,
): Promise<Score & { readonly estimated: number }> => {
  const folder = join(shared, 'matching', set)
  const { ids, resolved, report } = await matchTable(join(folder, 'listings.csv'), {
    map: [],
    region: undefined,
  })
  const gold = new Map(
    Papa.parse<string[]>(readFileSync(join(folder, 'gold.csv'), 'utf8')).data.map(
      ([id, cluster]) => [id, cluster ?? ''],
    ),
  )
  const score = scoreClusters(
    [...resolved.cluster],
    ids.map((id) => gold.get(id) ?? ''),
  )
  return { ...score, estimated: report.precision }
}

/** A line of the table of results. */
export const line = (sample: Sample, score: Score & { readonly estimated: number }): string =>
  `${sample.set}: F1 ${score.f1.toFixed(4)} (Splink ${sample.splink}) P ${score.precision.toFixed(4)} ` +
  `R ${score.recall.toFixed(4)} B3 ${score.b3.toFixed(4)} largest ${score.largest} ` +
  `estimated P ${score.estimated.toFixed(4)}`
