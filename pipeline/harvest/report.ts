import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, type ExitCode } from '../model/exit.ts'
import type { Instant } from '../model/region.ts'
import type { SharedContact } from '../store/shared.ts'
import type { Ending } from './errand.ts'
import type { SourceReport, Tally } from './tally.ts'

/** What a harvest did, as `status --run` and the JSON file tell it. */
export interface RunReport {
  readonly how: 'live' | 'saved' | 'replay'
  readonly seconds: number
  readonly pagesPerSecond: number
  readonly sources: Readonly<Record<string, SourceReport & { readonly ending: Ending }>>
  /** Phones, addresses and domains that many differently named listings share; kept out of contact data. */
  readonly shared: readonly SharedContact[]
}

/** The report names the widest shared contacts only. */
const MOST_SHARED = 20

/** Puts a run's counts into its report. */
export const makeReport = (
  how: RunReport['how'],
  tally: Tally,
  endings: ReadonlyMap<string, Ending>,
  times: { readonly began: Instant; readonly ended: Instant },
  shared: readonly SharedContact[],
): RunReport => {
  const seconds = Math.max(0.001, (Date.parse(times.ended) - Date.parse(times.began)) / 1000)
  return {
    how,
    seconds,
    shared: shared.slice(0, MOST_SHARED),
    pagesPerSecond: Math.round((tally.sum().pages / seconds) * 100) / 100,
    sources: Object.fromEntries(
      Object.entries(tally.sources()).map(([id, report]) => [
        id,
        { ...report, ending: endings.get(id) ?? 'done' },
      ]),
    ),
  }
}

/** The one verdict of a run: what is worst in it decides. */
export const exitOf = (report: RunReport): ExitCode => {
  const endings = Object.values(report.sources).map((source) => source.ending)
  const pages = Object.values(report.sources).flatMap((source) => Object.values(source.pages))
  if (endings.includes('interrupted')) return EXIT.interrupted
  if (endings.includes('drift')) return EXIT.drift
  if (endings.includes('blocked')) return EXIT.blocked
  if (endings.includes('no-network') || endings.includes('unreachable')) return EXIT.failed
  if (pages.length > 0) return EXIT.done
  const lost = Object.values(report.sources).some(({ skipped }) =>
    Object.keys(skipped).some((why) => !NO_LOSS.has(why)),
  )
  return lost ? EXIT.failed : EXIT.nothing
}

/** Why a page may be passed over without anything being lost. */
const NO_LOSS = new Set(['read before', 'asked to be forgotten'])

/** Writes the report as JSON below the out folder; answers its path. */
export const writeReport = (outDir: string, run: number, report: RunReport): string => {
  mkdirSync(outDir, { recursive: true })
  const path = join(outDir, `run-${run}.json`)
  writeFileSync(path, `${JSON.stringify({ run, ...report }, null, 2)}\n`)
  return path
}

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .filter(([, n]) => n > 0)
    .map(([what, n]) => `${what} ${n}`)
    .join(', ')

/** A source's part of the report, in lines for a person; with how often each field was there, if asked. */
export const describeSource = (
  id: string,
  source: SourceReport & { readonly ending: Ending },
  fields = false,
): readonly string[] => {
  const lines = [`${id}: ${source.ending === 'done' ? 'done' : ENDINGS[source.ending]}`]
  const say = (what: string, text: string) => {
    if (text !== '') lines.push(`  ${what.padEnd(9)} ${text}`)
  }
  for (const [kind, verdicts] of Object.entries(source.pages))
    say(kind, `pages ${counts(verdicts)}`)
  say('listings', counts({ ...source.listings, vanished: source.vanished }))
  say('left out', counts(source.left))
  say('skipped', counts(source.skipped))
  say('spent', source.usd > 0 ? `$${source.usd.toFixed(2)}` : '')
  if (source.coverage !== undefined) {
    const { rounds, seen, unseen } = source.coverage
    say('covered', `${seen} seen in ${rounds} rounds, about ${unseen} still unseen`)
  }
  say(
    'owed',
    source.owed > 0
      ? `${source.owed} ${source.owed === 1 ? 'page' : 'pages'}; the same command goes on with them`
      : '',
  )
  for (const [kind, fill] of Object.entries(fields ? source.fill : {}))
    say(
      'fields',
      `${kind}: ${Object.entries(fill)
        .sort(([, a], [, b]) => b - a)
        .map(([field, share]) => `${field} ${Math.round(share * 100)} %`)
        .join(', ')}`,
    )
  say('blocked', source.blocked ?? '')
  say('reached', source.unreachable === undefined ? '' : `not: ${source.unreachable}`)
  for (const drift of source.drift ?? [])
    say('drift', `${drift.what}: expected ${drift.expected}, seen ${drift.seen} on ${drift.url}`)
  return lines
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  done: 'done',
  blocked: 'stopped at a wall',
  drift: 'stopped: its pages no longer look as they did; what was stored before stays',
  limit: 'stopped at the limit',
  budget: 'stopped at the budget',
  interrupted: 'interrupted',
  unreachable: 'cannot be reached',
  'no-network': 'no network',
}

/** What is shared by so many that it is no single business's own contact. */
export const describeShared = ({ shared }: Pick<RunReport, 'shared'>): readonly string[] =>
  shared.map(
    ({ kind, value, names, listings }) =>
      `shared ${kind} ${value}: on ${listings} listings with ${names} names; not used as a contact`,
  )

/** A whole run in lines for a person. */
export const describeRun = (run: {
  readonly id: number
  readonly stage: string
  readonly started_at: string
  readonly ended_at: string | null
  readonly exit: number | null
  readonly asked: unknown
  readonly report: unknown
}): readonly string[] => {
  const head = [
    `run ${run.id}: ${run.stage}, began ${run.started_at}, ${run.ended_at === null ? 'not ended (killed, or still at work)' : `ended ${run.ended_at}, exit ${run.exit}`}`,
    `asked: ${JSON.stringify(run.asked)}`,
  ]
  const report = run.report as RunReport | null
  if (report === null) return head
  return [
    ...head,
    `${report.how}, ${report.seconds} s, ${report.pagesPerSecond} pages/s`,
    ...Object.entries(report.sources).flatMap(([id, source]) => describeSource(id, source, true)),
    ...describeShared(report),
  ]
}
