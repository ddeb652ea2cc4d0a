import { createHash } from 'node:crypto'
import { judgeBlock } from '../fetch/blocks.ts'
import type { Archived, FetchedPage } from '../fetch/fetched.ts'
import type { Page } from '../model/page.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import { recognise } from '../platforms/recognise.ts'
import type { Source } from '../source.ts'
import type { Store } from '../store/open.ts'
import { hasPage, pageAt } from '../store/page.ts'
import { beginRun, endRun } from '../store/run.ts'
import { setAside } from '../store/set-aside.ts'
import { markShared } from '../store/shared.ts'
import { bandOf, type Drift, pageDrift } from './drift.ts'
import type { Ending } from './errand.ts'
import type { Forgotten } from './forgotten.ts'
import { preparePage } from './prepare.ts'
import { exitOf, makeReport, type RunReport } from './report.ts'
import { type Taking, takePage } from './take.ts'
import { openTally, type Tally } from './tally.ts'

/** A page that lies on the disk: saved by a person, or kept in the archive. */
interface OnDisk {
  readonly page: Pick<FetchedPage, 'status' | 'headers' | 'contentType' | 'body' | 'bytes'>
  readonly url: string | undefined
  readonly at: Instant
  /** Where it lies in the archive already. */
  readonly archived?: Archived
  /** The file, and the part of it, for a person. */
  readonly from: string
  /** Puts the page into the archive, or says where it lies there. */
  readonly keep: (url: string) => Promise<Archived>
}

/** A page, or a file that is none, with the reason. */
export type Found = OnDisk | { readonly from: string; readonly why: string }

/** What reading from the disk stands on: no network object is within its reach. */
export interface DiskGround {
  readonly store: Store
  readonly sources: readonly (readonly [SourceId, Source])[]
  /** Every source, to say of which another region's page is. */
  readonly others?: readonly (readonly [SourceId, Source])[]
  readonly region: Region
  readonly how: 'saved' | 'replay'
  readonly limit: number | undefined
  readonly forgotten: Forgotten
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly progress: (tally: Tally) => void
}

/** The name under which files that no source knows are counted. */
const NOBODY = 'any/unknown' as SourceId

/** Reads pages from the disk with the same readers, clean-up and store as a live run. */
export const harvestDisk = async (
  ground: DiskGround,
  pages: AsyncIterable<Found>,
  asked: unknown,
): Promise<{ readonly run: number; readonly report: RunReport }> => {
  const { store, now, signal } = ground
  const began = now()
  const run = beginRun(store, 'harvest', asked, began)
  const tally = openTally()
  const endings = new Map<string, Ending>()
  const taking: Taking = {
    store,
    run,
    tally,
    again: ground.how === 'replay',
    forgotten: ground.forgotten,
    get at() {
      return now()
    },
    room: () => (ground.limit ?? Number.POSITIVE_INFINITY) - tally.sum().fresh,
  }
  for await (const found of pages) {
    if (signal.aborted) {
      endings.set(NOBODY, 'interrupted')
      tally.of(NOBODY)
      break
    }
    if ('why' in found) leave(taking, NOBODY, found.from, found.why)
    else await takeFromDisk(ground, taking, endings, found)
    ground.progress(tally)
  }
  const report = makeReport(
    ground.how,
    tally,
    endings,
    { began, ended: now() },
    markShared(store, now()),
  )
  endRun(store, run, { exit: exitOf(report), report, at: now() })
  return { run, report }
}

/** Sets a page aside with its reason. */
const leave = ({ store, run, tally, at }: Taking, source: SourceId, what: string, why: string) => {
  tally.skip(source, why.split(':')[0] ?? why)
  setAside(store, { run, source, what, why, at })
}

const takeFromDisk = async (
  ground: DiskGround,
  taking: Taking,
  endings: Map<string, Ending>,
  found: OnDisk,
) => {
  const known = readBefore(ground.store, found) ?? {
    url: found.url,
    ...recognise(ground.sources, {
      url: found.url ?? '',
      contentType: found.page.contentType,
      body: found.page.body,
    }),
  }
  const entry = ground.sources.find(([source]) => source === known.id)
  if (known.kind === undefined || entry === undefined)
    return leave(taking, NOBODY, found.from, whyStrange(ground, found))
  const [id, card] = entry
  const { kind } = known
  const page: Page = {
    url: known.url ?? card.home,
    kind,
    status: found.page.status,
    contentType: found.page.contentType,
    body: found.page.body,
    fetchedAt: found.at,
  }
  if (ground.how === 'saved' && hasPage(ground.store, id, page.url, digestOf(found.page.bytes)))
    return leave(taking, id, found.from, 'read before')
  if (ground.forgotten.page(page.url))
    return leave(taking, id, `a page of ${id}`, 'asked to be forgotten')
  const archived = await found.keep(page.url)
  const { region } = ground
  const { headers } = found.page
  const prepared = preparePage(card, { source: id, region, page, headers, fresh: false })
  const { reading } = prepared
  // A person may have saved a part of a page; what a live run took for drift is judged by the same measure again.
  const band = 'drift' in known && known.drift ? bandOf(card.expect[kind], []) : {}
  const drift: readonly Drift[] = pageDrift(band, reading, { kind, first: false })
  const verdict = drift.length > 0 ? 'drift' : reading.verdict
  taking.tally.page(id, kind, verdict, reading)
  taking.tally.of(id).bytes += found.page.bytes.length
  const gone = takePage(taking, {
    source: id,
    card,
    region,
    query: '',
    page,
    ...prepared,
    verdict,
    archived,
  })
  if (gone.length > 0) await ground.forgotten.strike(archived, gone)
  const why = reading.unread[0]?.why ?? verdict
  if (verdict === 'ok' || verdict === 'empty') return
  setAside(ground.store, {
    run: taking.run,
    source: id,
    what: found.from,
    why: `${verdict}: ${why}`,
    at: taking.at,
  })
  if (verdict === 'blocked' || verdict === 'consent') {
    taking.tally.of(id).blocked = `${found.from} is a ${verdict} page (${why})`
    endings.set(id, 'blocked')
  }
  if (verdict === 'drift') {
    taking.tally.of(id).drift = drift.map((one) => ({ ...one, url: found.from }))
    endings.set(id, 'drift')
  }
}

/** Why no source took a page: it stands in for another, it is another region's, or nobody knows it. */
const whyStrange = ({ region, others }: DiskGround, { url, page }: OnDisk): string => {
  const block = judgeBlock({ ...page, ...(url === undefined ? {} : { url }) })
  if (block !== undefined)
    return block.kind === 'consent'
      ? `a consent page (${block.by}), not the page behind it`
      : `a wall against automated reading (${block.by}), not the page behind it`
  const { contentType, body } = page
  const other = recognise(others ?? [], { url: url ?? '', contentType, body })
  const regions = others?.find(([id]) => id === other?.id)?.[1].regions
  return other === undefined || regions === undefined
    ? `no source of --region ${region} knows this page`
    : `of ${other.id}, which --region ${regions.join(' or ')} reads`
}

/** A kept page is read as what it was read as before, under the source's own address. */
const readBefore = (store: Store, { archived }: OnDisk) => {
  const row = archived && pageAt(store, archived.file, archived.offset)
  return row && { id: row.source, kind: row.kind, url: row.url, drift: row.verdict === 'drift' }
}

/** The digest under which the archive keeps a page. */
const digestOf = (bytes: Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`
