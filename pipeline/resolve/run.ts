import { setImmediate } from 'node:timers/promises'
import type { Context } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { loadRegions } from '../region.ts'
import type { Store } from '../store/open.ts'
import { beginRun, endRun } from '../store/run.ts'
import { type DedupeReport, dedupeSteps } from './dedupe.ts'
import { reportLines } from './report.ts'

/** Resolves what is due, keeps a record of the run and tells how it went. */
export const runDedupe = async (
  context: Context,
  store: Store,
  options: { readonly rebuild?: boolean; readonly json?: boolean },
): Promise<ExitCode> => {
  const { out, now, signal } = context
  const asked = { rebuild: options.rebuild ?? false }
  const regions = await loadRegions()
  const run = beginRun(store, 'dedupe', asked, now())
  const steps = dedupeSteps(store, {
    at: now(),
    regions,
    ...asked,
    signal,
    progress: out.progress,
  })
  let step = steps.next()
  for (; !step.done; step = steps.next()) await setImmediate()
  const report = step.value
  const exit = report.interrupted
    ? EXIT.interrupted
    : report.listings === 0
      ? EXIT.nothing
      : EXIT.done
  endRun(store, run, { exit, report, at: now() })
  if (options.json) out.json(report)
  else tell(context, report)
  return exit
}

const tell = ({ out }: Context, report: DedupeReport) => {
  if (report.listings === 0) {
    out.say('there are no listings yet; `pipeline scrape` harvests them')
    return
  }
  const { prospects, listings, made, changed, merged, split, gone, back } = report
  out.line(
    `${prospects} prospects of ${listings} listings: ${made} new, ${changed} changed, ` +
      `${merged} merged, ${split} split off, ${gone} gone, ${back} back`,
  )
  if (report.match === undefined) return
  for (const line of reportLines(report.match)) out.say(line)
  if (report.match.doubtful > 0) out.say('`pipeline dedupe --review` asks about doubtful pairs')
}
