import type { Query } from '../source.ts'
import { countLinks, wasTooMuch } from '../store/link.ts'
import { sightedBy } from '../store/sighting.ts'
import type { Errand, Live } from './errand.ts'
import { chapman, quarters, shifted } from './split.ts'

/** Asks for some queries to be worked through; false when the source has stopped. */
type Ask = (queries: readonly Query[], more: boolean) => Promise<boolean>

/** A query's name in the frontier is its JSON. */
export const nameOf = (query: Query): string => JSON.stringify(query)

/** An answer this near to the source's cap is taken for a cut one. */
export const NEARLY = 0.95
/** Asking again ends when so small a share of a round's listings is new, or after so many rounds. */
const STABLE = 0.02
const MOST_ROUNDS = 6

/**
 * Covers a source's area: a query that is answered up to the source's cap is split into four and asked
 * again; with `--until-stable` the whole is asked again, shifted, until few new listings come, and the
 * report estimates what is still unseen.
 */
export const cover = async (live: Live, errand: Errand, ask: Ask): Promise<void> => {
  const first = await coverOnce(live, errand, errand.queries, ask)
  if (first === undefined || !live.untilStable) return
  const seen = new Set(sightedBy(live.store, errand.id, first.map(nameOf)))
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const moved = errand.queries.flatMap((query) => shifted(query, round) ?? [])
    if (moved.length === 0) return
    const asked = await coverOnce(live, errand, moved, ask)
    if (asked === undefined) return
    const now = sightedBy(live.store, errand.id, asked.map(nameOf))
    const both = [...now].filter((listing) => seen.has(listing)).length
    const all = chapman(seen.size, now.size, both)
    for (const listing of now) seen.add(listing)
    live.tally.of(errand.id).coverage = {
      rounds: round + 1,
      seen: seen.size,
      unseen: Math.max(0, all - seen.size),
    }
    if (now.size - both <= now.size * STABLE) return
  }
}

/** Works through queries and the quarters of those that were cut; answers all that were asked, or undefined when stopped. */
const coverOnce = async (
  live: Live,
  errand: Errand,
  queries: readonly Query[],
  ask: Ask,
): Promise<readonly Query[] | undefined> => {
  const asked: Query[] = []
  let cells = queries
  while (cells.length > 0) {
    if (!(await ask(cells, asked.length > 0 || cells !== errand.queries))) return undefined
    asked.push(...cells)
    cells = cells
      .filter((query) => isCut(live, errand, query))
      .flatMap((query) => parts(errand, query))
  }
  return asked
}

/** The quarters of a query, unless the source cannot be asked for less than a town and would say the same again. */
export const parts = ({ card }: Errand, query: Query): readonly Query[] => {
  const whole = JSON.stringify(card.start(query))
  return quarters(query).filter((part) => JSON.stringify(card.start(part)) !== whole)
}

const isCut = (live: Live, { id, card }: Errand, query: Query): boolean => {
  if (wasTooMuch(live.store, id, nameOf(query))) return true
  if (card.cap === undefined) return false
  const { ready, leased } = countLinks(live.store, id, nameOf(query))
  return (
    ready + leased === 0 && sightedBy(live.store, id, [nameOf(query)]).size >= card.cap * NEARLY
  )
}
