import type { Expectation } from '../source.ts'
import type { RunReport } from './report.ts'

/** A proposal keeps this share of the least that was seen, and allows this many times the most. */
const LEAST = 0.85
const MOST = 2
/** Fields seen on fewer listings say nothing about a healthy page, and neither do so few listings. */
const USUAL = 0.3
const ENOUGH = 20
/** What every listing has because it is one, and what is no field of the page. */
const GIVEN = new Set(['ref', 'name', 'seller', 'extra'])

/** New bands per source and kind of page, from the reports of healthy runs: 85 % of the least, 200 % of the most. */
export const proposeBands = (
  reports: readonly Pick<RunReport, 'sources'>[],
): Readonly<Record<string, Readonly<Record<string, Expectation>>>> => {
  const bands: Record<string, Record<string, Expectation>> = {}
  for (const id of new Set(reports.flatMap(({ sources }) => Object.keys(sources)))) {
    const runs = reports.flatMap(({ sources }) => sources[id] ?? [])
    const kinds = new Set(runs.flatMap(({ cards }) => Object.keys(cards)))
    for (const kind of kinds) {
      const ranges = (of: 'full' | 'cards') =>
        runs.flatMap((run) => (run[of]?.[kind] === undefined ? [] : [run[of][kind]]))
      const full = ranges('full')
      const cards = full.length > 0 ? full : ranges('cards')
      const telling = runs.filter((run) => (run.read?.[kind] ?? 0) >= ENOUGH)
      const fills = telling.flatMap(({ fill }) => (fill[kind] === undefined ? [] : [fill[kind]]))
      bands[id] = {
        ...bands[id],
        [kind]: {
          cards: [
            Math.floor(Math.min(...cards.map(([least]) => least)) * LEAST),
            Math.ceil(Math.max(...cards.map(([, most]) => most)) * MOST),
          ],
          fill: fillBand(fills),
        },
      }
    }
  }
  return bands
}

const fillBand = (fills: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const seen = fills.flatMap((fill) => Object.keys(fill))
  const fields = new Set(seen.filter((field) => !GIVEN.has(field)))
  return Object.fromEntries(
    [...fields].flatMap((field) => {
      const least = Math.min(...fills.map((fill) => fill[field] ?? 0))
      return least < USUAL ? [] : [[field, Math.floor(least * LEAST * 100) / 100]]
    }),
  )
}
