import type { SourceId } from '../model/region.ts'
import type { Query } from '../source.ts'
import {
  addLinks,
  claimLinks,
  countLinks,
  focus,
  type LinkRow,
  nextLinkAt,
  releaseLink,
  roundStart,
} from '../store/link.ts'
import { countUnseen, markVanished } from '../store/sighting.ts'
import { cover, NEARLY, nameOf } from './cover.ts'
import { after, type Ending, type Errand, type Live } from './errand.ts'
import { follow, judgeRun, type State } from './follow.ts'

/** A claimed link is given up to others after this; a killed run's claims are freed at once by the next run. */
const LEASE_MS = 180_000
/** How long a run waits for a link that is to be tried again. */
const LONGEST_WAIT_MS = 60_000

/** Works through one source's frontier until it is empty, blocked, drifting, or the run is stopped. */
export const runErrand = async (live: Live, errand: Errand): Promise<Ending> => {
  const state: State = {
    ending: undefined,
    windows: new Map(),
    recent: new Map(),
    firsts: 0,
    strange: undefined,
    refused: undefined,
    underWay: 0,
    touched: new Set(),
    claimed: [],
  }
  await cover(live, errand, async (queries, more) => {
    seed(live, errand, queries, more)
    await Promise.all(Array.from({ length: live.abreast }, () => work(live, errand, state)))
    for (const { id } of state.claimed.splice(0)) releaseLink(live.store, id, { tried: false })
    return state.ending === undefined
  })
  if (state.ending === undefined) judgeRun(live, errand, state)
  if (state.ending === undefined)
    for (const query of state.touched) if (!vanish(live, errand, query)) state.ending = 'drift'
  const { ready, leased } = countLinks(live.store, errand.id)
  live.tally.of(errand.id).owed = ready + leased
  return state.ending ?? 'done'
}

/** Puts the first links of queries on the frontier, beside (`more`) or instead of those looked at before. */
const seed = (
  live: Live,
  { id, card, region }: Errand,
  queries: readonly Query[],
  more: boolean,
) => {
  focus(live.store, id, queries.map(nameOf), more)
  live.store.transaction(() => {
    for (const query of queries) {
      const origin = { source: id, region, query: nameOf(query), depth: 0, at: live.now() }
      addLinks(live.store, { ...origin, staleBefore: live.staleBefore }, card.start(query))
    }
  })
}

const work = async (live: Live, errand: Errand, state: State) => {
  while (state.ending === undefined) {
    if (live.signal.aborted) state.ending = 'interrupted'
    else if (live.room() <= 0) state.ending = 'limit'
    else if (!live.mayPay()) state.ending = 'budget'
    if (state.ending !== undefined) return
    const link = nextLink(live, errand, state)
    if (link === undefined) {
      if (state.underWay === 0 && !(await waited(live, errand.id))) return
      if (state.underWay > 0) await live.sleep(5)
      continue
    }
    state.underWay += 1
    state.touched.add(link.query)
    try {
      await follow(live, errand, link, state)
    } finally {
      state.underWay -= 1
    }
    live.progress()
  }
}

/** The next link to follow; as many as are followed abreast are claimed at once. */
const nextLink = (live: Live, { id }: Errand, { claimed }: State): LinkRow | undefined => {
  if (claimed.length === 0)
    claimed.push(
      ...claimLinks(live.store, {
        source: id,
        run: live.run,
        at: live.now(),
        until: after(live.now(), LEASE_MS),
        most: live.abreast,
      }),
    )
  return claimed.shift()
}

/** Waits for the next link that is due soon; false when none is, so that the run can end and say what is owed. */
const waited = async (live: Live, source: SourceId): Promise<boolean> => {
  const due = nextLinkAt(live.store, source)
  if (due === undefined) return false
  const ms = Date.parse(due) - Date.parse(live.now())
  if (ms > LONGEST_WAIT_MS) return false
  await live.sleep(Math.max(ms, 20))
  return true
}

/** Firms do not close by half: so many and such a share of a query's listings gone at once are a fault of the pages. */
const MANY_GONE = 10
const SHARE_GONE = 0.5

/**
 * When every page of a query has come, what earlier rounds showed and this one did not has vanished; false, and
 * nothing is marked, when far too much of it has. An answer cut at the source's cap proves nothing vanished.
 */
const vanish = (live: Live, { id, card }: Errand, query: string): boolean => {
  const { ready, leased, failed: lost } = countLinks(live.store, id, query)
  const began = roundStart(live.store, id, query)
  if (began === undefined || ready + leased + lost > 0 || card.fickle === true) return true
  const round = { source: id, query, roundStart: began }
  const { known, unseen } = countUnseen(live.store, round)
  if (known - unseen >= NEARLY * (card.cap ?? Number.POSITIVE_INFINITY)) return true
  if (!live.acceptLoss && unseen >= MANY_GONE && unseen > known * SHARE_GONE) {
    const report = live.tally.of(id)
    report.drift = [
      ...(report.drift ?? []),
      {
        what: 'listings of a query that was asked again',
        expected: `about ${known}, as before`,
        seen: `${known - unseen} (--accept-loss takes it as true)`,
        url: query,
      },
    ]
    return false
  }
  live.tally.of(id).vanished += markVanished(live.store, { ...round, at: live.now() })
  return true
}
