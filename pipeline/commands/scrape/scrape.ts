import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../../command.ts'
import type { Config } from '../../config.ts'
import { harvest } from '../../harvest/harvest.ts'
import { type Plan, planHarvest } from '../../harvest/plan.ts'
import {
  describeShared,
  describeSource,
  exitOf,
  type RunReport,
  writeReport,
} from '../../harvest/report.ts'
import { contactFor } from '../../harvest/setup.ts'
import { loadSources } from '../../harvest/sources.ts'
import type { Tally } from '../../harvest/tally.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import type { SourceId } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import { openStore, type Store } from '../../store/open.ts'
import type { ScrapeOptions } from '../scrape.ts'
import { memoryOf } from './memory.ts'
import { showPlan } from './plan.ts'
import { progressLine } from './progress.ts'
import { openWeb } from './web.ts'

/** Runs `pipeline scrape`: chooses, says what it chose, harvests, reports. */
export const scrape = async (context: Context, options: ScrapeOptions): Promise<ExitCode> => {
  if (options.region === undefined)
    throw new Trouble('bad-option', 'usage', 'say which region: --region uk, nl or be')
  const config = await context.config()
  const files = options.from ?? filesOf(config, options.source)
  if (files.length > 0 || options.replay) {
    const { scrapeSaved, showFiles } = await import('./saved.ts')
    const asked = files.length > 0 ? { ...options, from: files } : options
    return options.dryRun ? showFiles(context, asked) : scrapeSaved(context, asked)
  }
  const plan = await planHarvest(await loadSources(), config, options, context.env)
  for (const line of plan.said) context.out.say(line)
  if (options.dryRun) return showPlan(context.out, plan, options.json ?? false)
  if (plan.sources.length === 0) {
    context.out.say('no source is left to read live; --from PATH brings in saved pages')
    return EXIT.nothing
  }
  const paid = plan.sources.filter(([, source]) => source.needs !== undefined)
  if (paid.length > 0 && options.budget === undefined)
    throw new Trouble(
      'bad-option',
      'usage',
      `${paid.map(([id, { needs }]) => `${id} costs ${needs?.cost}`).join('; ')}. Say how much it may cost: --budget 5; --dry-run shows what to expect.`,
    )
  const contact = await contactFor(config, context.out, context.cwd)
  const store = openStore(context.db)
  try {
    const { run, report } = await live(context, options, { plan, contact, store })
    return conclude(context, options, run, report)
  } finally {
    store.close()
  }
}

/** Where the configuration says that the bulk sources asked for by name lie; none as soon as one has no file. */
const filesOf = (config: Config, asked: readonly string[] | undefined): readonly string[] => {
  const paths = (asked ?? []).map((id) => config.sources[id as SourceId]?.path)
  const from = config.file === undefined ? '.' : dirname(config.file)
  return paths.every((path) => path !== undefined)
    ? paths.map((path) => (/^(?:https?|s3):/.test(path) ? path : resolve(from, path)))
    : []
}

const live = async (
  context: Context,
  options: ScrapeOptions,
  {
    plan,
    contact,
    store,
  }: { readonly plan: Plan; readonly contact: string; readonly store: Store },
) => {
  const config = await context.config()
  const { now, signal, out } = context
  const web = await openWeb(context, config, { contact, folder: archiveOf(context) })
  const began = Date.now()
  try {
    return await harvest(
      {
        store,
        fetch: web.fetch,
        browse: web.browse,
        settings: config.sources,
        forgotten: memoryOf(context, store, archiveOf(context)),
        now,
        signal,
        sleep: (ms) => wait(ms, undefined, { signal }).catch(() => undefined),
        abreast: config.fetch.perHost,
        progress: atMost(PROGRESS_MS, (tally: Tally) =>
          out.progress(progressLine(store, plan, tally.sum(), (Date.now() - began) / 1000)),
        ),
      },
      {
        region: options.region,
        sources: plan.sources,
        queries: plan.queries,
        limit: options.limit,
        budgetUsd: options.budget,
        untilStable: options.untilStable ?? false,
        acceptLoss: options.acceptLoss ?? false,
        refreshDays: options.refresh,
        asked: options,
      },
    )
  } finally {
    await web.close()
  }
}

/** Milliseconds between two drawings of the progress line, which counts the frontier each time. */
const PROGRESS_MS = 250

const atMost = <T>(everyMs: number, draw: (value: T) => void) => {
  let last = 0
  return (value: T) => {
    if (Date.now() - last < everyMs) return
    last = Date.now()
    draw(value)
  }
}

/** Kept pages lie beside the database. */
export const archiveOf = (context: Context): string => join(dirname(context.db), 'archive')

/** Tells how a harvest ended, and answers its exit code. */
export const conclude = (
  { out, outDir }: Context,
  options: Pick<ScrapeOptions, 'json'>,
  run: number,
  report: RunReport,
): ExitCode => {
  const file = writeReport(outDir, run, report)
  if (options.json) out.json({ run, ...report })
  else
    for (const [id, source] of Object.entries(report.sources))
      for (const line of describeSource(id, source)) out.line(line)
  if (!options.json) for (const line of describeShared(report)) out.say(line)
  out.say(`report: ${file} (pipeline status --run last)`)
  const code = exitOf(report)
  const walled = Object.values(report.sources).some(({ blocked }) =>
    /wall|consent/.test(blocked ?? ''),
  )
  for (const line of advice(code, report.how, walled)) out.say(line)
  return code
}

const advice = (code: ExitCode, how: RunReport['how'], walled: boolean): readonly string[] => {
  if (code === EXIT.nothing && how === 'replay')
    return ['There is no kept page to read again; a live harvest or --from PATH keeps them.']
  if (code === EXIT.nothing && how === 'saved')
    return ['There was no page in what was given that had not been read before.']
  if (code === EXIT.blocked && !walled)
    return [
      'The server took the question and did not answer it; ask again later, or for less at once.',
    ]
  if (code === EXIT.blocked)
    return [
      'A wall against automated reading is not climbed. What works instead: an open source (any/osm), an official',
      'interface, or pages that you save in your browser and bring in with --from PATH.',
    ]
  if (code === EXIT.nothing)
    return [
      'Everything asked for is fresh; --refresh 0 asks again, --what and --where ask for more.',
    ]
  if (code === EXIT.failed && how === 'saved')
    return [
      'None of the pages is one that a source here reads; `pipeline read FILE` says what it is.',
    ]
  if (code === EXIT.failed)
    return [
      'Nothing could be fetched. Without network: pipeline scrape --from PATH reads saved pages, npm run demo shows the whole job.',
    ]
  return []
}
