import { dirname, join } from 'node:path'
import type { Context } from '../../command.ts'
import { enrich } from '../../enrich/enrich.ts'
import { loadProbes } from '../../enrich/judge.ts'
import { type EnrichOptions, PARTS, type Part } from '../../enrich/options.ts'
import type { EnrichReport } from '../../enrich/report.ts'
import { readKept } from '../../fetch/kept.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { Trouble } from '../../model/trouble.ts'
import { openStore, type Store } from '../../store/open.ts'
import { beginRun, endRun, lastRun } from '../../store/run.ts'
import type { EnrichCommandOptions } from '../enrich.ts'

/** What a run stands on beside the options: where pages and DNS answers come from. */
export type Ground = Pick<EnrichOptions, 'pages' | 'among' | 'resolver' | 'retryFailed'> & {
  readonly close: () => Promise<void>
}

/** Runs `pipeline enrich`, live or over saved sites, and reports. */
export const runEnrich = async (
  context: Context,
  options: EnrichCommandOptions,
): Promise<ExitCode> => {
  const { now, signal, out } = context
  const parts = partsOf(options.only)
  const config = await context.config()
  const folder = join(dirname(context.db), 'archive')
  const store = openStore(context.db)
  try {
    const asked = { ...options, parts }
    const began = unfinished(store, asked) ?? now()
    const run = beginRun(store, 'enrich', { ...asked, began }, now())
    const ground = await groundFor(context, options, store, folder, run)
    try {
      const report = await enrich({
        store,
        pages: ground.pages,
        kept: (row) =>
          readKept(folder, {
            file: row.archive,
            offset: row.archive_offset,
            length: row.archive_length,
          }),
        probes: await loadProbes(),
        config,
        run,
        now,
        signal,
        parts,
        began,
        ...(options.refresh === undefined ? {} : { refreshDays: options.refresh }),
        ...(options.limit === undefined ? {} : { limit: options.limit }),
        ...(options.prospect === undefined ? {} : { prospect: options.prospect }),
        ...(ground.resolver === undefined ? {} : { resolver: ground.resolver }),
        ...(ground.among === undefined ? {} : { among: ground.among }),
        ...(ground.retryFailed === undefined ? {} : { retryFailed: ground.retryFailed }),
        progress: (sofar) => out.progress(progressLine(sofar)),
      })
      const exit = exitOf(report)
      endRun(store, run, { exit, report, at: now() })
      if (options.json) out.json({ run, ...report })
      else for (const line of describe(report)) out.line(line)
      for (const line of advice(report, options)) out.say(line)
      return exit
    } finally {
      await ground.close()
    }
  } finally {
    store.close()
  }
}

const groundFor = async (
  context: Context,
  options: EnrichCommandOptions,
  store: Store,
  folder: string,
  run: number,
): Promise<Ground> => {
  if (options.from !== undefined) {
    const { savedGround } = await import('./saved.ts')
    return savedGround(context, options.from, store, folder, run)
  }
  const { liveGround } = await import('./live.ts')
  return liveGround(context, folder)
}

const partsOf = (only: readonly string[] | undefined): readonly Part[] => {
  if (only === undefined) return PARTS
  return only.map((word) => {
    const part = PARTS.find((one) => one === word)
    if (part === undefined)
      throw new Trouble('bad-option', 'usage', `--only takes ${PARTS.join(', ')}, not '${word}'`)
    return part
  })
}

/** When the asking began, where the last run of the same asking was killed or stopped: what it did need not be done again. */
const unfinished = (store: Store, asked: object): string | undefined => {
  const last = lastRun(store, 'enrich')
  if (last === undefined || last.exit === EXIT.done) return undefined
  const { began, ...before } = JSON.parse(last.asked) as Record<string, unknown>
  const same = JSON.stringify(before) === JSON.stringify(asked)
  return same && typeof began === 'string' ? began : undefined
}

const exitOf = (report: EnrichReport): ExitCode => {
  if (report.ended === 'stopped') return EXIT.interrupted
  if (report.ended === 'offline') return EXIT.failed
  return report.prospects === 0 ? EXIT.nothing : EXIT.done
}

const progressLine = (report: EnrichReport): string =>
  `${report.prospects} of ${report.due} prospects · ${report.visited} sites visited, ${report.failed} failed · ${report.contacts} contacts · ${report.findings} findings`

const describe = (report: EnrichReport): readonly string[] => [
  `${report.prospects} prospects of ${report.due} due: ${report.visited} sites visited, ${report.reused} fresh enough, ${report.noWebsite} without a website, ${report.failed} failed`,
  `${report.contacts} new contacts, ${report.findings} new findings, ${report.refused} addresses not taken`,
  ...(report.mail.yes + report.mail.no + report.mail.unknown === 0
    ? []
    : [
        `mail: ${report.mail.yes} deliverable, ${report.mail.no} not, ${report.mail.unknown} unknown`,
      ]),
  ...Object.entries(report.reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `failed ${times}: ${reason}`),
]

const advice = (report: EnrichReport, options: EnrichCommandOptions): readonly string[] => {
  if (report.ended === 'offline')
    return ['Nothing answers. Without network: pipeline enrich --from PATH reads saved sites.']
  if (report.ended === 'stopped') return ['Run it again to go on from here.']
  if (report.prospects > 0) return []
  return options.from === undefined
    ? ['Nothing is due; --refresh DAYS visits again what is older.']
    : ['None of the saved pages belongs to a prospect that is due.']
}
