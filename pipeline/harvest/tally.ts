import type { Listing } from '../model/listing.ts'
import type { SourceId } from '../model/region.ts'
import type { Reading } from '../source.ts'
import type { Seen } from '../store/listing.ts'
import { type Drift, leadsOn } from './drift.ts'

/** What one source did in a run. Every page and every listing is in exactly one count. */
export interface SourceReport {
  /** Pages by kind and verdict: `search: { ok: 12, empty: 1 }`. */
  readonly pages: Record<string, Record<string, number>>
  readonly listings: Record<Seen, number>
  /** Listings left out on purpose, by reason. */
  readonly left: Record<string, number>
  /** Links not fetched or given up, by reason. */
  readonly skipped: Record<string, number>
  /** How many listings were read, by kind of page, and the share of them that carries each field. */
  readonly read: Record<string, number>
  readonly fill: Record<string, Record<string, number>>
  /** Cards a page, least and most, by kind. */
  readonly cards: Record<string, [number, number]>
  /** The same of the pages that led on to a next one, which are full. */
  readonly full: Record<string, [number, number]>
  vanished: number
  bytes: number
  /** What was spent, for a source that charges. */
  usd: number
  /** With `--until-stable`: rounds asked, listings seen, and an estimate of how many are still unseen. */
  coverage?: { readonly rounds: number; readonly seen: number; readonly unseen: number }
  blocked?: string
  unreachable?: string
  drift?: readonly (Drift & { readonly url: string })[]
  /** Links that still wait for another run. */
  owed: number
}

/** Counts what happens in a run, per source. */
export interface Tally {
  readonly page: (source: SourceId, kind: string, verdict: string, reading?: Reading) => void
  readonly listing: (source: SourceId, seen: Seen) => void
  readonly leave: (source: SourceId, why: string, times?: number) => void
  readonly skip: (source: SourceId, why: string) => void
  readonly of: (source: SourceId) => SourceReport
  readonly sources: () => Readonly<Record<string, SourceReport>>
  /** Pages and listings in all. */
  readonly sum: () => { readonly pages: number; readonly listings: number; readonly fresh: number }
}

const blank = (): SourceReport => ({
  pages: {},
  listings: { new: 0, changed: 0, same: 0 },
  left: {},
  skipped: {},
  read: {},
  fill: {},
  cards: {},
  full: {},
  vanished: 0,
  bytes: 0,
  usd: 0,
  owed: 0,
})

const add = (counts: Record<string, number>, key: string, times = 1) => {
  counts[key] = (counts[key] ?? 0) + times
}

const widen = (ranges: Record<string, [number, number]>, key: string, n: number) => {
  const [least, most] = ranges[key] ?? [n, n]
  ranges[key] = [Math.min(least, n), Math.max(most, n)]
}

/** An empty tally. */
export const openTally = (): Tally => {
  const reports = new Map<SourceId, SourceReport>()
  const read = new Map<string, { n: number; fields: Record<string, number> }>()
  const total = { pages: 0, listings: 0, fresh: 0 }
  const of = (source: SourceId): SourceReport => {
    const known = reports.get(source) ?? blank()
    reports.set(source, known)
    return known
  }
  const countFields = (source: SourceId, kind: string, listings: readonly Listing[]) => {
    const key = `${source} ${kind}`
    const seen = read.get(key) ?? { n: 0, fields: {} }
    read.set(key, seen)
    seen.n += listings.length
    for (const listing of listings)
      for (const field of Object.keys(listing)) add(seen.fields, field)
    const fill: Record<string, number> = {}
    for (const [field, times] of Object.entries(seen.fields))
      fill[field] = Math.round((times / seen.n) * 1000) / 1000
    if (seen.n === 0) return
    of(source).fill[kind] = fill
    of(source).read[kind] = seen.n
  }
  return {
    of,
    page: (source, kind, verdict, reading) => {
      const report = of(source)
      const verdicts = report.pages[kind] ?? {}
      report.pages[kind] = verdicts
      add(verdicts, verdict)
      total.pages += 1
      if (reading === undefined || verdict !== 'ok') return
      for (const [why, times] of Object.entries(reading.left ?? {})) add(report.left, why, times)
      const cards = reading.cards ?? reading.listings.length
      widen(report.cards, kind, cards)
      if (leadsOn(reading, kind)) widen(report.full, kind, cards)
      countFields(source, kind, reading.listings)
    },
    listing: (source, seen) => {
      of(source).listings[seen] += 1
      total.listings += 1
      if (seen === 'new') total.fresh += 1
    },
    leave: (source, why, times) => add(of(source).left, why, times),
    skip: (source, why) => add(of(source).skipped, why),
    sources: () => Object.fromEntries(reports),
    sum: () => ({ ...total }),
  }
}
