import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import type { Out } from '../out.ts'
import type { Store } from '../store/open.ts'

/** `pipeline status`: the funnel, or the report of one run. */
export default defineCommand<{ json?: boolean; run?: string }>({
  about: 'show the funnel from pages to messages, or the report of a run',
  options: [JSON_OPTION, { flags: '--run <id>', about: "a run's number, or 'last'" }],
  examples: ['pipeline status', 'pipeline status --run last --json'],
  run: async ({ out, db }, { json, run }) => {
    const { openStore } = await import('../store/open.ts')
    const store = openStore(db)
    try {
      if (run !== undefined) return await showRun(store, out, { which: run, json: json ?? false })
      const { funnel } = await import('../store/funnel.ts')
      const steps = funnel(store)
      if (json) for (const step of steps) out.json(step)
      else
        out.table(
          ['STEP', 'COUNT', 'OF THESE'],
          steps.map(({ step, n, parts }) => [
            step,
            String(n),
            Object.entries(parts)
              .map(([part, count]) => `${part} ${count}`)
              .join(', '),
          ]),
        )
      return EXIT.done
    } finally {
      store.close()
    }
  },
})

/** Prints one run's report, as JSON or in lines for a person. */
const showRun = async (
  store: Store,
  out: Out,
  { which, json }: { readonly which: string; readonly json: boolean },
): Promise<ExitCode> => {
  const { findRun, lastRun } = await import('../store/run.ts')
  const found = which === 'last' ? lastRun(store, 'harvest') : findRun(store, Number(which))
  if (found === undefined) {
    if (which !== 'last') throw new Trouble('not-found', 'usage', `there is no run ${which}`)
    out.say('nothing has been harvested yet; `pipeline scrape --region uk` does it')
    return EXIT.nothing
  }
  const report: unknown = found.report === null ? null : JSON.parse(found.report)
  const whole = { ...found, asked: JSON.parse(found.asked), report }
  if (json) {
    out.json(whole)
    return EXIT.done
  }
  const { describeRun } = await import('../harvest/report.ts')
  for (const line of describeRun(whole)) out.line(line)
  return EXIT.done
}
